#include "ui/shell/command_palette.h"

#include <QtCore/QEvent>
#include <QtCore/QRegularExpression>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QStyledItemDelegate>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "ui/theme/icons.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {

constexpr std::size_t kMatchesMax = 50;
constexpr int kHintRole = Qt::UserRole;
constexpr int kReasonRole = Qt::UserRole + 1;

class LineDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {200_px, 34_px}; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override {
        const Theme &look = theme();
        const QString reason = index.data(kReasonRole).toString();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(look.color(ColorRole::Selected));
            painter->drawRoundedRect(option.rect, 5_px, 5_px);
        }
        const QRect line = option.rect.adjusted(12_px, 0, -12_px, 0);
        const QString hint = reason.isEmpty() ? index.data(kHintRole).toString() : reason;
        painter->setFont(fontOf(FontRole::Second));
        const int hintWidth = std::min(painter->fontMetrics().horizontalAdvance(hint), line.width() / 2);
        painter->setPen(look.color(ColorRole::TextMuted));
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(hint, Qt::ElideRight, hintWidth + 1));
        painter->setFont(fontOf(FontRole::Body));
        painter->setPen(look.color(reason.isEmpty() ? ColorRole::Text : ColorRole::TextMuted));
        const int room = line.width() - hintWidth - 12_px;
        painter->drawText(line.adjusted(0, 0, -hintWidth - 12_px, 0), Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room));
        painter->restore();
    }
};

} // namespace

namespace {

/// How far an item is from what was typed; the least first.
using Distance = std::array<qsizetype, 3>;

/// A word of the title, the beginning of one, a part of one, or only among the keywords.
qsizetype distanceOf(const QString &word, const QString &title, const QStringList &titleWords) {
    if (titleWords.contains(word)) return 0;
    const auto begins = [&word](const QString &one) { return one.startsWith(word); };
    if (std::any_of(titleWords.begin(), titleWords.end(), begins)) return 1;
    return title.contains(word) ? 2 : 3;
}

std::optional<Distance> distanceOf(const PaletteItem &item, const QStringList &words) {
    static const QRegularExpression between(QStringLiteral("[^\\w-]+"), QRegularExpression::UseUnicodePropertiesOption);
    const QString title = item.title.toCaseFolded();
    const QString all = title + QLatin1Char(' ') + item.keywords.toCaseFolded();
    const QStringList titleWords = title.split(between, Qt::SkipEmptyParts);
    Distance distance{0, title.startsWith(words.first()) ? 0 : 1, titleWords.size()};
    for (const QString &word : words) {
        if (!all.contains(word)) return std::nullopt;
        distance[0] += distanceOf(word, title, titleWords);
    }
    return distance;
}

} // namespace

std::vector<std::size_t> matchPalette(const std::vector<PaletteItem> &items, const QString &text) {
    const QStringList words = text.toCaseFolded().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<std::pair<Distance, std::size_t>> found;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto distance = words.isEmpty() ? std::optional(Distance{}) : distanceOf(items[i], words);
        if (distance) found.emplace_back(*distance, i);
    }
    std::sort(found.begin(), found.end()); // Of equals the first stays first.
    if (found.size() > kMatchesMax) found.resize(kMatchesMax);
    std::vector<std::size_t> order;
    for (const auto &[distance, i] : found) order.push_back(i);
    return order;
}

CommandPalette::CommandPalette(QWidget *parent) : QFrame(parent), m_line(new QLineEdit), m_list(new QListWidget) {
    setAccessibleName(tr("Find or run a command"));
    m_line->setPlaceholderText(tr("A worker, queue or task, a place, or a command…"));
    m_line->setAccessibleName(m_line->placeholderText());
    m_line->setMaxLength(100);
    onLook(m_line, [this] { m_line->setMinimumHeight(32_px); });
    m_list->setItemDelegate(new LineDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Matches"));
    auto *column = new QVBoxLayout(this);
    setMargins(column, {10, 10, 10, 10});
    setSpacing(column, 8);
    column->addWidget(m_line);
    column->addWidget(m_list);
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    hide();
}

void CommandPalette::open(std::vector<PaletteItem> items, Finder finder) {
    m_items = std::move(items);
    m_finder = std::move(finder);
    if (!isVisible()) m_before = QApplication::focusWidget();
    m_line->clear();
    const QSize area = parentWidget()->size();
    const int wide = std::min<int>(600_px, area.width() - 48);
    const int lines = std::clamp(static_cast<int>(m_items.size()), 4, 11);
    setGeometry((area.width() - wide) / 2, 64_px, wide, std::min<int>(64_px + lines * 34_px, area.height() - 100_px));
    refresh();
    show();
    raise();
    m_line->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::closeAndReturnFocus() {
    if (!isVisible()) return;
    hide();
    if (m_before) m_before->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::refresh() {
    const QString text = m_line->text().trimmed();
    PaletteFinds found = m_finder && !text.isEmpty() ? m_finder(text) : PaletteFinds{};
    m_shown = std::move(found.first);
    if (m_shown.size() > kMatchesMax) m_shown.resize(kMatchesMax);
    std::vector<PaletteItem> others = m_items;
    others.insert(others.end(), found.ranked.begin(), found.ranked.end());
    for (const std::size_t i : matchPalette(others, text)) m_shown.push_back(std::move(others[i]));
    m_list->clear();
    for (const PaletteItem &item : m_shown) {
        auto *line = new QListWidgetItem(item.title, m_list);
        line->setData(kHintRole, item.hint);
        line->setData(kReasonRole, item.disabledReason);
    }
    if (m_shown.empty()) {
        auto *none = new QListWidgetItem(tr("Nothing matches"), m_list);
        none->setFlags(Qt::NoItemFlags);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent() {
    const int row = m_list->currentRow();
    if (row < 0 || static_cast<std::size_t>(row) >= m_shown.size()) return;
    const PaletteItem item = m_shown[static_cast<std::size_t>(row)];
    if (!item.disabledReason.isEmpty()) return; // the reason stands in the line
    closeAndReturnFocus();
    if (item.run) item.run();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event) {
    if (watched == m_line && event->type() == QEvent::FocusOut && isVisible()) hide();
    if (watched != m_line || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const int rows = m_list->count();
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Escape: closeAndReturnFocus(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: runCurrent(); return true;
    case Qt::Key_Down: m_list->setCurrentRow(std::min(rows - 1, m_list->currentRow() + 1)); return true;
    case Qt::Key_Up: m_list->setCurrentRow(std::max(0, m_list->currentRow() - 1)); return true;
    case Qt::Key_PageDown: m_list->setCurrentRow(std::min(rows - 1, m_list->currentRow() + 10)); return true;
    case Qt::Key_PageUp: m_list->setCurrentRow(std::max(0, m_list->currentRow() - 10)); return true;
    default: return QFrame::eventFilter(watched, event);
    }
}

void CommandPalette::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    paintRounded(painter, rect(), kCardRadius, theme().color(ColorRole::Card), theme().color(ColorRole::Focus));
}

} // namespace qd::ui
