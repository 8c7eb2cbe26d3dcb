#include "core/model/task_expression.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "core/base/duration_text.h"
#include "core/model/task.h"
#include "core/model/task_match.h"

namespace qd {

namespace {

enum class ValueKind : std::uint8_t { WholeText, PartText, Id, State, Count, Span };

struct FieldName {
    std::string_view name;
    TaskField field;
    ValueKind kind;
};
constexpr std::array<FieldName, 18> kFields = {{{"text", TaskField::Text, ValueKind::PartText},
                                                {"id", TaskField::Id, ValueKind::Id},
                                                {"name", TaskField::Name, ValueKind::PartText},
                                                {"type", TaskField::Type, ValueKind::WholeText},
                                                {"queue", TaskField::Queue, ValueKind::WholeText},
                                                {"state", TaskField::State, ValueKind::State},
                                                {"worker", TaskField::Worker, ValueKind::WholeText},
                                                {"error", TaskField::Error, ValueKind::PartText},
                                                {"tag", TaskField::Tag, ValueKind::WholeText},
                                                {"payload", TaskField::Payload, ValueKind::PartText},
                                                {"priority", TaskField::Priority, ValueKind::Count},
                                                {"failures", TaskField::Failures, ValueKind::Count},
                                                {"deliveries", TaskField::Deliveries, ValueKind::Count},
                                                {"exit", TaskField::Exit, ValueKind::Count},
                                                {"age", TaskField::Age, ValueKind::Span},
                                                {"wait", TaskField::Wait, ValueKind::Span},
                                                {"runtime", TaskField::RunTime, ValueKind::Span},
                                                {"finished", TaskField::Finished, ValueKind::Span}}};

template <typename T> using Read = std::expected<T, FilterTrouble>;

bool isTimed(TaskField field) {
    return field == TaskField::Age || field == TaskField::Wait || field == TaskField::Finished;
}

constexpr bool isSpace(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Read<TaskExpression> parse() {
        skipSpace();
        if (atEnd()) return std::move(m_out);
        auto root = any(0);
        if (!root) return std::unexpected(root.error());
        if (!atEnd()) return wrong(FilterFault::BracketClosesNothing, m_at);
        m_out.root = std::move(*root);
        notePayloads(m_out.root);
        if (m_topLevelOr) m_out.parts = {{0, m_text.size()}};
        return std::move(m_out);
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    void skipSpace() {
        while (!atEnd() && isSpace(m_text[m_at])) ++m_at;
    }
    [[nodiscard]] static std::unexpected<FilterTrouble> wrong(FilterFault fault, std::size_t at,
                                                              std::string_view word = {}, std::string_view field = {}) {
        return std::unexpected(FilterTrouble{fault, at, std::string{word}, std::string{field}});
    }
    /// A bare word here, and no more than that: "or", "and", "not".
    bool takeWord(std::string_view word) {
        if (foldAscii(m_text.substr(m_at, word.size())) != word) return false;
        const std::size_t after = m_at + word.size();
        if (after < m_text.size() && !isSpace(m_text[after]) && m_text[after] != '(') return false;
        m_at = after;
        skipSpace();
        return true;
    }

    Read<TaskTerm> any(std::size_t depth) {
        if (depth > kExpressionDepthMax) return wrong(FilterFault::TooDeep, m_at);
        TaskTerm out{.kind = TaskTerm::Kind::Any};
        do {
            auto term = all(depth);
            if (!term) return term;
            out.terms.push_back(std::move(*term));
            if (depth == 0 && out.terms.size() > 1) m_topLevelOr = true;
        } while (takeWord("or"));
        return out.terms.size() == 1 ? std::move(out.terms.front()) : std::move(out);
    }

    Read<TaskTerm> all(std::size_t depth) {
        TaskTerm out{.kind = TaskTerm::Kind::All};
        while (!atEnd() && m_text[m_at] != ')') {
            const std::size_t before = m_at;
            if (takeWord("or")) {
                m_at = before;
                break;
            }
            if (!out.terms.empty()) (void)takeWord("and");
            const std::size_t from = m_at;
            auto term = one(depth);
            if (!term) return term;
            if (depth == 0) m_out.parts.push_back({from, m_end - from});
            out.terms.push_back(std::move(*term));
        }
        if (out.terms.empty()) return wrong(FilterFault::TermMissing, m_at);
        return out.terms.size() == 1 ? std::move(out.terms.front()) : std::move(out);
    }

    Read<TaskTerm> one(std::size_t depth) {
        if (depth > kExpressionDepthMax) return wrong(FilterFault::TooDeep, m_at);
        if (takeNot()) {
            auto inner = one(depth + 1);
            if (!inner) return inner;
            TaskTerm out{.kind = TaskTerm::Kind::Not};
            out.terms.push_back(std::move(*inner));
            return out;
        }
        if (!atEnd() && m_text[m_at] == '(') {
            const std::size_t open = m_at++;
            skipSpace();
            auto inner = any(depth + 1);
            if (!inner) return inner;
            if (atEnd() || m_text[m_at] != ')') return wrong(FilterFault::BracketOpen, open);
            m_end = ++m_at;
            skipSpace();
            return inner;
        }
        return term();
    }

    bool takeNot() {
        if (atEnd() || m_text[m_at] != '!') return takeWord("not");
        ++m_at;
        skipSpace();
        return true;
    }

    Read<TaskTerm> term() {
        const std::size_t from = m_at;
        if (atEnd() || m_text[m_at] == ')') return wrong(FilterFault::TermMissing, from);
        std::size_t end = m_at;
        while (end < m_text.size() && ((m_text[end] >= 'a' && m_text[end] <= 'z') ||
                                       (m_text[end] >= 'A' && m_text[end] <= 'Z') || m_text[end] == '_'))
            ++end;
        const bool named = end > from && end < m_text.size() && std::string_view{":=<>"}.contains(m_text[end]);
        if (!named) return word();
        const std::string name = foldAscii(m_text.substr(from, end - from));
        const auto *field = std::find_if(kFields.begin(), kFields.end(),
                                         [&name](const FieldName &known) { return known.name == name; });
        if (field == kFields.end()) return wrong(FilterFault::UnknownField, from, name);
        m_at = end;
        const std::string_view op = takeOperator();
        const std::size_t valueAt = m_at;
        auto values = takeValues();
        if (!values) return std::unexpected(values.error());
        TaskTerm out{.kind = TaskTerm::Kind::Leaf, .field = field->field};
        if (auto ok = fill(out, *field, op, *values, valueAt); !ok) return std::unexpected(ok.error());
        m_out.dependsOnTime = m_out.dependsOnTime || isTimed(field->field);
        return out;
    }

    Read<TaskTerm> word() {
        auto value = takeValue();
        if (!value) return std::unexpected(value.error());
        m_end = m_at;
        skipSpace();
        TaskTerm out{.kind = TaskTerm::Kind::Leaf, .field = TaskField::Text};
        out.patterns.emplace_back(*value, TextPattern::Kind::Part);
        return out;
    }

    std::string_view takeOperator() {
        const std::size_t length = m_at + 1 < m_text.size() && m_text[m_at] != ':' && m_text[m_at + 1] == '=' ? 2 : 1;
        const std::string_view out = m_text.substr(m_at, length);
        m_at += length;
        return out;
    }

    Read<std::vector<std::string>> takeValues() {
        std::vector<std::string> out;
        for (;;) {
            auto value = takeValue();
            if (!value) return std::unexpected(value.error());
            out.push_back(std::move(*value));
            if (atEnd() || m_text[m_at] != ',') break;
            ++m_at;
        }
        m_end = m_at;
        skipSpace();
        return out;
    }

    Read<std::string> takeValue() {
        const std::size_t from = m_at;
        std::string out;
        if (!atEnd() && m_text[m_at] == '"') {
            for (++m_at; !atEnd() && m_text[m_at] != '"'; ++m_at) {
                if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) ++m_at;
                out += m_text[m_at];
            }
            if (atEnd()) return wrong(FilterFault::QuoteOpen, from);
            ++m_at;
        } else {
            while (!atEnd() && !isSpace(m_text[m_at]) && !std::string_view{",()\""}.contains(m_text[m_at]))
                out += m_text[m_at++];
        }
        if (out.empty()) return wrong(FilterFault::ValueMissing, from);
        return out;
    }

    Read<void> fill(TaskTerm &out, const FieldName &field, std::string_view op, const std::vector<std::string> &values,
                    std::size_t at) {
        const bool equal = op == ":" || op == "=" || op == "==";
        out.compare = equal        ? TaskTerm::Compare::Equal
                      : op == "<"  ? TaskTerm::Compare::Less
                      : op == "<=" ? TaskTerm::Compare::LessOrEqual
                      : op == ">"  ? TaskTerm::Compare::Greater
                                   : TaskTerm::Compare::GreaterOrEqual;
        if (field.kind == ValueKind::Count || field.kind == ValueKind::Span) return number(out, field, values, at);
        if (field.kind == ValueKind::Id && !equal) return numberOfId(out, field, values, at);
        if (!equal) return wrong(FilterFault::WrongOperator, at - op.size(), op, field.name);
        if (field.kind == ValueKind::State) return states(out, values, at);
        const bool whole = op != ":" || field.kind == ValueKind::WholeText || field.kind == ValueKind::Id;
        for (const std::string &value : values)
            out.patterns.emplace_back(value, whole ? TextPattern::Kind::Whole : TextPattern::Kind::Part);
        return {};
    }

    /// "9c41e0-1042" or "1042": ids rise with time, so their numbers can be compared.
    Read<void> numberOfId(TaskTerm &out, const FieldName &field, const std::vector<std::string> &values,
                          std::size_t at) const {
        std::vector<std::string> numbers;
        for (const std::string &value : values) numbers.push_back(value.substr(value.rfind('-') + 1));
        return number(out, field, numbers, at);
    }

    Read<void> number(TaskTerm &out, const FieldName &field, const std::vector<std::string> &values,
                      std::size_t at) const {
        if (values.size() > 1) return wrong(FilterFault::OneValueOnly, at, {}, field.name);
        const std::string &value = values.front();
        if (field.kind == ValueKind::Span) {
            const auto span = parseDuration(value);
            if (!span) return wrong(FilterFault::NoDuration, at, value);
            out.number = span->count();
            return {};
        }
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out.number);
        if (error != std::errc{} || end != value.data() + value.size())
            return wrong(FilterFault::NoNumber, at, value, field.name);
        return {};
    }

    Read<void> states(TaskTerm &out, const std::vector<std::string> &values, std::size_t at) const {
        for (const std::string &value : values) {
            const auto state = parseTaskState(foldAscii(value));
            if (!state) return wrong(FilterFault::NoState, at, value);
            out.states = static_cast<std::uint16_t>(out.states | (1U << static_cast<unsigned>(*state)));
        }
        return {};
    }

    void notePayloads(const TaskTerm &term) {
        for (const TaskTerm &inner : term.terms) notePayloads(inner);
        if (term.kind != TaskTerm::Kind::Leaf || term.field != TaskField::Payload) return;
        for (const TextPattern &pattern : term.patterns)
            if (std::find(m_out.payloads.begin(), m_out.payloads.end(), pattern) == m_out.payloads.end())
                m_out.payloads.push_back(pattern);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_end = 0; ///< Behind the last term, before the space after it.
    bool m_topLevelOr = false;
    TaskExpression m_out;
};

/// Greedy matching with one point to come back to: linear for what people type.
bool matchesWildcard(std::string_view value, std::string_view pattern) noexcept {
    std::size_t v = 0;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (v < value.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = v;
        } else if (p < pattern.size() && pattern[p] == foldAscii(value[v])) {
            ++p;
            ++v;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            v = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

} // namespace

TextPattern::TextPattern(std::string_view text, Kind otherwise)
    : m_text(foldAscii(text)), m_kind(text.find('*') == std::string_view::npos ? otherwise : Kind::Wildcard) {}

bool TextPattern::operator()(std::string_view value) const noexcept {
    switch (m_kind) {
    case Kind::Part: return containsFolded(value, m_text);
    case Kind::Whole:
        return value.size() == m_text.size() &&
               std::equal(value.begin(), value.end(), m_text.begin(), [](char a, char b) { return foldAscii(a) == b; });
    case Kind::Wildcard: return matchesWildcard(value, m_text);
    }
    return false;
}

bool TaskTerm::compares(std::int64_t value) const noexcept {
    switch (compare) {
    case Compare::Equal: return value == number;
    case Compare::Less: return value < number;
    case Compare::LessOrEqual: return value <= number;
    case Compare::Greater: return value > number;
    case Compare::GreaterOrEqual: return value >= number;
    }
    return false;
}

std::string filterFieldList() {
    std::string out;
    for (const FieldName &field : kFields) out += (out.empty() ? "" : ", ") + std::string{field.name};
    return out;
}

std::string filterStateList() {
    std::string out;
    for (std::size_t i = 0; i < kTaskStates; ++i)
        out += (out.empty() ? "" : ", ") + std::string{toText(static_cast<TaskState>(i))};
    return out;
}

namespace {

std::string faultText(const FilterTrouble &trouble) {
    const std::string &word = trouble.word;
    switch (trouble.fault) {
    case FilterFault::TooLong: break;
    case FilterFault::TooDeep:
        return fmt::format("too many brackets or negations within each other (at most {})", kExpressionDepthMax);
    case FilterFault::TermMissing: return "a term is missing, such as state:failed";
    case FilterFault::ValueMissing: return "a value is missing";
    case FilterFault::BracketOpen: return "this \"(\" is not closed";
    case FilterFault::BracketClosesNothing: return "this \")\" closes nothing";
    case FilterFault::QuoteOpen: return "this quotation mark is not closed";
    case FilterFault::UnknownField:
        return fmt::format("\"{}\" is no field; use one of {}, or quote the text", word, filterFieldList());
    case FilterFault::WrongOperator: return fmt::format("{} takes \":\" or \"=\", not \"{}\"", trouble.field, word);
    case FilterFault::OneValueOnly: return fmt::format("{} takes one value", trouble.field);
    case FilterFault::NoDuration:
        return fmt::format("\"{}\" is no duration; write a number and a unit, such as 500ms, 30s, 5min, 2h, 7d", word);
    case FilterFault::NoNumber: return fmt::format("\"{}\" is no whole number, which {} needs", word, trouble.field);
    case FilterFault::NoState: return fmt::format("\"{}\" is no state; use {}", word, filterStateList());
    }
    return {};
}

} // namespace

std::string inWords(const FilterTrouble &trouble) {
    if (trouble.fault == FilterFault::TooLong)
        return fmt::format("The filter has {} bytes; at most {}", trouble.at, kExpressionBytesMax);
    return fmt::format("At character {} of the filter: {}", trouble.at + 1, faultText(trouble));
}

std::expected<TaskExpression, FilterTrouble> readTaskExpression(std::string_view text) {
    if (text.size() > kExpressionBytesMax)
        return std::unexpected(FilterTrouble{.fault = FilterFault::TooLong, .at = text.size()});
    return Parser{text}.parse();
}

Result<TaskExpression> parseTaskExpression(std::string_view text) {
    auto read = readTaskExpression(text);
    if (!read) return fail(ErrorCode::Invalid, inWords(read.error()));
    return std::move(*read);
}

} // namespace qd
