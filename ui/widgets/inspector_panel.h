#pragma once
#include <QtWidgets/QWidget>

#include "ui/theme/state_look.h"

class QHBoxLayout;
class QScrollArea;
class QToolButton;

namespace qd::ui {

class ElidedLabel;
class StateBadge;

/// The frame for details at the right: title with state, actions, a body that scrolls. Closed by Esc or its button,
/// resized at its left edge. Thread: GUI.
class InspectorPanel : public QWidget {
    Q_OBJECT
public:
    explicit InspectorPanel(QWidget *parent = nullptr);

    void setTitle(const QString &title, const QString &subtitle = {});
    [[nodiscard]] QString title() const;
    void setLook(const StateLook &look);
    void hideLook();
    /// Buttons under the title; owned by the panel, removed by clearActions().
    void addAction(QWidget *button);
    void clearActions();
    /// Takes ownership and deletes the former one.
    void setBody(QWidget *body);
    [[nodiscard]] QWidget *body() const;
    /// In design pixels, 280 .. 900: it grows with the zoom, and what is stored fits any.
    static constexpr int kUsualWidth = 400;
    void setPreferredWidth(int width);
    [[nodiscard]] int preferredWidth() const { return m_width; }
    /// How wide, in pixels, it may be at most: the page beside it is not to vanish.
    void setRoom(int pixels);
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void closed();
    void widthChanged(int width);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    [[nodiscard]] int shownWidth() const;
    [[nodiscard]] bool onEdge(const QPoint &position) const;

    ElidedLabel *m_title;
    ElidedLabel *m_subtitle;
    StateBadge *m_badge;
    QHBoxLayout *m_actions;
    QScrollArea *m_scroll;
    QToolButton *m_close;
    int m_width = kUsualWidth;
    int m_room = QWIDGETSIZE_MAX;
    int m_dragFrom = -1;
    int m_dragWidth = 0;
};

} // namespace qd::ui
