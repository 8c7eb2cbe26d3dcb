#include "ui/theme/zoom.h"

#include <QtCore/QObject>
#include <QtWidgets/QLayout>
#include <QtWidgets/QWidget>
#include <algorithm>

#include "ui/theme/current_theme.h"

namespace qd::ui {

namespace {

int g_percent = kZoomLeast;

class LookSignal final : public QObject {
    Q_OBJECT
signals:
    void changed();
};

LookSignal &lookSignal() {
    static LookSignal instance;
    return instance;
}

QMargins scaled(const QMargins &design) {
    return {px(design.left()), px(design.top()), px(design.right()), px(design.bottom())};
}

} // namespace

int zoomStep(int percent, int direction) {
    if (direction > 0) {
        const auto next = std::ranges::upper_bound(kZoomSteps, percent);
        return next == kZoomSteps.end() ? kZoomMost : *next;
    }
    const auto at = std::ranges::lower_bound(kZoomSteps, percent);
    return at == kZoomSteps.begin() ? kZoomLeast : *(at - 1);
}

int zoomPercent() noexcept {
    return g_percent;
}

int px(int design) noexcept {
    return (design * g_percent + (design < 0 ? -50 : 50)) / 100;
}

int designOf(int pixels) noexcept {
    return (pixels * 100 + g_percent / 2) / g_percent;
}

void setCurrentZoom(int percent) {
    g_percent = std::clamp(percent, kZoomLeast, kZoomMost);
}

void announceLook() {
    emit lookSignal().changed();
}

void onLook(QObject *context, std::function<void()> apply) {
    apply();
    QObject::connect(&lookSignal(), &LookSignal::changed, context, std::move(apply));
}

void setMargins(QLayout *layout, const QMargins &design) {
    onLook(layout, [layout, design] { layout->setContentsMargins(scaled(design)); });
}

void setMargins(QWidget *widget, const QMargins &design) {
    onLook(widget, [widget, design] { widget->setContentsMargins(scaled(design)); });
}

void setSpacing(QLayout *layout, int design) {
    onLook(layout, [layout, design] { layout->setSpacing(px(design)); });
}

} // namespace qd::ui

#include "zoom.moc"
