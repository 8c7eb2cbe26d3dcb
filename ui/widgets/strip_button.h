#pragma once
#include <QtWidgets/QAbstractButton>
#include <utility>

#include "ui/theme/shapes.h"
#include "ui/theme/theme.h"

namespace qd::ui {

/// A pill of the top strip: shape, a strong word, a quiet one; border in a tone when it wants attention.
/// Thread: GUI. As every button: focus, Space, accessible name = its text.
class StripButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit StripButton(QWidget *parent = nullptr);

    void setMark(Shape shape, ColorRole role);
    void setTexts(const QString &strong, const QString &second = {});
    [[nodiscard]] const QString &strongText() const { return m_strong; }
    [[nodiscard]] const QString &secondText() const { return m_second; }
    /// FieldBorder for the calm state.
    void setBorder(ColorRole role);
    /// A keyboard hint in a small frame at the right end ("Ctrl+K").
    void setKeyHint(const QString &keys);
    /// Digits in the mono font, and never narrower than it has been: live figures must not make the strip jitter.
    void setFigures(bool figures);
    /// What it says from now on is of another kind: its width is measured anew.
    void forgetWidth() { m_widest = 0; }
    /// Keeps the room for all of its text, up to `most` pixels, while others give way.
    void setWhole(int most);
    /// false = looks like a label: no hover, no focus.
    void setActive(bool active);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void askForRoom();
    [[nodiscard]] int wantedWidth(bool withSecond, bool withKeys) const;
    [[nodiscard]] int keysWidth() const;

    Shape m_shape = Shape::None;
    ColorRole m_shapeRole = ColorRole::TextSecond;
    ColorRole m_border = ColorRole::FieldBorder;
    QString m_strong;
    QString m_second;
    QString m_keys;
    bool m_figures = false;
    bool m_activeButton = true;
    mutable int m_widest = 0;
    std::pair<QSize, QSize> m_wanted; ///< What was asked for last, and at least.
    int m_wholeUpTo = 0;              ///< 0 = may be shortened.
};

} // namespace qd::ui
