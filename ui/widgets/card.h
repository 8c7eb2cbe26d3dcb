#pragma once
// The surface everything stands on: title on the left, caption on the right, a body that fills the rest.

#include <QtWidgets/QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace qd::ui {

class ElidedLabel;

/// Thread: GUI.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(const QString &title = {}, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    [[nodiscard]] QString title() const;
    /// Small text at the right of the title: units, counts, what is being looked at. Elided when there is no room.
    void setCaption(const QString &caption);
    /// A control in the title line, at its right end.
    void addHeaderWidget(QWidget *widget);
    /// Adds to the body, downwards. The last one with a stretch takes the room that is left.
    void addBody(QWidget *widget, int stretch = 1);
    [[nodiscard]] QVBoxLayout *bodyLayout() const { return m_body; }
    /// Body without the card's side padding, for tables that reach from edge to edge.
    void setFlush(bool flush);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ElidedLabel *m_title;
    ElidedLabel *m_caption;
    QHBoxLayout *m_header;
    QVBoxLayout *m_body;
};

} // namespace qd::ui
