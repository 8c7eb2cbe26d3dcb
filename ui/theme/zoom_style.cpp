#include "ui/theme/zoom_style.h"

#include "ui/theme/zoom.h"

namespace qd::ui {

ZoomStyle::ZoomStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

/// Only those that are not derived from another one: the style asks its proxy for these, and they would grow twice.
int ZoomStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const {
    const int usual = QProxyStyle::pixelMetric(metric, option, widget);
    if (usual <= 0) return usual;
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
    case PM_MenuButtonIndicator:
    case PM_TextCursorWidth:
    case PM_SplitterWidth: return px(usual);
    default: return usual;
    }
}

} // namespace qd::ui
