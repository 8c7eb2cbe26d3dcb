#include "ui/theme/state_look.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QFontMetrics>
#include <QtGui/QPainter>

#include "ui/theme/text_line.h"

namespace qd::ui {

namespace {

QString word(const char *text) {
    return QCoreApplication::translate("State", text);
}

constexpr Px kMark{10}; ///< Side of the shape.
constexpr Px kMarkGap{6};

} // namespace

StateLook unknownLook() {
    return {Shape::Hatch, word(QT_TRANSLATE_NOOP("State", "unknown")), ColorRole::Unknown};
}

StateLook lookOf(TaskState state) {
    switch (state) {
    case TaskState::Pending: return {Shape::Dot, word(QT_TRANSLATE_NOOP("State", "pending")), ColorRole::Paused};
    case TaskState::Queued: return {Shape::Ring, word(QT_TRANSLATE_NOOP("State", "queued")), ColorRole::Idle};
    case TaskState::Assigned: return {Shape::Half, word(QT_TRANSLATE_NOOP("State", "assigned")), ColorRole::Healthy};
    case TaskState::Running: return {Shape::Play, word(QT_TRANSLATE_NOOP("State", "running")), ColorRole::Healthy};
    case TaskState::Retrying: return {Shape::Loop, word(QT_TRANSLATE_NOOP("State", "retrying")), ColorRole::Degraded};
    case TaskState::Suspended:
        return {Shape::Bars, word(QT_TRANSLATE_NOOP("State", "suspended")), ColorRole::Paused, true};
    case TaskState::Completed: return {Shape::Check, word(QT_TRANSLATE_NOOP("State", "completed")), ColorRole::Healthy};
    case TaskState::Failed: return {Shape::Cross, word(QT_TRANSLATE_NOOP("State", "failed")), ColorRole::Failing};
    case TaskState::Cancelled: return {Shape::Dash, word(QT_TRANSLATE_NOOP("State", "cancelled")), ColorRole::Paused};
    }
    return unknownLook();
}

QString wordsOf(Reason reason) {
    switch (reason) {
    case Reason::None: break;
    case Reason::Submitted: return word(QT_TRANSLATE_NOOP("State", "submitted"));
    case Reason::ParentsDone: return word(QT_TRANSLATE_NOOP("State", "its parents are done"));
    case Reason::ParentFailed: return word(QT_TRANSLATE_NOOP("State", "a parent failed"));
    case Reason::ParentCancelled: return word(QT_TRANSLATE_NOOP("State", "a parent was cancelled"));
    case Reason::Dispatched: return word(QT_TRANSLATE_NOOP("State", "handed to a worker"));
    case Reason::Started: return word(QT_TRANSLATE_NOOP("State", "started"));
    case Reason::Succeeded: return word(QT_TRANSLATE_NOOP("State", "succeeded"));
    case Reason::HandlerFailed: return word(QT_TRANSLATE_NOOP("State", "the attempt failed"));
    case Reason::TimedOut: return word(QT_TRANSLATE_NOOP("State", "timed out"));
    case Reason::LeaseLost: return word(QT_TRANSLATE_NOOP("State", "its worker fell silent"));
    case Reason::Released: return word(QT_TRANSLATE_NOOP("State", "handed back by its worker"));
    case Reason::AttemptsSpent: return word(QT_TRANSLATE_NOOP("State", "all attempts are used up"));
    case Reason::Poison: return word(QT_TRANSLATE_NOOP("State", "too many deliveries were lost (poison)"));
    case Reason::NotRetryable: return word(QT_TRANSLATE_NOOP("State", "trying again cannot mend it"));
    case Reason::DeadlinePassed: return word(QT_TRANSLATE_NOOP("State", "the deadline passed"));
    case Reason::RetryDue: return word(QT_TRANSLATE_NOOP("State", "due for its next attempt"));
    case Reason::CancelCommand: return word(QT_TRANSLATE_NOOP("State", "cancelled by a person"));
    case Reason::SuspendCommand: return word(QT_TRANSLATE_NOOP("State", "suspended by a person"));
    case Reason::ResumeCommand: return word(QT_TRANSLATE_NOOP("State", "resumed by a person"));
    case Reason::RetryCommand: return word(QT_TRANSLATE_NOOP("State", "retried by a person"));
    case Reason::RequeueCommand: return word(QT_TRANSLATE_NOOP("State", "queued again by a person"));
    case Reason::Recovered: return word(QT_TRANSLATE_NOOP("State", "found again at the start of the engine"));
    }
    return {};
}

StateLook lookOf(WorkerLifecycle lifecycle) {
    switch (lifecycle) {
    case WorkerLifecycle::Starting: return {Shape::Half, word(QT_TRANSLATE_NOOP("State", "starting")), ColorRole::Idle};
    case WorkerLifecycle::Live: return {Shape::Circle, word(QT_TRANSLATE_NOOP("State", "live")), ColorRole::Healthy};
    case WorkerLifecycle::Draining:
        return {Shape::Arrow, word(QT_TRANSLATE_NOOP("State", "draining")), ColorRole::Draining};
    case WorkerLifecycle::Lost: return {Shape::Cross, word(QT_TRANSLATE_NOOP("State", "lost")), ColorRole::Failing};
    case WorkerLifecycle::Gone: return {Shape::Dash, word(QT_TRANSLATE_NOOP("State", "gone")), ColorRole::Paused};
    }
    return unknownLook();
}

StateLook lookOf(EnginePhase phase) {
    switch (phase) {
    case EnginePhase::Starting: return {Shape::Half, word(QT_TRANSLATE_NOOP("State", "starting")), ColorRole::Idle};
    case EnginePhase::Recovering:
        return {Shape::Loop, word(QT_TRANSLATE_NOOP("State", "recovering")), ColorRole::Degraded};
    case EnginePhase::Running: return {Shape::Circle, word(QT_TRANSLATE_NOOP("State", "running")), ColorRole::Healthy};
    case EnginePhase::Draining:
        return {Shape::Arrow, word(QT_TRANSLATE_NOOP("State", "draining")), ColorRole::Draining};
    case EnginePhase::Drained: return {Shape::Bars, word(QT_TRANSLATE_NOOP("State", "drained")), ColorRole::Paused};
    case EnginePhase::Stopping: return {Shape::Half, word(QT_TRANSLATE_NOOP("State", "stopping")), ColorRole::Paused};
    case EnginePhase::Stopped: return {Shape::Square, word(QT_TRANSLATE_NOOP("State", "stopped")), ColorRole::Paused};
    case EnginePhase::Failed: return {Shape::Cross, word(QT_TRANSLATE_NOOP("State", "failed")), ColorRole::Failing};
    }
    return unknownLook();
}

StateLook lookOfWorker(WorkerLifecycle lifecycle, std::uint32_t busy, std::uint32_t slotCount, bool paused) {
    if (lifecycle == WorkerLifecycle::Lost || lifecycle == WorkerLifecycle::Gone) return lookOf(lifecycle);
    if (paused) return {Shape::Bars, word(QT_TRANSLATE_NOOP("State", "paused")), ColorRole::Paused, true};
    if (lifecycle != WorkerLifecycle::Live) return lookOf(lifecycle);
    if (slotCount == 0) return unknownLook();
    if (busy > 0) return {Shape::Circle, word(QT_TRANSLATE_NOOP("State", "busy")), ColorRole::Healthy};
    return {Shape::Ring, word(QT_TRANSLATE_NOOP("State", "idle")), ColorRole::Idle};
}

QueueLook queueLook(bool paused, bool held, std::uint64_t queued, std::uint64_t running, std::uint64_t later) {
    if (paused) return QueueLook::Paused;
    if (held) return QueueLook::Held;
    if (running > 0) return QueueLook::Running;
    if (queued > 0) return QueueLook::Waiting;
    return later > 0 ? QueueLook::Later : QueueLook::Empty;
}

StateLook lookOf(QueueLook look) {
    switch (look) {
    case QueueLook::Paused: return {Shape::Bars, word(QT_TRANSLATE_NOOP("State", "paused")), ColorRole::Paused, true};
    case QueueLook::Held: return {Shape::Half, word(QT_TRANSLATE_NOOP("State", "held")), ColorRole::Degraded};
    case QueueLook::Running: return {Shape::Circle, word(QT_TRANSLATE_NOOP("State", "running")), ColorRole::Healthy};
    case QueueLook::Waiting: return {Shape::Half, word(QT_TRANSLATE_NOOP("State", "waiting")), ColorRole::Degraded};
    case QueueLook::Later: return {Shape::Ring, word(QT_TRANSLATE_NOOP("State", "later")), ColorRole::Idle};
    case QueueLook::Empty: return {Shape::Ring, word(QT_TRANSLATE_NOOP("State", "empty")), ColorRole::Idle};
    }
    return unknownLook();
}

std::string_view toText(QueueLook look) {
    switch (look) {
    case QueueLook::Paused: return "paused";
    case QueueLook::Held: return "held";
    case QueueLook::Running: return "running";
    case QueueLook::Waiting: return "waiting";
    case QueueLook::Later: return "later";
    case QueueLook::Empty: return "empty";
    }
    return "empty";
}

StateLook lookOf(Overall overall) {
    switch (overall) {
    case Overall::Unknown: return unknownLook();
    case Overall::Healthy: return {Shape::Circle, word(QT_TRANSLATE_NOOP("State", "healthy")), ColorRole::Healthy};
    case Overall::Degraded: return {Shape::Triangle, word(QT_TRANSLATE_NOOP("State", "degraded")), ColorRole::Degraded};
    case Overall::Failing: return {Shape::Cross, word(QT_TRANSLATE_NOOP("State", "failing")), ColorRole::Failing};
    case Overall::Paused: return {Shape::Bars, word(QT_TRANSLATE_NOOP("State", "paused")), ColorRole::Paused, true};
    case Overall::Stopped: return {Shape::Square, word(QT_TRANSLATE_NOOP("State", "stopped")), ColorRole::Paused};
    }
    return unknownLook();
}

ColorRole roleOf(Tone tone) {
    switch (tone) {
    case Tone::Info: return ColorRole::Idle;
    case Tone::Good: return ColorRole::Healthy;
    case Tone::Warning: return ColorRole::Degraded;
    case Tone::Bad: return ColorRole::Failing;
    case Tone::Imposed: return ColorRole::Imposed;
    }
    return ColorRole::Unknown;
}

Shape shapeOf(Tone tone) {
    switch (tone) {
    case Tone::Info: return Shape::Circle;
    case Tone::Good: return Shape::Check;
    case Tone::Warning: return Shape::Triangle;
    case Tone::Bad: return Shape::Cross;
    case Tone::Imposed: return Shape::Diamond;
    }
    return Shape::Hatch;
}

void paintState(QPainter &painter, const QRect &rect, const StateLook &look, const QColor &textColor,
                const QFont &font) {
    const QRectF mark(rect.left() + 3_px, rect.center().y() + 0.5 - kMark / 2.0, kMark, kMark);
    paintShape(painter, mark, look.shape, theme().color(look.role));
    if (look.imposed) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme().color(ColorRole::Imposed), 1.2_px));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(mark.adjusted(-2.5_px, -2.5_px, 2.5_px, 2.5_px), 3.5_px, 3.5_px);
        painter.restore();
    }
    const QRect text = rect.adjusted(kMark + kMarkGap + 4_px, 0, 0, 0);
    painter.setPen(textColor);
    paintLine(painter, text, Qt::AlignLeft | Qt::AlignVCenter, look.word, font);
}

QSize stateSizeHint(const StateLook &look, const QFont &font) {
    const QFontMetrics metrics(font);
    return {kMark + kMarkGap + 5_px + metrics.horizontalAdvance(look.word), std::max(metrics.height(), kMark + 6_px)};
}

} // namespace qd::ui
