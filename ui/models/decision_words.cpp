#include "ui/models/decision_words.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStringList>

#include "core/model/event.h"
#include "ui/format/format.h"
#include "ui/models/sentence_places.h"

namespace qd::ui {

namespace {

const char *wordsFor(Guard guard) {
    switch (guard) {
    case Guard::None: break;
    case Guard::PausedAll: return QT_TRANSLATE_NOOP("Decisions", "dispatching is paused for the whole engine");
    case Guard::PausedQueue: return QT_TRANSLATE_NOOP("Decisions", "the queue is paused");
    case Guard::NoWorker: return QT_TRANSLATE_NOOP("Decisions", "no live worker serves this queue");
    case Guard::WorkersPaused:
        return QT_TRANSLATE_NOOP("Decisions", "every worker that serves this queue and is free is paused");
    case Guard::WorkersBusy: return QT_TRANSLATE_NOOP("Decisions", "every worker that serves this queue is busy");
    case Guard::LedgerStalled: return QT_TRANSLATE_NOOP("Decisions", "the ledger cannot write at the moment");
    case Guard::Draining:
        return QT_TRANSLATE_NOOP("Decisions", "the engine, or every worker that serves this queue, is draining");
    case Guard::AttemptsSpent: return QT_TRANSLATE_NOOP("Decisions", "all attempts are used up");
    case Guard::DeliveriesSpent: return QT_TRANSLATE_NOOP("Decisions", "too many deliveries were lost (poison)");
    case Guard::NotRetryable:
        return QT_TRANSLATE_NOOP("Decisions", "the error is of a kind that trying again cannot mend");
    case Guard::Deadline: return QT_TRANSLATE_NOOP("Decisions", "the deadline has passed");
    }
    return "";
}

/// The places are what valuesOf() gives, in its order.
const char *wordsFor(const Decision &decision) {
    switch (decision.kind) {
    case DecisionKind::Dispatched:
        return QT_TRANSLATE_NOOP("Decisions", "Dispatched to %1 after waiting %2: next in turn with a free slot. Free "
                                              "workers: %3; tasks in queue %4. (1 of %5 dispatches is recorded.)");
    case DecisionKind::Held:
        return QT_TRANSLATE_NOOP("Decisions", "Held in queue %1: %2. %3 queued; workers that serve it: %4 free, %5 "
                                              "busy, %6 paused.");
    case DecisionKind::Retried:
        return QT_TRANSLATE_NOOP("Decisions", "Attempt %1 of %2 failed on %3; trying again after %4 (exponential "
                                              "backoff, full jitter).");
    case DecisionKind::LeaseLost:
        if (decision.inputs[2] == 0) // Nobody was silent: there was no engine.
            return QT_TRANSLATE_NOOP("Decisions",
                                     "The engine ended while it ran on %3: delivery %1 of %2; queued again.");
        return QT_TRANSLATE_NOOP("Decisions", "Lease on %3 lost after %4 without a sign of life: delivery %1 of %2; "
                                              "queued again.");
    case DecisionKind::DeadLettered:
        return QT_TRANSLATE_NOOP("Decisions", "Dead-lettered: %1. Attempts %2 of %3, lost deliveries %4 of %5.");
    case DecisionKind::PoolResized:
        return QT_TRANSLATE_NOOP("Decisions", "Pool resized from %1 to %2 workers (allowed %3 to %4).");
    }
    return "";
}

QStringList valuesOf(const Decision &decision, const QString &queue) {
    const auto &in = decision.inputs;
    const auto count = [&in](std::size_t which) { return formatCount(static_cast<std::uint64_t>(in[which])); };
    const auto span = [&in](std::size_t which) { return formatDuration(std::chrono::microseconds{in[which]}); };
    const QString worker = QString::fromStdString(workerIdText(decision.worker));
    const QString guard = QCoreApplication::translate("Decisions", wordsFor(decision.guard));
    switch (decision.kind) {
    case DecisionKind::Dispatched:
        return {worker, span(0), count(1), QStringLiteral("%1: %2").arg(queue, count(2)),
                formatCount(decision.sampledOneOf)};
    case DecisionKind::Held: return {queue, guard, count(0), count(1), count(2), count(3)};
    case DecisionKind::Retried: return {count(0), count(1), worker, span(2)};
    case DecisionKind::LeaseLost: return {count(0), count(1), worker, span(2)};
    case DecisionKind::DeadLettered: return {guard, count(0), count(1), count(2), count(3)};
    case DecisionKind::PoolResized: return {count(0), count(1), count(2), count(3)};
    }
    return {};
}

} // namespace

QString decisionText(const Decision &decision, const QString &queue) {
    const char *words = wordsFor(decision);
    const QString text = QCoreApplication::translate("Decisions", words);
    if (text == QString::fromUtf8(words)) // The window speaks no other language than the engine.
        return QString::fromStdString(renderDecision(decision, queue.toStdString()));
    const QStringList values = valuesOf(decision, queue);
    return fillPlaces(text, static_cast<int>(values.size()), [&values](int place) { return values[place - 1]; });
}

} // namespace qd::ui
