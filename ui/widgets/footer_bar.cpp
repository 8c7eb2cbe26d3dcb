#include "ui/widgets/footer_bar.h"

#include <QtGui/QPainter>

#include "ui/format/format.h"
#include "ui/theme/fonts.h"
#include "ui/theme/shapes.h"
#include "ui/theme/theme.h"

namespace qd::ui {

using namespace std::chrono_literals;

FooterBar::FooterBar(QWidget *parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Completeness and age of the data"));
    setToolTip(
        tr("shown: rows in this view now\nkept: rows the engine still holds\nseen: all there have been in this run"));
}

void FooterBar::setCounts(std::uint64_t shown, std::uint64_t kept, std::uint64_t seen, const QString &noun) {
    refresh(tr("shown %1 / kept %2 / seen %3 %4").arg(formatCount(shown), formatCount(kept), formatCount(seen), noun),
            m_age);
}

void FooterBar::setDataAge(Duration age) {
    m_stale = age > 2s;
    refresh(m_counts, tr("data age %1").arg(formatAge(age))); // The words and digits of the strip above.
}

void FooterBar::setNote(const QString &note) {
    if (note == m_note) return;
    m_note = note;
    update();
}

QString FooterBar::text() const {
    QString text = m_counts;
    for (const QString &part : {m_note, m_age})
        if (!part.isEmpty()) text += (text.isEmpty() ? QString() : QStringLiteral(" · ")) + part;
    return text;
}

QSize FooterBar::sizeHint() const {
    return {320_px, 26_px};
}
QSize FooterBar::minimumSizeHint() const {
    return {120_px, 26_px};
}

void FooterBar::refresh(QString counts, QString age) {
    if (counts == m_counts && age == m_age) return;
    m_counts = std::move(counts);
    m_age = std::move(age);
    setAccessibleDescription(text());
    update();
}

void FooterBar::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &look = theme();
    painter.fillRect(QRect(0, 0, width(), 1_px), look.color(ColorRole::Grid));
    painter.setFont(fontOf(FontRole::Second));
    const QFontMetrics metrics = painter.fontMetrics();
    const int ageWidth = m_age.isEmpty() ? 0 : metrics.horizontalAdvance(m_age) + (m_stale ? 18_px : 2_px);
    const QRect line = rect().adjusted(2_px, 1_px, -2_px, 0);
    painter.setPen(look.color(m_stale ? ColorRole::Degraded : ColorRole::TextMuted));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, m_age);
    if (m_stale) {
        paintShape(painter, QRectF(line.right() - ageWidth, line.center().y() - 5_px, 11_px, 11_px), Shape::Triangle,
                   look.color(ColorRole::Degraded));
    }
    QString left = m_counts;
    if (!m_note.isEmpty()) left += (left.isEmpty() ? QString() : QStringLiteral("  ·  ")) + m_note;
    const int room = line.width() - ageWidth - 12_px;
    painter.setPen(look.color(ColorRole::TextMuted));
    painter.drawText(line.adjusted(0, 0, -ageWidth - 12_px, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(left, Qt::ElideRight, room));
}

} // namespace qd::ui
