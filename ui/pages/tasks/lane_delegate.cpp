#include "ui/pages/tasks/lane_delegate.h"

#include <QtGui/QPainter>
#include <algorithm>

#include "ui/models/roles.h"
#include "ui/theme/theme.h"

namespace qd::ui {

namespace {
constexpr Px kColumn{6};
constexpr Px kGap{2};
constexpr Px kHeight{18};
} // namespace

void LaneDelegate::paintFace(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                             const CellFace &face) const {
    const QList<qlonglong> lanes = index.data(LanesRole).value<QList<qlonglong>>();
    const qlonglong most = lanes.isEmpty() ? 0 : *std::ranges::max_element(lanes);
    if (most == 0) return TableDelegate::paintFace(painter, option, index, face); // The dash.
    const Theme &look = theme();
    int x = option.rect.left() + 8_px;
    const int bottom = option.rect.center().y() + kHeight / 2;
    for (const qlonglong count : lanes) {
        painter.fillRect(x, bottom - 1_px, kColumn, 2_px, look.color(ColorRole::Track));
        // At least two pixels: a lane with one task among thousands is not an empty lane.
        const int height = count == 0 ? 0 : std::max<int>(2_px, static_cast<int>(count * kHeight / most));
        painter.fillRect(x, bottom + 1_px - height, kColumn, height, look.color(ColorRole::Series1));
        x += kColumn + kGap;
    }
}

} // namespace qd::ui
