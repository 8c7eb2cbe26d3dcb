#include "ui/models/event_words.h"

#include <QtCore/QCoreApplication>

#include "core/model/event.h"
#include "core/model/untold.h"

namespace qd::ui {

namespace {

/// %1 is the worker, %2 the task, %3 the engine's own sentence.
struct Sentence {
    const char *text;
    bool leavesOut = false; ///< Something that only the engine's sentence has.
};

Sentence shortened(const char *text) {
    return {text, true};
}

Sentence ofOverride(const Event &event) {
    const bool ofWorker = static_cast<bool>(event.worker);
    if (event.kind == EventKind::OverrideImposed) return {QT_TRANSLATE_NOOP("Events", "Override imposed: %3")};
    if (event.kind == EventKind::OverrideReverted)
        return ofWorker ? Sentence{QT_TRANSLATE_NOOP("Events", "The pause of worker %1 was reverted")}
                        : Sentence{QT_TRANSLATE_NOOP("Events", "Override reverted: %3")};
    return ofWorker ? Sentence{QT_TRANSLATE_NOOP("Events", "The pause of worker %1 ended by itself")}
                    : Sentence{QT_TRANSLATE_NOOP("Events", "An override has ended: %3")};
}

/// No default: a new kind needs its words.
Sentence sentenceOf(const Event &event) {
    const bool asked = !(event.ticket == Ticket{}); // By a command, and not by the engine itself.
    switch (event.kind) {
    case EventKind::EngineStarted: return {QT_TRANSLATE_NOOP("Events", "At the start: %3")};
    case EventKind::EngineRecovered:
        if (asked) return {QT_TRANSLATE_NOOP("Events", "The drain was ended: intake is open again")};
        return shortened(QT_TRANSLATE_NOOP("Events", "Started with what the ledger holds"));
    case EventKind::EngineDraining:
        return shortened(QT_TRANSLATE_NOOP("Events", "Draining: intake is closed, what runs may finish"));
    case EventKind::EngineDrained: return {QT_TRANSLATE_NOOP("Events", "Drained: nothing runs any more")};
    case EventKind::EngineStopping: return shortened(QT_TRANSLATE_NOOP("Events", "The engine stops"));
    case EventKind::EngineFailed: return {QT_TRANSLATE_NOOP("Events", "The engine has failed: %3")};
    case EventKind::LedgerStalled: return {QT_TRANSLATE_NOOP("Events", "The ledger is stuck: %3")};
    case EventKind::LedgerRecovered: return {QT_TRANSLATE_NOOP("Events", "The ledger writes again")};
    case EventKind::CommandApplied: return {QT_TRANSLATE_NOOP("Events", "Command applied: %3")};
    case EventKind::CommandRefused: return {QT_TRANSLATE_NOOP("Events", "Command refused: %3")};
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
        if (event.severity == Severity::Info) return {QT_TRANSLATE_NOOP("Events", "Is tried again: %3")};
        return {QT_TRANSLATE_NOOP("Events", "Task %2 is retried without its deadline, which had passed")};
    case EventKind::TaskLeaseLost: return {QT_TRANSLATE_NOOP("Events", "Task %2 lost its lease on %1; queued again")};
    case EventKind::TaskDeadLettered: return {QT_TRANSLATE_NOOP("Events", "Dead letter: %3")};
    case EventKind::TaskExpired: return {QT_TRANSLATE_NOOP("Events", "Task %2 missed its deadline")};
    case EventKind::StaleRefused:
        return shortened(QT_TRANSLATE_NOOP("Events", "A late report of %1 about task %2 was refused"));
    case EventKind::ClockGap:
        return shortened(QT_TRANSLATE_NOOP("Events", "The engine stood still for a while; every lease was extended"));
    }
    return {"%3"};
}

QString ownWords(const Event &event) {
    const std::string_view text = splitUntold(event.text).text;
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// Empty: the window speaks no other language than the engine.
QString translated(const Sentence &sentence) {
    QString text = QCoreApplication::translate("Events", sentence.text);
    return text == QString::fromUtf8(sentence.text) ? QString() : text;
}

} // namespace

QString eventText(const Event &event, LedgerId ledger) {
    QString text = translated(sentenceOf(event));
    if (text.isEmpty()) return ownWords(event);
    // The engine's words last: what looks like a place in them is none.
    return text.replace(QStringLiteral("%1"), QString::fromStdString(workerIdText(event.worker)))
        .replace(QStringLiteral("%2"), QString::fromStdString(taskIdText(ledger, event.task)))
        .replace(QStringLiteral("%3"), ownWords(event));
}

QString eventTip(const Event &event, LedgerId ledger) {
    const Sentence sentence = sentenceOf(event);
    const QString text = eventText(event, ledger);
    if (!sentence.leavesOut || translated(sentence).isEmpty()) return text;
    return QCoreApplication::translate("Events", "%1\nIn the engine's words: %2").arg(text, ownWords(event));
}

} // namespace qd::ui
