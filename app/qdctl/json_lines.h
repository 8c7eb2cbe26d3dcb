#pragma once
// Tasks from a stream of JSON lines, in batches. A malformed line is counted and told with its number; the rest goes
// on.

#include <cstdint>
#include <iosfwd>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace qd::ctl {

constexpr std::size_t kLineBytesMax = 2U << 20U; ///< A payload has at most 1 MiB, escapes included it may double.

struct LineError {
    std::uint64_t line = 0; ///< From 1.
    std::string reason;
};

struct LineBatch {
    nlohmann::json tasks = nlohmann::json::array();
    std::vector<std::uint64_t> lines; ///< The line of each task.
    std::vector<LineError> errors;    ///< Of the lines that were read for this batch.
    bool end = false;
};

/// Thread: one at a time.
class JsonLineReader {
public:
    explicit JsonLineReader(std::istream &stream) : m_stream(stream) {}
    /// At most `size` tasks, and at most 8 MiB of text, so that a batch stays within what the door takes.
    [[nodiscard]] LineBatch next(std::size_t size);
    [[nodiscard]] std::uint64_t linesRead() const { return m_line; }

private:
    [[nodiscard]] bool readLine(std::string &line, bool &tooLong);

    std::istream &m_stream;
    std::uint64_t m_line = 0;
};

} // namespace qd::ctl
