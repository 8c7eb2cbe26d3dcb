#include "app/qdctl/text_table.h"

#include <algorithm>
#include <numeric>

#include "app/qdctl/format.h"
#include "core/base/assert.h"

namespace qd::ctl {

namespace {

constexpr std::size_t kGap = 2;
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

std::vector<std::size_t> TextTable::widths(std::size_t limit) const {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        std::size_t width = displayWidth(m_columns[c].title);
        for (const auto &row : m_rows) width = std::max(width, displayWidth(row[c].text));
        widths.push_back(width);
    }
    if (limit == 0) return widths;
    const auto total = [&widths] {
        return std::accumulate(widths.begin(), widths.end(), std::size_t{0}) + kGap * (widths.size() - 1);
    };
    // The widest column that may shrink gives way first, one step at a time: none vanishes for the sake of another.
    while (total() > limit) {
        std::size_t widest = widths.size();
        for (std::size_t c = 0; c < widths.size(); ++c)
            if (m_columns[c].shrinks && widths[c] > kShrunkAtLeast &&
                (widest == widths.size() || widths[c] > widths[widest]))
                widest = c;
        if (widest == widths.size()) break;
        --widths[widest];
    }
    return widths;
}

std::string TextTable::render(const Console &console) const {
    const std::vector<std::size_t> columnWidths = widths(static_cast<std::size_t>(std::max(console.width, 0)));
    std::string text;
    const auto line = [&](const auto &textOf, const auto &styleOf) {
        std::string row;
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            const std::string cell = elide(textOf(c), columnWidths[c], console.unicode);
            const std::string space = padding(columnWidths[c], displayWidth(cell));
            const std::string painted = console.paint(styleOf(c), cell);
            if (c > 0) row += std::string(kGap, ' ');
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
    return text;
}

} // namespace qd::ctl
