#pragma once
// Windows paint one after another. All of them are asked to with the same picture; painted in one go, what somebody
// types or clicks meanwhile would wait for the sum of them.

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <deque>

class QWidget;

namespace qd::ui {

/// Thread: GUI. One for all windows of the process.
class PaintTurns final : public QObject {
public:
    static PaintTurns &ofProcess();
    /// For the window's QEvent::UpdateRequest. false: not now, the window is sent another one when its turn has come.
    [[nodiscard]] bool mayPaint(QWidget &window);

private:
    PaintTurns();
    void giveTurn();

    std::deque<QPointer<QWidget>> m_waiting; ///< At most each window once.
    QPointer<QWidget> m_turn;                ///< Has been sent its request.
    QTimer m_next;
};

} // namespace qd::ui
