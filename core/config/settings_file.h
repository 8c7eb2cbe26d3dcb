#pragma once
// The TOML side of the settings: reading with positions. Private to core/config.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/setting_table.h"

namespace qd {

constexpr std::size_t kSettingsFileBytesMax = 1024 * 1024;

struct FilePosition {
    std::uint32_t line = 0; ///< From 1.
    std::uint32_t column = 0;
};

/// One value of the file; `wrong` when it is of a kind that no setting has.
struct FileEntry {
    std::string key;
    std::optional<RawValue> value;
    std::string shown; ///< The value in few words, for errors.
    FilePosition begin;
    FilePosition end; ///< Just behind the value.
};

struct FileParse {
    std::vector<FileEntry> entries;
    std::string error; ///< "3:14: ...", when the text is no TOML.
};
[[nodiscard]] FileParse parseSettings(std::string_view text);
/// NotFound when there is no file.
[[nodiscard]] Result<std::string> readSettingsFile(const std::filesystem::path &file);

} // namespace qd
