#pragma once
// A page in the window: as large as there is room, and no smaller than it can be read; then it scrolls.

#include <QtWidgets/QScrollArea>

namespace qd::ui {

/// Thread: GUI. Owns the page. Asks for no room of its own, so that no page makes the window larger than the screen.
class PageScroll final : public QScrollArea {
    Q_OBJECT
public:
    explicit PageScroll(QWidget *page, QWidget *parent = nullptr);
    void showTop();
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fitPage();
};

} // namespace qd::ui
