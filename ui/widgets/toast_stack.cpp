#include "ui/widgets/toast_stack.h"

#include <QtCore/QEvent>
#include <QtWidgets/QLayout>
#include <algorithm>
#include <utility>

#include "ui/theme/zoom.h"
#include "ui/widgets/toast.h"

namespace qd::ui {

namespace {
constexpr std::size_t kToastsMax = 5;
constexpr Px kWidthMax{460};
constexpr Px kSide{16};
constexpr Px kFooter{34}; ///< Below the newest: the page's footer stays readable.
constexpr Px kBetween{8};
} // namespace

ToastStack::ToastStack(QWidget *parent) : QWidget(parent) {
    setFixedSize(0, 0); // a place holder: the toasts are children of its parent and cover nothing else
    parent->installEventFilter(this);
    onLook(this, [this] { place(); });
}

void ToastStack::setField(QWidget *field) {
    m_field = field;
    field->installEventFilter(this);
    place();
}

int ToastStack::show(ToastSpec spec) {
    makeRoom();
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

/// A standing one goes only where nothing else could.
void ToastStack::makeRoom() {
    if (m_toasts.size() < kToastsMax) return;
    const auto passing =
        std::find_if(m_toasts.begin(), m_toasts.end(), [](const Toast *toast) { return !toast->isStanding(); });
    dismiss((passing == m_toasts.end() ? m_toasts.front() : *passing)->id());
}

std::vector<Toast *>::iterator ToastStack::find(int id) {
    return std::find_if(m_toasts.begin(), m_toasts.end(), [id](const Toast *toast) { return toast->id() == id; });
}

bool ToastStack::revise(int id, Tone tone, const QString &text) {
    const auto found = find(id);
    if (found == m_toasts.end()) return false;
    const bool news = (*found)->tone() != tone;
    (*found)->revise(tone, text);
    place();
    if (news) emit shown(tone, text);
    return true;
}

void ToastStack::dismiss(int id) {
    const auto found = find(id);
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
    const bool moved = event->type() == QEvent::Resize || event->type() == QEvent::Move;
    if (moved && (watched == parent() || watched == m_field)) place();
    return QWidget::eventFilter(watched, event);
}

/// Neither time bar nor status line nor an inspector is covered: they are outside of the field.
void ToastStack::place() {
    QRect field = parentWidget()->rect();
    if (m_field) field = QRect(m_field->mapTo(parentWidget(), QPoint()), m_field->size());
    const QRect area = field.adjusted(kSide, kSide, -kSide, -kFooter);
    int bottom = area.bottom();
    for (auto it = m_toasts.rbegin(); it != m_toasts.rend(); ++it) {
        Toast *toast = *it;
        const int width = std::min<int>(kWidthMax, area.width());
        const int height =
            std::max<int>(44_px, toast->layout()->hasHeightForWidth() ? toast->layout()->totalHeightForWidth(width)
                                                                      : toast->sizeHint().height());
        toast->setGeometry(area.right() - width, bottom - height, width, height);
        toast->raise();
        bottom -= height + kBetween;
    }
}

} // namespace qd::ui
