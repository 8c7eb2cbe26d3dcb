#pragma once
// Short notices at the lower right of their parent, newest at the bottom; a reversible action offers Undo for 10 s.

#include <QtCore/QPointer>
#include <QtWidgets/QWidget>
#include <chrono>
#include <functional>
#include <vector>

#include "ui/theme/state_look.h"

namespace qd::ui {

class Toast;

struct ToastSpec {
    Tone tone = Tone::Info;
    QString text;
    QString actionText{}; ///< "Undo"; empty = no button.
    std::function<void()> action{};
    std::chrono::milliseconds lifetime{10'000}; ///< Stands still while the pointer or the keyboard is on it.
    bool standing =
        false; ///< Of something that goes on: it stays until it is dismissed, and no newer one drives it out.
};

/// Thread: GUI. Covers nothing but its toasts, and these stay within the field. At most five are shown; the oldest
/// passing one goes when a sixth comes.
class ToastStack : public QWidget {
    Q_OBJECT
public:
    explicit ToastStack(QWidget *parent);

    /// Where they may stand: a widget within the parent. Without one it is the whole parent.
    void setField(QWidget *field);
    /// Returns a number for dismiss(). The action runs at most once.
    int show(ToastSpec spec);
    /// Other words for one that still stands; told like a new one when its tone changes. False: somebody closed it.
    bool revise(int id, Tone tone, const QString &text);
    void dismiss(int id);
    [[nodiscard]] int count() const { return static_cast<int>(m_toasts.size()); }
    /// Presses the newest toast's button, if it has one: Ctrl+Z.
    bool triggerNewest();

signals:
    void countChanged(int count);
    void shown(qd::ui::Tone tone, const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void makeRoom();
    [[nodiscard]] std::vector<Toast *>::iterator find(int id);

    QPointer<QWidget> m_field;
    std::vector<Toast *> m_toasts; ///< Oldest first.
    int m_nextId = 1;
};

} // namespace qd::ui
