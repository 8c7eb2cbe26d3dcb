#pragma once
// Small shared pieces of painted widgets.

#include <QtWidgets/QLabel>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

class QPainter;

namespace qd::ui {

/// A label that shortens its text with an ellipsis instead of asking for more room, and shows the whole in a tool tip.
/// Its colour is a role, so that it follows the theme.
class ElidedLabel : public QWidget {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString &text = {}, FontRole font = FontRole::Body, ColorRole color = ColorRole::Text,
                         QWidget *parent = nullptr);

    void setText(const QString &text);
    [[nodiscard]] const QString &text() const { return m_text; }
    void setColor(ColorRole color);
    void setFontRole(FontRole font);
    void setAlignment(Qt::Alignment alignment);
    void setElideMode(Qt::TextElideMode mode);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refreshToolTip();

    QString m_text;
    FontRole m_font;
    ColorRole m_color;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
    Qt::TextElideMode m_elide = Qt::ElideRight;
};

/// The ring around the control that has the keyboard.
void paintFocusRing(QPainter &painter, const QRectF &rect, double radius);
/// A filled rounded rectangle with a crisp hairline border.
void paintRounded(QPainter &painter, const QRectF &rect, double radius, const QColor &fill, const QColor &border);
/// A text label whose colour follows the theme ("second", "muted", "title", "pageTitle", "mono").
[[nodiscard]] QLabel *makeLabel(const QString &text, const char *role, QWidget *parent = nullptr);

} // namespace qd::ui
