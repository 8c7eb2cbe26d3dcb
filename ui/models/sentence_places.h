#pragma once
// Fills %1 to %9 of a sentence that was translated. Unlike QString::arg() each place once and in one pass: what looks
// like a place in somebody's words is none.

#include <QtCore/QString>

namespace qd::ui {

/// `value(place)` gives what stands in %place, of those up to `most`.
template <typename Value> [[nodiscard]] QString fillPlaces(const QString &text, int most, const Value &value) {
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const int place = text[i] == QLatin1Char('%') && i + 1 < text.size() ? text[i + 1].digitValue() : -1;
        if (place < 1 || place > most) {
            out += text[i];
            continue;
        }
        ++i;
        out += value(place);
    }
    return out;
}

} // namespace qd::ui
