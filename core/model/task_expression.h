#pragma once
// The filter that people type: "state:failed type:http worker:w-1* age>30s !tag:x". Parsed here, evaluated by whoever
// has rows. The grammar:
//
//   filter := any;  any := all ("or" all)*;  all := one (["and"] one)*
//   one    := ("!" | "not") one | "(" any ")" | term
//   term   := field op value | word | "quoted words"          op := : = > >= < <=
//
// Words look into name, id and error. ASCII case never matters. "field:value" means the whole value for type, queue,
// state, worker, tag and id, and a part of it for name, error and payload; "*" in a value stands for anything; "=" is
// always the whole value. Commas give alternatives: state:failed,retrying. "id<=1042" compares the numbers of ids,
// which rise with time.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/time.h"
#include "core/model/ids.h"

namespace qd {

enum class TaskField : std::uint8_t {
    Text, ///< Name, id or error.
    Id,
    Name,
    Type,
    Queue,
    State,
    Worker,
    Error,
    Tag,
    Payload, ///< Read from the ledger: slower than all others.
    Priority,
    Failures,
    Deliveries,
    Exit,
    Age,      ///< Since it was submitted.
    Wait,     ///< Submitted to (last) started; unfinished ones that never started: until now.
    RunTime,  ///< Of the last attempt that ended.
    Finished, ///< Since it ended; only final tasks have it.
};

/// How a text value has to agree.
class TextPattern {
public:
    enum class Kind : std::uint8_t { Part, Whole, Wildcard };
    TextPattern() = default;
    /// `text` with "*" is a wildcard, else `otherwise`.
    TextPattern(std::string_view text, Kind otherwise);
    [[nodiscard]] bool operator()(std::string_view value) const noexcept;
    [[nodiscard]] Kind kind() const noexcept { return m_kind; }
    [[nodiscard]] const std::string &folded() const noexcept { return m_text; } ///< Lower case.
    bool operator==(const TextPattern &) const = default;

private:
    std::string m_text;
    Kind m_kind = Kind::Part;
};

/// A node of a parsed filter.
struct TaskTerm {
    enum class Kind : std::uint8_t { Everything, Leaf, All, Any, Not };
    enum class Compare : std::uint8_t { Equal, Less, LessOrEqual, Greater, GreaterOrEqual };

    Kind kind = Kind::Everything;
    TaskField field = TaskField::Text;
    Compare compare = Compare::Equal;
    std::uint16_t states = 0;            ///< For State.
    std::int64_t number = 0;             ///< For counts, and ids that are compared; nanoseconds for durations.
    std::vector<TextPattern> patterns{}; ///< Alternatives, for texts.
    std::vector<TaskTerm> terms{};       ///< Of All, Any, and one of Not.

    [[nodiscard]] bool compares(std::int64_t value) const noexcept;
};

/// A filter with what readers want to know about it.
struct TaskExpression {
    /// A piece of the text that stands in line with others ("and"): one chip of the filter bar.
    struct Part {
        std::size_t from = 0;
        std::size_t length = 0;
    };
    TaskTerm root;
    std::vector<Part> parts;           ///< Of the outermost "and"; one part when it is an "or".
    std::vector<TextPattern> payloads; ///< That are asked for, each once.
    bool dependsOnTime = false;        ///< Rows come and go without having changed.
};

constexpr std::size_t kExpressionBytesMax = 1024;
constexpr std::size_t kExpressionDepthMax = 16;

enum class FilterFault : std::uint8_t {
    TooLong, ///< `at` bytes.
    TooDeep,
    TermMissing,
    ValueMissing,
    BracketOpen,
    BracketClosesNothing,
    QuoteOpen,
    UnknownField,  ///< word
    WrongOperator, ///< field, word
    OneValueOnly,  ///< field
    NoDuration,    ///< word
    NoNumber,      ///< word, field
    NoState,       ///< word
};
constexpr std::size_t kFilterFaults = 13;

/// What is wrong with a filter, for whoever says it in another language.
struct FilterTrouble {
    FilterFault fault = FilterFault::TooLong;
    std::size_t at = 0; ///< Byte from 0.
    std::string word{};
    std::string field{};
};
/// "At character 7 of the filter: ..." (from 1), and what would be right.
[[nodiscard]] std::string inWords(const FilterTrouble &trouble);
[[nodiscard]] std::string filterFieldList(); ///< "text, id, name ..."
[[nodiscard]] std::string filterStateList(); ///< "pending, queued ..."

/// Empty text is everything.
[[nodiscard]] std::expected<TaskExpression, FilterTrouble> readTaskExpression(std::string_view text);
/// The same; what is wrong as Invalid, in English.
[[nodiscard]] Result<TaskExpression> parseTaskExpression(std::string_view text);

} // namespace qd
