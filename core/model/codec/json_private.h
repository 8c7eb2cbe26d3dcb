#pragma once
// What the codec's files share. Private to core/model/codec: the JSON library must not reach anybody else.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/model/codec/json_codec.h"

namespace qd::codec {

// Sorted objects: nlohmann's ordered ones search each key from the front, which a hostile body turns into hours.
using Json = nlohmann::json;
/// For output only, where the members are ours and few.
using JsonOut = nlohmann::ordered_json;

/// Parses within the bounds of json_codec.h. The error says line and column.
[[nodiscard]] Result<Json> parse(std::string_view text);
/// A value in few words, for errors.
[[nodiscard]] std::string shown(const Json &value);

/// Reads the members of one object; remembers the first thing that is wrong and which members are known.
class Members {
public:
    Members(const Json &object, std::string_view what);

    [[nodiscard]] const Json *find(std::string_view name); ///< Null when absent or null.
    void text(std::string_view name, std::string &out, std::size_t bytesMax);
    void texts(std::string_view name, std::vector<std::string> &out, std::size_t countMax, std::size_t bytesMax);
    template <typename T> void integer(std::string_view name, T &out, std::int64_t low, std::int64_t high) {
        if (const auto value = readInteger(name, low, high)) out = static_cast<T>(*value);
    }
    /// A number of seconds, fractions allowed.
    void seconds(std::string_view name, Duration &out, double low, double high);
    /// RFC 3339 text, or a number: seconds from now.
    void moment(std::string_view name, WallTime &out, WallTime now);

    void wrong(std::string_view name, const Json &value, std::string_view why);
    void wrong(std::string sentence);
    [[nodiscard]] bool ok() const { return m_wrong.empty(); }
    /// Refuses the members that nobody asked for.
    [[nodiscard]] std::optional<Error> finish();

private:
    [[nodiscard]] std::optional<std::int64_t> readInteger(std::string_view name, std::int64_t low, std::int64_t high);

    const Json &m_object;
    std::string_view m_what;
    std::vector<std::string_view> m_known;
    std::string m_wrong;
};

/// Control characters would break tables, logs and header lines; bytesMax counts bytes.
[[nodiscard]] std::string problemOfText(std::string_view text, std::size_t bytesMax);

[[nodiscard]] Result<TaskSpec> taskFrom(const Json &object, const JsonContext &context);
[[nodiscard]] std::string write(const JsonOut &value);
[[nodiscard]] JsonOut stampOrNull(WallTime time);
[[nodiscard]] double millis(Duration duration);

} // namespace qd::codec
