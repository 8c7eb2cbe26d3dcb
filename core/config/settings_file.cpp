#include "core/config/settings_file.h"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <toml++/toml.h>

namespace qd {

namespace {

FilePosition position(const toml::source_position &at) {
    return {at.line, at.column};
}

std::optional<RawValue> rawFrom(const toml::node &node) {
    if (const auto *value = node.as_boolean()) return RawValue{value->get()};
    if (const auto *value = node.as_integer()) return RawValue{value->get()};
    if (const auto *value = node.as_floating_point()) return RawValue{value->get()};
    if (const auto *value = node.as_string()) return RawValue{value->get()};
    const auto *array = node.as_array();
    if (array == nullptr) return std::nullopt;
    std::vector<std::string> list;
    for (const toml::node &entry : *array) {
        const auto *text = entry.as_string();
        if (text == nullptr) return std::nullopt;
        list.push_back(text->get());
    }
    return RawValue{std::move(list)};
}

std::string shownText(const toml::node &node, const std::optional<RawValue> &value) {
    if (value) return tomlText(*value).substr(0, 80);
    std::ostringstream kind;
    kind << "a value of kind " << node.type();
    return kind.str();
}

void collect(const toml::table &table, const std::string &prefix, std::vector<FileEntry> &out) {
    for (const auto &[name, node] : table) {
        const std::string key = prefix + std::string{name.str()};
        // A table that is itself a known key's place, or an empty one, is looked at as a value: it gets an error.
        const auto *inner = node.as_table();
        if (inner != nullptr && !inner->empty() && findSetting(key) == nullptr) {
            collect(*inner, key + ".", out);
            continue;
        }
        if (inner != nullptr && inner->empty() && findSetting(key) == nullptr) {
            // An empty section of known keys does no harm.
            bool known = false;
            for (const SettingKey &entry : settingTable()) known = known || entry.key.starts_with(key + ".");
            if (known) continue;
        }
        FileEntry entry{key, rawFrom(node), {}, position(node.source().begin), position(node.source().end)};
        entry.shown = shownText(node, entry.value);
        out.push_back(std::move(entry));
    }
}

} // namespace

FileParse parseSettings(std::string_view text) {
    FileParse out;
    try {
        const toml::table table = toml::parse(text);
        collect(table, "", out.entries);
    } catch (const toml::parse_error &error) {
        const auto &at = error.source().begin;
        out.error = fmt::format("{}:{}: {}", at.line, at.column, error.description());
    }
    return out;
}

Result<std::string> readSettingsFile(const std::filesystem::path &file) {
    std::error_code code;
    if (!std::filesystem::exists(file, code))
        return fail(ErrorCode::NotFound, fmt::format("{}: there is no such file", file.string()));
    if (!std::filesystem::is_regular_file(file, code))
        return fail(ErrorCode::Invalid, fmt::format("{}: is not a file", file.string()));
    if (std::filesystem::file_size(file, code) > kSettingsFileBytesMax)
        return fail(ErrorCode::Invalid, fmt::format("{}: is larger than {} bytes, no settings file is", file.string(),
                                                    kSettingsFileBytesMax));
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return fail(ErrorCode::Io, fmt::format("{}: cannot be read: {}", file.string(), std::strerror(errno)));
    return text.str();
}

} // namespace qd
