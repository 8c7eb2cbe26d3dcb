#pragma once
// Aligned columns for people. Pure: a table in, text out.

#include <string>
#include <vector>

#include "app/qdctl/console.h"

namespace qd::ctl {

enum class Align { Left, Right };

struct Column {
    std::string title;
    Align align = Align::Left;
    bool shrinks = false; ///< May be cut when the terminal is too narrow; ids and numbers may not.
};

struct Cell {
    std::string text;
    Style style = Style::Plain;

    Cell(std::string value, Style look = Style::Plain)
        : text(std::move(value)), style(look) {} // NOLINT: made from text
    Cell(const char *value) : text(value) {}     // NOLINT
};

class TextTable {
public:
    explicit TextTable(std::vector<Column> columns) : m_columns(std::move(columns)) {}

    /// As many cells as there are columns; control characters in them are made harmless.
    void add(std::vector<Cell> row);
    [[nodiscard]] bool empty() const { return m_rows.empty(); }
    [[nodiscard]] std::string render(const Console &console) const;

private:
    [[nodiscard]] std::vector<std::size_t> widths(std::size_t limit) const;

    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

} // namespace qd::ctl
