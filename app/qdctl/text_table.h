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
    int leaves = 0;       ///< 0 = always shown; else the order in which columns are left out of a narrow terminal.
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
    /// No line is wider than the console: columns shrink, then leave, and the last line names those that left.
    [[nodiscard]] std::string render(const Console &console) const;

private:
    struct Shown {
        std::size_t column = 0;
        std::size_t width = 0;
    };
    [[nodiscard]] std::vector<Shown> fit(std::size_t limit) const;

    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

} // namespace qd::ctl
