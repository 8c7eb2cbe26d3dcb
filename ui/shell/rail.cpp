#include "ui/shell/rail.h"

#include <QtCore/QEvent>
#include <QtCore/QSignalBlocker>
#include <QtGui/QAction>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {

constexpr Px kItemHeight{34};
constexpr Px kRailWidth{216};
constexpr Px kCompactWidth{56};

QString sectionTitle(Section section) {
    switch (section) {
    case Section::Watch: return Rail::tr("WATCH");
    case Section::Resilience: return Rail::tr("RESILIENCE");
    case Section::Experiment: return Rail::tr("EXPERIMENT");
    case Section::System: return Rail::tr("SYSTEM");
    }
    return {};
}

} // namespace

RailItem::RailItem(const PageEntry &entry, QWidget *parent)
    : QAbstractButton(parent), m_id(entry.id), m_icon(ui::icon(entry.iconName, ColorRole::TextMuted)),
      m_iconChecked(ui::icon(entry.iconName, ColorRole::Link)) {
    setText(entry.title);
    setAccessibleName(entry.title);
    setCheckable(true);
    setAutoExclusive(false); // the rail decides: a page may refuse to be left
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    if (!entry.keys.isEmpty()) setToolTip(Rail::tr("%1 (g then %2)").arg(entry.title, entry.keys.first(1)));
}

void RailItem::setBadge(const PageBadge &badge) {
    if (badge == m_badge) return;
    m_badge = badge;
    setAccessibleDescription(badge.text);
    update();
}

void RailItem::setCompact(bool compact) {
    if (compact == m_compact) return;
    m_compact = compact;
    updateGeometry();
    update();
}

QSize RailItem::sizeHint() const {
    return {m_compact ? kCompactWidth - 16_px : kRailWidth - 16_px, kItemHeight};
}

void RailItem::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &look = theme();
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.color(isChecked() ? ColorRole::Selected : ColorRole::Hover));
        painter.drawRoundedRect(rect(), kControlRadius, kControlRadius);
    }
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.color(ColorRole::Link));
        painter.drawRoundedRect(QRectF(0, 8_px, 3_px, height() - 16_px), 1.5_px, 1.5_px);
    }
    const QRect iconBox(12_px, (height() - 16_px) / 2, 16_px, 16_px);
    (isChecked() ? m_iconChecked : m_icon).paint(&painter, iconBox);
    if (hasFocus()) paintFocusRing(painter, rect(), kControlRadius);
    if (m_compact) return paintBadgeOnIcon(painter, iconBox);

    int right = width() - 10_px;
    if (!m_badge.text.isEmpty()) {
        painter.setFont(fontOf(m_badge.shape == Shape::None ? FontRole::MonoSmall : FontRole::MonoStrong));
        const int textWidth = painter.fontMetrics().horizontalAdvance(m_badge.text);
        painter.setPen(look.color(m_badge.shape == Shape::None ? ColorRole::TextMuted : ColorRole::Text));
        painter.drawText(QRect(right - textWidth, 0, textWidth + 1_px, height()), Qt::AlignVCenter, m_badge.text);
        right -= textWidth + 5_px;
    }
    if (m_badge.shape != Shape::None) {
        paintShape(painter, QRectF(right - 11_px, height() / 2.0 - 5.5_px, 11_px, 11_px), m_badge.shape,
                   look.color(m_badge.role));
        right -= 16_px;
    }
    painter.setFont(fontOf(isChecked() ? FontRole::BodyStrong : FontRole::Body));
    painter.setPen(look.color(isChecked() ? ColorRole::Text : ColorRole::TextSecond));
    const QRect text(38_px, 0, right - 38_px - 4_px, height());
    painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(this->text(), Qt::ElideRight, text.width()));
}

/// That there is something to see, in a corner; how much is told beside the words.
void RailItem::paintBadgeOnIcon(QPainter &painter, const QRect &iconBox) const {
    if (m_badge.shape == Shape::None) return;
    const QRectF box(iconBox.right() - 3_px, iconBox.top() - 6_px, 11_px, 11_px);
    paintShape(painter, box, m_badge.shape, theme().color(m_badge.role));
}

void RailItem::enterEvent(QEnterEvent *event) {
    QAbstractButton::enterEvent(event);
    update();
}

void RailItem::leaveEvent(QEvent *event) {
    QAbstractButton::leaveEvent(event);
    update();
}

Rail::Rail(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this)) {
    setAccessibleName(tr("Places"));
    setMargins(m_column, {8, 14, 8, 8});
    setSpacing(m_column, 16);
    m_column->addStretch(1);
    onLook(this, [this] { fitWidth(); });
}

void Rail::fitWidth() {
    setFixedWidth(m_compact ? kCompactWidth : kRailWidth);
}

void Rail::setCompact(bool compact) {
    if (compact == m_compact) return;
    m_compact = compact;
    for (const SectionBox &box : m_sections) box.head->setVisible(!compact);
    for (RailItem *item : m_items) item->setCompact(compact);
    fitWidth();
}

QVBoxLayout *Rail::sectionLayout(Section section) {
    const auto after = std::find_if(m_sections.begin(), m_sections.end(),
                                    [section](const SectionBox &box) { return box.section >= section; });
    if (after != m_sections.end() && after->section == section) return after->layout;
    auto *layout = new QVBoxLayout;
    setSpacing(layout, 2);
    QLabel *head = makeLabel(sectionTitle(section), "section");
    setMargins(head, {12, 0, 0, 4});
    layout->addWidget(head);
    // A section stands where the order of the enum says, whenever its first page comes.
    m_column->insertLayout(static_cast<int>(after - m_sections.begin()), layout);
    head->setVisible(!m_compact);
    m_sections.insert(after, {section, head, layout});
    return layout;
}

void Rail::addEntry(const PageEntry &entry) {
    auto *item = new RailItem(entry);
    connect(item, &QAbstractButton::clicked, item,
            [item] { item->setChecked(true); }); // a second one must not unselect
    // Not clicked(): screen readers toggle what is checkable.
    connect(item, &QAbstractButton::toggled, this, [this, item](bool on) {
        if (on) emit chosen(item->id());
    });
    auto *window = new QAction(tr("Open in new window"), item);
    connect(window, &QAction::triggered, this, [this, item] { emit newWindowChosen(item->id()); });
    item->addAction(window);
    item->setContextMenuPolicy(Qt::ActionsContextMenu); // The Menu key as well as the right button.
    item->setCompact(m_compact);
    sectionLayout(entry.section)->addWidget(item);
    m_items.push_back(item);
}

void Rail::setCurrent(const QString &id) {
    for (RailItem *item : m_items) {
        const QSignalBlocker quiet(item);
        item->setChecked(item->id() == id);
    }
}

void Rail::setBadge(const QString &id, const PageBadge &badge) {
    for (RailItem *item : m_items)
        if (item->id() == id) item->setBadge(badge);
}

void Rail::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(ColorRole::Rail));
    painter.fillRect(QRect(width() - 1_px, 0, 1_px, height()), theme().color(ColorRole::CardBorder));
}

void Rail::keyPressEvent(QKeyEvent *event) {
    const bool up = event->key() == Qt::Key_Up;
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const auto at = std::find_if(m_items.begin(), m_items.end(), [](const RailItem *item) { return item->hasFocus(); });
    if (at != m_items.end() && enter) {
        (*at)->click();
        return;
    }
    if (at == m_items.end() || (!up && event->key() != Qt::Key_Down)) {
        QWidget::keyPressEvent(event);
        return;
    }
    std::vector<RailItem *> sorted = m_items; // by what is seen, not by when it was added
    std::sort(sorted.begin(), sorted.end(), [](const RailItem *a, const RailItem *b) { return a->y() < b->y(); });
    const auto place = std::find(sorted.begin(), sorted.end(), *at) - sorted.begin();
    const auto last = static_cast<std::ptrdiff_t>(sorted.size()) - 1;
    sorted[static_cast<std::size_t>(std::clamp(place + (up ? -1 : 1), std::ptrdiff_t{0}, last))]->setFocus();
}

} // namespace qd::ui
