#pragma once
// The one table of keys. Private to core/config: everybody else sees SettingLine.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/config/settings.h"

namespace qd {

/// What a layer found for a key, before the table has looked at it.
using RawValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;

enum class SettingType : std::uint8_t { Switch, Integer, Decimal, Text, List };

struct SettingKey {
    std::string_view key;  ///< "lease.length"
    std::string_view help; ///< One sentence.
    SettingType type = SettingType::Text;
    std::string range; ///< "500ms .. 10min"
    /// Checks and stores; the answer is empty or says what is wrong with the value.
    std::function<std::string(Settings &, const RawValue &)> assign;
    std::function<RawValue(const Settings &)> read; ///< Canonical: what assign() takes back.
};

[[nodiscard]] const std::vector<SettingKey> &settingTable();
[[nodiscard]] const SettingKey *findSetting(std::string_view key);
/// The known key that differs by the fewest edits.
[[nodiscard]] std::string_view nearestSetting(std::string_view key);
[[nodiscard]] std::string environmentName(std::string_view key);

/// Text of a flag, a variable or an editor field, read by the type of the key. Lists: "a,b" or ["a", "b"].
[[nodiscard]] Result<RawValue> rawFromText(SettingType type, std::string_view text);
/// For people: 10s, 256, ["sh"].
[[nodiscard]] std::string plainText(const RawValue &value);
/// For the file: strings in quotes.
[[nodiscard]] std::string tomlText(const RawValue &value);

/// Rules over several keys; each names the key that is to blame.
struct RuleBreach {
    std::string_view key;
    std::string text;
};
[[nodiscard]] std::vector<RuleBreach> brokenRules(const Settings &settings);

} // namespace qd
