#include "ui/theme/text_line.h"

#include <QtCore/QHash>
#include <QtGui/QFontMetrics>
#include <QtGui/QPainter>
#include <QtGui/QStaticText>
#include <cmath>
#include <utility>

namespace qd::ui {

namespace {

/// One generation: some screens full of cells.
constexpr qsizetype kLinesMax = 2048;
/// Longer texts are rare, and a few of them would be all of the memory.
constexpr qsizetype kKeptLengthMax = 256;

struct LineKey {
    QString text;
    QFont font;
    int room = -1; ///< Of a shortened line, px; -1 = the whole line.
    Qt::TextElideMode elide = Qt::ElideNone;

    bool operator==(const LineKey &) const = default;
};

std::size_t qHash(const LineKey &key, std::size_t seed = 0) {
    return qHashMulti(seed, key.text, key.font, key.room, int(key.elide));
}

/// Two generations: what was asked for lately survives, and there is never a moment at which all must be made anew.
class LineCache {
public:
    QStaticText line(const LineKey &key) {
        if (const auto it = m_young.constFind(key); it != m_young.cend()) return *it;
        QStaticText made;
        if (const auto it = m_old.constFind(key); it != m_old.cend())
            made = *it;
        else
            made = make(key);
        if (key.text.size() > kKeptLengthMax) return made;
        if (m_young.size() >= kLinesMax) m_old = std::exchange(m_young, {});
        m_young.insert(key, made);
        return made;
    }

private:
    static QStaticText make(const LineKey &key) {
        QString text = key.room < 0 ? key.text : QFontMetrics(key.font).elidedText(key.text, key.elide, key.room);
        text.replace(QLatin1Char('\n'), QLatin1Char(' ')); // One line, whatever a task is called.
        QStaticText made(text);
        made.setTextFormat(Qt::PlainText); // Texts come from tasks and workers: never interpreted.
        made.prepare({}, key.font);
        return made;
    }

    QHash<LineKey, QStaticText> m_young;
    QHash<LineKey, QStaticText> m_old;
};

LineCache &cache() {
    static LineCache instance;
    return instance;
}

} // namespace

int lineWidth(const QString &text, const QFont &font) {
    return static_cast<int>(std::ceil(cache().line({text, font}).size().width()));
}

void paintLine(QPainter &painter, const QRect &rect, Qt::Alignment alignment, const QString &text, const QFont &font,
               Qt::TextElideMode elide) {
    if (text.isEmpty() || rect.isEmpty()) return;
    QStaticText line = cache().line({text, font});
    if (line.size().width() > rect.width()) line = cache().line({text, font, rect.width(), elide});
    const QSizeF size = line.size();
    qreal x = rect.left();
    if (alignment & Qt::AlignRight) x += rect.width() - size.width();
    if (alignment & Qt::AlignHCenter) x += (rect.width() - size.width()) / 2;
    qreal y = rect.top() + (rect.height() - size.height()) / 2;
    if (alignment & Qt::AlignTop) y = rect.top();
    if (alignment & Qt::AlignBottom) y = rect.top() + rect.height() - size.height();
    painter.setFont(font);
    painter.drawStaticText(QPointF(std::round(x), std::round(y)), line);
}

} // namespace qd::ui
