#include "ui/widgets/toast_stack.h"

#include <QtCore/QEvent>
#include <QtWidgets/QLayout>
#include <algorithm>
#include <utility>

#include "ui/widgets/toast.h"

namespace qd::ui {

namespace {
constexpr std::size_t kToastsMax = 5;
constexpr int kWidthMax = 460;
constexpr int kStatusBar = 28; ///< Below: the newest stands on the time bar, where nothing waits to be pressed.
constexpr int kFooter = 32;    ///< Between the newest and the one before: the page's footer stays readable.
} // namespace

ToastStack::ToastStack(QWidget *parent) : QWidget(parent) {
    setFixedSize(0, 0); // a place holder: the toasts are children of its parent and cover nothing else
    parent->installEventFilter(this);
}

int ToastStack::show(ToastSpec spec) {
    if (m_toasts.size() >= kToastsMax) dismiss(m_toasts.front()->id());
    const int id = m_nextId++;
    emit shown(spec.tone, spec.text);
    auto *toast = new Toast(id, std::move(spec), parentWidget());
    connect(toast, &Toast::finished, this, &ToastStack::dismiss);
    m_toasts.push_back(toast);
    toast->show();
    place();
    emit countChanged(count());
    return id;
}

void ToastStack::dismiss(int id) {
    const auto found =
        std::find_if(m_toasts.begin(), m_toasts.end(), [id](const Toast *toast) { return toast->id() == id; });
    if (found == m_toasts.end()) return;
    Toast *toast = *found;
    m_toasts.erase(found);
    toast->hide();
    toast->deleteLater(); // it may be the sender
    place();
    emit countChanged(count());
}

bool ToastStack::triggerNewest() {
    for (auto it = m_toasts.rbegin(); it != m_toasts.rend(); ++it) {
        if (!(*it)->hasAction()) continue;
        (*it)->trigger();
        return true;
    }
    return false;
}

bool ToastStack::eventFilter(QObject *watched, QEvent *event) {
    if (watched == parent() && event->type() == QEvent::Resize) place();
    return QWidget::eventFilter(watched, event);
}

void ToastStack::place() {
    const QRect area = parentWidget()->rect().adjusted(16, 16, -16, -kStatusBar);
    int bottom = area.bottom();
    bool newest = true;
    for (auto it = m_toasts.rbegin(); it != m_toasts.rend(); ++it) {
        Toast *toast = *it;
        const int width = std::min(kWidthMax, area.width());
        const int height =
            std::max(44, toast->layout()->hasHeightForWidth() ? toast->layout()->totalHeightForWidth(width)
                                                              : toast->sizeHint().height());
        toast->setGeometry(area.right() - width, bottom - height, width, height);
        toast->raise();
        bottom -= height + (std::exchange(newest, false) ? kFooter : 8);
    }
}

} // namespace qd::ui
