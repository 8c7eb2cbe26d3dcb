#include "app/qdctl/text_table.h"

#include <algorithm>

#include "app/qdctl/format.h"
#include "core/base/assert.h"

namespace qd::ctl {

namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kReadable = 16; ///< A column is not cut below this as long as another one may leave.
constexpr std::size_t kShrunkAtLeast = 8;

std::string padding(std::size_t wanted, std::size_t used) {
    return std::string(wanted > used ? wanted - used : 0, ' ');
}

} // namespace

void TextTable::add(std::vector<Cell> row) {
    QD_ASSERT(row.size() == m_columns.size());
    for (Cell &cell : row) cell.text = printable(cell.text);
    m_rows.push_back(std::move(row));
}

std::vector<TextTable::Shown> TextTable::fit(std::size_t limit) const {
    std::vector<Shown> shown;
    std::vector<std::size_t> natural;
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        std::size_t width = displayWidth(m_columns[c].title);
        for (const auto &row : m_rows) width = std::max(width, displayWidth(row[c].text));
        shown.push_back({c, width});
        natural.push_back(width);
    }
    const auto fits = [&shown, limit] {
        std::size_t total = 0;
        for (const Shown &column : shown) total += column.width + kGap;
        return limit == 0 || total <= limit + kGap;
    };
    // The widest column that may shrink gives way first, one step at a time: none vanishes for the sake of another.
    const auto shrink = [this, &shown, &fits](std::size_t atLeast) {
        while (!fits()) {
            Shown *widest = nullptr;
            for (Shown &column : shown)
                if (m_columns[column.column].shrinks && column.width > atLeast &&
                    (widest == nullptr || column.width > widest->width))
                    widest = &column;
            if (widest == nullptr) return;
            --widest->width;
        }
    };
    const auto leaveOne = [this, &shown, &natural] {
        const auto order = [this](const Shown &column) { return m_columns[column.column].leaves; };
        auto next = shown.end();
        for (auto it = shown.begin(); it != shown.end(); ++it)
            if (order(*it) > 0 && (next == shown.end() || order(*it) < order(*next))) next = it;
        if (next == shown.end()) return false;
        shown.erase(next);
        for (Shown &column : shown) column.width = natural[column.column]; // what it leaves is for the others
        return true;
    };
    shrink(kReadable);
    while (!fits() && leaveOne()) shrink(kReadable);
    shrink(kShrunkAtLeast);
    // Then anything may be cut: a line that wraps is harder to read than one with an ellipsis.
    while (!fits()) {
        const auto widest = std::max_element(shown.begin(), shown.end(),
                                             [](const Shown &a, const Shown &b) { return a.width < b.width; });
        if (widest->width <= 1) break;
        --widest->width;
    }
    return shown;
}

std::string TextTable::render(const Console &console) const {
    const auto limit = static_cast<std::size_t>(std::max(console.width, 0));
    const std::vector<Shown> shown = fit(limit);
    std::string text;
    const auto line = [&](const auto &textOf, const auto &styleOf) {
        std::string row;
        for (const auto &[c, width] : shown) {
            const std::string cell = elide(textOf(c), width, console.unicode);
            const std::string space = padding(width, displayWidth(cell));
            const std::string painted = console.paint(styleOf(c), cell);
            if (!row.empty()) row += std::string(kGap, ' ');
            row += m_columns[c].align == Align::Right ? space + painted : painted + space;
        }
        while (!row.empty() && row.back() == ' ') row.pop_back();
        text += row + '\n';
    };
    line([this](std::size_t c) -> const std::string & { return m_columns[c].title; },
         [](std::size_t) { return Style::Bold; });
    for (const auto &cells : m_rows)
        line([&cells](std::size_t c) -> const std::string & { return cells[c].text; },
             [&cells](std::size_t c) { return cells[c].style; });
    std::string left;
    for (std::size_t c = 0; c < m_columns.size(); ++c)
        if (std::none_of(shown.begin(), shown.end(), [c](const Shown &column) { return column.column == c; }))
            left += (left.empty() ? "" : ", ") + m_columns[c].title;
    if (!left.empty())
        text += console.paint(Style::Dim, elide("too narrow for " + left, limit, console.unicode)) + '\n';
    return text;
}

} // namespace qd::ctl
