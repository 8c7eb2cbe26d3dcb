#include "ui/pages/tasks/one_line_row.h"

#include <QtCore/QEvent>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <algorithm>

#include "ui/theme/zoom.h"

namespace qd::ui {

namespace {
constexpr Px kGap{6};
} // namespace

OneLineRow::OneLineRow(QWidget *parent)
    : QWidget(parent), m_more(new QPushButton(this)), m_measure(new QPushButton(this)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_more->hide();
    m_measure->hide();
    connect(m_more, &QPushButton::clicked, this, &OneLineRow::openMenu);
    onLook(this, [this] { place(); });
}

QPushButton *OneLineRow::addPlain(const QString &text, std::function<void()> run) {
    auto *button = new QPushButton(text, this);
    connect(button, &QPushButton::clicked, this, std::move(run));
    connect(button, &QPushButton::toggled, this, [this] { refreshMore(m_buttons.size() - m_shown); });
    m_buttons.push_back(button);
    m_more->raise();
    place();
    return button;
}

std::vector<QPushButton *> OneLineRow::folded() const {
    return {m_buttons.begin() + static_cast<std::ptrdiff_t>(m_shown), m_buttons.end()};
}

std::size_t OneLineRow::fitting(int room) const {
    int right = 0;
    std::size_t count = 0;
    for (const QPushButton *button : m_buttons) {
        right += button->sizeHint().expandedTo(button->minimumSize()).width() + (count == 0 ? 0 : kGap);
        if (right > room) break;
        ++count;
    }
    return count;
}

void OneLineRow::place() {
    m_shown = fitting(width());
    const std::size_t all = m_buttons.size();
    if (m_shown < all) {
        m_shown = fitting(width() - widestMore() - kGap);
    }
    refreshMore(all - m_shown);
    int x = 0;
    for (std::size_t i = 0; i < all; ++i) {
        QPushButton *button = m_buttons[i];
        const QSize size = button->sizeHint().expandedTo(button->minimumSize());
        button->setGeometry(x, 0, size.width(), size.height());
        if (button->isHidden() == (i < m_shown)) button->setVisible(i < m_shown);
        if (i < m_shown) x += size.width() + kGap;
    }
    m_more->setGeometry(x, 0, m_more->sizeHint().width(), m_more->sizeHint().height());
    m_more->setVisible(m_shown < all);
}

/// What is chosen and cannot be seen is told.
QString OneLineRow::moreText(std::size_t foldedCount) const {
    const auto from = m_buttons.end() - static_cast<std::ptrdiff_t>(std::min(foldedCount, m_buttons.size()));
    const auto chosen = std::count_if(from, m_buttons.end(), [](const QPushButton *b) { return b->isChecked(); });
    QString text = tr("%1 more").arg(foldedCount);
    if (chosen > 0) text += tr(", %1 chosen").arg(chosen);
    return text + QStringLiteral(" ▾");
}

int OneLineRow::widestMore() const {
    m_measure->setText(moreText(m_buttons.size()));
    return m_measure->sizeHint().width();
}

void OneLineRow::refreshMore(std::size_t foldedCount) {
    const QString text = moreText(foldedCount);
    if (m_more->text() != text) m_more->setText(text);
}

void OneLineRow::openMenu() {
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (QPushButton *button : folded()) {
        QAction *act = menu->addAction(button->icon(), button->text(), button, &QPushButton::click);
        act->setEnabled(button->isEnabled());
        act->setCheckable(button->isCheckable());
        act->setChecked(button->isChecked());
    }
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

QSize OneLineRow::sizeHint() const {
    int width = 0;
    for (const QPushButton *button : m_buttons) width += button->sizeHint().width() + kGap;
    return {width, m_more->sizeHint().height()};
}

QSize OneLineRow::minimumSizeHint() const {
    return {m_more->sizeHint().width(), m_more->sizeHint().height()};
}

void OneLineRow::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    place();
}

bool OneLineRow::event(QEvent *event) {
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Polish) place();
    return QWidget::event(event);
}

} // namespace qd::ui
