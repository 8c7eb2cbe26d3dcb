#include "ui/models/event_repeats.h"

#include "core/model/event.h"
#include "core/model/untold.h"
#include "ui/format/format.h"

namespace qd::ui {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Each number as one sign, so that 7 and 1042 are the same.
void appendWithoutFigures(std::string &key, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!isDigit(text[i]))
            key += text[i];
        else if (i == 0 || !isDigit(text[i - 1]))
            key += '#';
    }
}

} // namespace

std::string repeatKey(const Event &event) {
    std::string key{static_cast<char>('A' + static_cast<int>(event.kind)),
                    static_cast<char>('A' + static_cast<int>(event.severity))};
    const std::string_view text = splitUntold(event.text).text;
    if (event.task)
        appendWithoutFigures(key, text);
    else
        key.append(text).append(1, '@').append(std::to_string(event.worker.value));
    return key;
}

std::uint64_t repeatsIn(const Event &event) {
    return 1 + splitUntold(event.text).untold;
}

QString repeatText(std::uint64_t repeats) {
    return repeats <= 1 ? QString() : QStringLiteral("× ") + formatCount(repeats);
}

} // namespace qd::ui
