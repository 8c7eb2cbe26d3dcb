#pragma once
// An event as a small block: how grave, how often and when in the first line, the sentence below.

#include <QtWidgets/QStyledItemDelegate>

namespace qd::ui {

/// For EventsModel::Text; the rest comes from the other columns of its row.
class EventDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Of a block whose sentence has so many lines.
    [[nodiscard]] static int heightOf(int lines);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    static void paintHead(QPainter &painter, const QRect &line, const QModelIndex &index);
    static void paintSentence(QPainter &painter, const QRect &box, const QString &text);
};

} // namespace qd::ui
