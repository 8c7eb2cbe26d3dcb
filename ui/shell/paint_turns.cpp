#include "ui/shell/paint_turns.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtWidgets/QWidget>

#include <algorithm>

namespace qd::ui {

PaintTurns &PaintTurns::ofProcess() {
    static PaintTurns turns;
    return turns;
}

PaintTurns::PaintTurns() {
    m_next.setSingleShot(true);
    // Not 0: such timers may have to wait for as long as there is anything else to do.
    m_next.setInterval(1);
    m_next.setTimerType(Qt::PreciseTimer);
    connect(&m_next, &QTimer::timeout, this, &PaintTurns::giveTurn);
}

bool PaintTurns::mayPaint(QWidget &window) {
    if (m_turn == &window) {
        m_turn.clear();
        if (!m_waiting.empty()) m_next.start();
        return true;
    }
    if (std::ranges::find(m_waiting, &window, [](const QPointer<QWidget> &one) { return one.data(); }) ==
        m_waiting.end())
        m_waiting.emplace_back(&window);
    if (m_turn.isNull() && !m_next.isActive()) m_next.start();
    return false;
}

void PaintTurns::giveTurn() {
    std::erase_if(m_waiting, [](const QPointer<QWidget> &one) { return one.isNull(); });
    if (m_waiting.empty()) return;
    m_turn = m_waiting.front();
    m_waiting.pop_front();
    QCoreApplication::postEvent(m_turn, new QEvent(QEvent::UpdateRequest));
}

} // namespace qd::ui
