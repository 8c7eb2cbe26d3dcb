#pragma once
#include "ui/pages/common/table_view.h"

namespace qd::ui {

/// How many tasks wait in each lane of a queue (LanesRole), as a column for each priority, 10 at the left. The cell's
/// text says the same in figures: it is the tool tip, and what screen readers read.
class LaneDelegate final : public TableDelegate {
    Q_OBJECT
public:
    using TableDelegate::TableDelegate;

protected:
    void paintFace(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                   const CellFace &face) const override;
};

} // namespace qd::ui
