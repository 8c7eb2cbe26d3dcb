#pragma once
#include <QtWidgets/QStyledItemDelegate>

namespace qd::ui {

/// How many tasks wait in each lane of a queue (LanesRole), as a column for each priority, 10 at the left. The cell's
/// text says the same in figures: it is the tool tip, and what screen readers read.
class LaneDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace qd::ui
