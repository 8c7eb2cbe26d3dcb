#include "app/qdctl/json_lines.h"

#include <fmt/format.h>

#include <istream>

namespace qd::ctl {

namespace {

using Json = nlohmann::json;
constexpr std::size_t kBatchBytesMax = 8U << 20U;

/// The parser's own words without its prefix "[json.exception.parse_error.101] ".
std::string reasonOf(const Json::parse_error &error) {
    const std::string text = error.what();
    const std::size_t bracket = text.find("] ");
    return bracket == std::string::npos ? text : text.substr(bracket + 2);
}

} // namespace

bool JsonLineReader::readLine(std::string &line, bool &tooLong) {
    line.clear();
    tooLong = false;
    bool any = false;
    std::streambuf &buffer = *m_stream.rdbuf();
    for (int c = buffer.sbumpc(); c != std::streambuf::traits_type::eof(); c = buffer.sbumpc()) {
        any = true;
        if (c == '\n') break;
        // The rest of a line that is too long is read past, not stored.
        if (line.size() < kLineBytesMax)
            line += static_cast<char>(c);
        else
            tooLong = true;
    }
    if (any) ++m_line;
    return any;
}

LineBatch JsonLineReader::next(std::size_t size) {
    LineBatch batch;
    std::string line;
    bool tooLong = false;
    std::size_t bytes = 0;
    while (batch.tasks.size() < size && batch.errors.size() < size && bytes < kBatchBytesMax) {
        if (!readLine(line, tooLong)) {
            batch.end = true;
            break;
        }
        if (tooLong) {
            batch.errors.push_back({m_line, fmt::format("longer than {} bytes", kLineBytesMax)});
            continue;
        }
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        try {
            Json task = Json::parse(line);
            if (!task.is_object()) {
                batch.errors.push_back({m_line, "a task is a JSON object, like {\"type\":\"synthetic\"}"});
                continue;
            }
            bytes += line.size();
            batch.tasks.push_back(std::move(task));
            batch.lines.push_back(m_line);
        } catch (const Json::parse_error &error) {
            batch.errors.push_back({m_line, reasonOf(error)});
        }
    }
    return batch;
}

} // namespace qd::ctl
