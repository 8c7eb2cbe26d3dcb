#pragma once
// Fusion with the zoom in its own sizes: what the style sheet and the widgets leave to the style.

#include <QtWidgets/QProxyStyle>

namespace qd::ui {

class ZoomStyle final : public QProxyStyle {
    Q_OBJECT
public:
    ZoomStyle();
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
};

} // namespace qd::ui
