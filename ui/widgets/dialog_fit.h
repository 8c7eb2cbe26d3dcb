#pragma once
// Dialogs on a screen that is smaller than they are: with a large zoom most are.

#include <QtCore/QObject>

class QDialog;

namespace qd::ui {

/// Watches the application for dialogs that open: none becomes larger than its screen, what does not fit scrolls,
/// also when the zoom changes over an open one.
/// Thread: GUI. One is enough, install() makes it.
class DialogFit final : public QObject {
    Q_OBJECT
public:
    static void install();
    /// `room` without the frame around the window.
    static void fit(QDialog &dialog, const QSize &room);

private:
    explicit DialogFit(QObject *parent);
    [[nodiscard]] bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace qd::ui
