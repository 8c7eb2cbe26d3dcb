#include "ui/models/event_words.h"

#include <QtCore/QCoreApplication>
#include <utility>

#include "core/model/event.h"
#include "core/model/untold.h"
#include "ui/models/sentence_places.h"

namespace qd::ui {

namespace {

/// %1 is the worker, %2 the task, %3 to %5 the quotes, %6 and %7 the first figures, %8 what the override is.
struct Words {
    const char *text;
    bool leavesOut = false; ///< Something that only the engine's sentence has.
};

Words shortened(const char *text) {
    return {text, true};
}

Words ofOverride(const Event &event) {
    const bool hasReason = !event.quote(2).empty();
    if (event.kind == EventKind::OverrideReverted) return {QT_TRANSLATE_NOOP("Events", "%8 was reverted")};
    if (event.kind == EventKind::OverrideExpired) return {QT_TRANSLATE_NOOP("Events", "%8 ended by itself")};
    if (event.said.figures[2] != 0)
        return hasReason ? Words{QT_TRANSLATE_NOOP("Events", "%8 was renewed by %4: %5")}
                         : Words{QT_TRANSLATE_NOOP("Events", "%8 was renewed by %4")};
    return hasReason ? Words{QT_TRANSLATE_NOOP("Events", "%8 was imposed by %4: %5")}
                     : Words{QT_TRANSLATE_NOOP("Events", "%8 was imposed by %4")};
}

/// The beginning of those sentences.
const char *nameOfOverride(const Event &event) {
    switch (static_cast<OverrideKind>(event.said.figures[0])) {
    case OverrideKind::PauseWorker: return QT_TRANSLATE_NOOP("Events", "The pause of worker %3");
    case OverrideKind::PauseQueue: return QT_TRANSLATE_NOOP("Events", "The pause of queue %3");
    case OverrideKind::PauseAll: return QT_TRANSLATE_NOOP("Events", "The pause of the whole engine");
    case OverrideKind::PoolSize:
        return event.said.figures[1] == 0 ? QT_TRANSLATE_NOOP("Events", "The pool size")
                                          : QT_TRANSLATE_NOOP("Events", "The pool size of %7");
    }
    return "";
}

/// Of a command, as its event quotes it.
const char *nameOfCommand(std::string_view name) {
    static constexpr std::pair<std::string_view, const char *> kNames[] = {
        {"submit", QT_TRANSLATE_NOOP("Events", "submit")},
        {"cancel", QT_TRANSLATE_NOOP("Events", "cancel")},
        {"suspend", QT_TRANSLATE_NOOP("Events", "suspend")},
        {"resume tasks", QT_TRANSLATE_NOOP("Events", "resume tasks")},
        {"retry", QT_TRANSLATE_NOOP("Events", "retry")},
        {"requeue", QT_TRANSLATE_NOOP("Events", "requeue")},
        {"reprioritise", QT_TRANSLATE_NOOP("Events", "reprioritise")},
        {"purge", QT_TRANSLATE_NOOP("Events", "purge")},
        {"pause worker", QT_TRANSLATE_NOOP("Events", "pause worker")},
        {"pause queue", QT_TRANSLATE_NOOP("Events", "pause queue")},
        {"pause all", QT_TRANSLATE_NOOP("Events", "pause all")},
        {"pool size", QT_TRANSLATE_NOOP("Events", "pool size")},
        {"revert", QT_TRANSLATE_NOOP("Events", "revert")},
        {"resume", QT_TRANSLATE_NOOP("Events", "resume")},
        {"drain", QT_TRANSLATE_NOOP("Events", "drain")}};
    for (const auto &[quoted, words] : kNames)
        if (quoted == name) return words;
    return nullptr;
}

Words ofCommand(const Event &event) {
    if (event.kind == EventKind::CommandRefused) return {QT_TRANSLATE_NOOP("Events", "Command refused: %3 by %4: %5")};
    return event.quote(2).empty() ? Words{QT_TRANSLATE_NOOP("Events", "Command applied: %3 by %4")}
                                  : Words{QT_TRANSLATE_NOOP("Events", "Command applied: %3 by %4: %5")};
}

Words ofFailure(const Event &event) {
    if (event.quote(0).empty())
        return {QT_TRANSLATE_NOOP("Events", "The ledger failed for good and the engine has stopped; restart it to go "
                                            "on from what was stored")};
    return {QT_TRANSLATE_NOOP("Events", "The engine has failed: %3")};
}

/// No default: a new kind needs its words.
Words wordsFor(const Event &event) {
    const bool asked = !(event.ticket == Ticket{}); // By a command, and not by the engine itself.
    switch (event.kind) {
    case EventKind::EngineStarted: return {QT_TRANSLATE_NOOP("Events", "At the start: %3")};
    case EventKind::EngineRecovered:
        if (asked) return {QT_TRANSLATE_NOOP("Events", "The drain was ended: intake is open again")};
        if (event.said.figures[0] == 0)
            return {QT_TRANSLATE_NOOP("Events", "Started; the ledger holds nothing unfinished")};
        return {QT_TRANSLATE_NOOP("Events", "Recovered %6 unfinished tasks from the ledger")};
    case EventKind::EngineDraining:
        return shortened(QT_TRANSLATE_NOOP("Events", "Draining: intake is closed, what runs may finish"));
    case EventKind::EngineDrained: return {QT_TRANSLATE_NOOP("Events", "Drained: nothing runs any more")};
    case EventKind::EngineStopping: return shortened(QT_TRANSLATE_NOOP("Events", "The engine stops"));
    case EventKind::EngineFailed: return ofFailure(event);
    case EventKind::LedgerStalled:
        return {QT_TRANSLATE_NOOP("Events", "The ledger cannot write: %3. New work is refused; everything goes on when "
                                            "it can write again")};
    case EventKind::LedgerRecovered: return {QT_TRANSLATE_NOOP("Events", "The ledger writes again")};
    case EventKind::CommandApplied:
    case EventKind::CommandRefused: return ofCommand(event);
    case EventKind::WorkerJoined:
        if (event.severity == Severity::Good) return {QT_TRANSLATE_NOOP("Events", "Worker %1 is back")};
        return shortened(QT_TRANSLATE_NOOP("Events", "Worker %1 joined"));
    case EventKind::WorkerLate: return {QT_TRANSLATE_NOOP("Events", "Worker %1 missed two heartbeats")};
    case EventKind::WorkerLost: return shortened(QT_TRANSLATE_NOOP("Events", "Worker %1 is lost: no sign of life"));
    case EventKind::WorkerDraining:
        if (asked) return {QT_TRANSLATE_NOOP("Events", "Worker %1 is draining; a new one takes its place")};
        return shortened(QT_TRANSLATE_NOOP("Events", "Worker %1 is draining: the pool is to shrink"));
    case EventKind::WorkerGone: return {QT_TRANSLATE_NOOP("Events", "Worker %1 left")};
    case EventKind::OverrideImposed:
    case EventKind::OverrideReverted:
    case EventKind::OverrideExpired: return ofOverride(event);
    case EventKind::TaskRetrying:
        if (event.severity == Severity::Info)
            return {QT_TRANSLATE_NOOP("Events", "Task %2 failed (attempt %6 of %7): %3")};
        return {QT_TRANSLATE_NOOP("Events", "Task %2 is retried without its deadline, which had passed")};
    case EventKind::TaskLeaseLost: return {QT_TRANSLATE_NOOP("Events", "Task %2 lost its lease on %1; queued again")};
    case EventKind::TaskDeadLettered:
        if (event.said.figures[0] > 0)
            return {QT_TRANSLATE_NOOP("Events", "Task %2 was quarantined: %6 deliveries lost")};
        return {QT_TRANSLATE_NOOP("Events", "Task %2 failed for good: %3")};
    case EventKind::TaskExpired: return {QT_TRANSLATE_NOOP("Events", "Task %2 missed its deadline")};
    case EventKind::StaleRefused:
        return shortened(QT_TRANSLATE_NOOP("Events", "A late report of %1 about task %2 was refused"));
    case EventKind::ClockGap:
        return shortened(QT_TRANSLATE_NOOP("Events", "The engine stood still for a while; every lease was extended"));
    }
    return {""};
}

QString fromEngine(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString ownWords(const Event &event) {
    return fromEngine(splitUntold(event.text).text);
}

/// Empty: the window speaks no other language than the engine.
QString translated(const Words &words) {
    QString text = QCoreApplication::translate("Events", words.text);
    return text == QString::fromUtf8(words.text) ? QString() : text;
}

QString quoted(const Event &event, std::size_t which) {
    const bool isCommand = event.kind == EventKind::CommandApplied || event.kind == EventKind::CommandRefused;
    const char *name = isCommand && which == 0 ? nameOfCommand(event.quote(0)) : nullptr;
    return name != nullptr ? QCoreApplication::translate("Events", name) : fromEngine(event.quote(which));
}

QString filled(const QString &text, const Event &event, LedgerId ledger) {
    return fillPlaces(text, 8, [&](int place) -> QString {
        switch (place) {
        case 1: return QString::fromStdString(workerIdText(event.worker));
        case 2: return QString::fromStdString(taskIdText(ledger, event.task));
        case 6:
        case 7: return QString::number(event.said.figures[static_cast<std::size_t>(place - 6)]);
        case 8: return filled(QCoreApplication::translate("Events", nameOfOverride(event)), event, ledger);
        default: return quoted(event, static_cast<std::size_t>(place - 3));
        }
    });
}

} // namespace

QString eventText(const Event &event, LedgerId ledger) {
    const QString text = translated(wordsFor(event));
    return text.isEmpty() ? ownWords(event) : filled(text, event, ledger);
}

QString eventTip(const Event &event, LedgerId ledger) {
    const Words words = wordsFor(event);
    const QString text = eventText(event, ledger);
    if (!words.leavesOut || translated(words).isEmpty()) return text;
    return QCoreApplication::translate("Events", "%1\nIn the engine's words: %2").arg(text, ownWords(event));
}

} // namespace qd::ui
