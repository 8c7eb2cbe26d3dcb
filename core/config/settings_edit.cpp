// Changing one key in the settings file: a splice into its text, so that comments, order and layout stay as they are.

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/config/setting_table.h"
#include "core/config/settings.h"
#include "core/config/settings_file.h"

namespace qd {

namespace {

/// Byte offset of a position; TOML counts columns in characters, the text is bytes of UTF-8.
std::size_t offsetOf(std::string_view text, FilePosition position) {
    std::size_t at = 0;
    for (std::uint32_t line = 1; line < position.line && at < text.size(); ++line) {
        const auto end = text.find('\n', at);
        at = end == std::string_view::npos ? text.size() : end + 1;
    }
    for (std::uint32_t column = 1; column < position.column && at < text.size(); ++column) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    }
    return at;
}

/// Offset of the line behind "[section]", if the file has it.
std::optional<std::size_t> behindHeader(std::string_view text, std::string_view section) {
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        std::string line{text.substr(at, end - at)};
        line = line.substr(0, line.find('#'));
        std::erase_if(line, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
        at = std::min(end + 1, text.size());
        if (line == fmt::format("[{}]", section)) return at;
    }
    return std::nullopt;
}

/// Where a new key goes: straight behind its section's header (a new header at the end when there is none), and for
/// keys without a section in front of everything.
void insertKey(std::string &text, std::string_view key, const std::string &value) {
    const auto dot = key.find('.');
    if (dot == std::string_view::npos) {
        text.insert(0, fmt::format("{} = {}\n", key, value));
        return;
    }
    const std::string line = fmt::format("{} = {}\n", key.substr(dot + 1), value);
    if (!text.empty() && text.back() != '\n') text += '\n';
    if (const auto at = behindHeader(text, key.substr(0, dot)))
        text.insert(*at, line);
    else
        text += fmt::format("{}[{}]\n{}", text.empty() ? "" : "\n", key.substr(0, dot), line);
}

const FileEntry *findEntry(const FileParse &parse, std::string_view key) {
    for (const FileEntry &entry : parse.entries)
        if (entry.key == key) return &entry;
    return nullptr;
}

Error systemError(std::string_view what, const std::filesystem::path &file) {
    return {ErrorCode::Io, fmt::format("{} {}: {}", what, file.string(), std::strerror(errno))};
}

Result<void> writeAll(int fd, std::string_view text, const std::filesystem::path &file) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return std::unexpected(systemError("Cannot write", file));
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(fd) != 0) return std::unexpected(systemError("Cannot sync", file));
    return {};
}

/// Beside the file, synced, then renamed over it: readers and a crash see the old or the new one, never half.
Result<void> replaceFile(const std::filesystem::path &file, std::string_view text) {
    struct stat old{};
    const mode_t mode = ::stat(file.c_str(), &old) == 0 ? (old.st_mode & 07777U) : 0600U;
    const std::filesystem::path fresh{file.string() + ".new"};
    const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return std::unexpected(systemError("Cannot make", fresh));
    Result<void> done = writeAll(fd, text, fresh);
    if (done && ::fchmod(fd, mode) != 0) done = std::unexpected(systemError("Cannot set the mode of", fresh));
    ::close(fd);
    if (done && ::rename(fresh.c_str(), file.c_str()) != 0) done = std::unexpected(systemError("Cannot replace", file));
    if (!done) ::unlink(fresh.c_str());
    return done;
}

/// The value as the file holds it, or what is wrong with it.
Result<std::string> checkedValue(const SettingKey &entry, std::string_view value) {
    Settings scratch;
    const auto raw = rawFromText(entry.type, value);
    const std::string wrong = raw ? entry.assign(scratch, *raw) : raw.error().detail;
    if (!wrong.empty())
        return fail(ErrorCode::Invalid,
                    fmt::format("{} = \"{}\": {} (allowed: {})", entry.key, value.substr(0, 80), wrong, entry.range));
    return tomlText(entry.read(scratch));
}

} // namespace

Result<void> writeSetting(const std::filesystem::path &file, std::string_view key, std::string_view value) {
    const SettingKey *entry = findSetting(key);
    if (entry == nullptr)
        return fail(ErrorCode::Invalid,
                    fmt::format("There is no setting \"{}\"; did you mean \"{}\"?", key, nearestSetting(key)));
    const auto wanted = checkedValue(*entry, value);
    if (!wanted) return std::unexpected(wanted.error());

    std::error_code code;
    // A link to a file kept elsewhere (dotfiles) stays a link.
    const std::filesystem::path target = std::filesystem::weakly_canonical(file, code);
    if (code) return fail(ErrorCode::Io, fmt::format("{}: {}", file.string(), code.message()));
    std::filesystem::create_directories(target.parent_path(), code);
    if (code)
        return fail(ErrorCode::Io, fmt::format("Cannot make {}: {}", target.parent_path().string(), code.message()));
    auto read = readSettingsFile(target);
    if (!read && read.error().code != ErrorCode::NotFound) return std::unexpected(read.error());

    std::string text = read.value_or(std::string{});
    const FileParse before = parseSettings(text);
    if (!before.error.empty())
        return fail(ErrorCode::Invalid, fmt::format("{}:{}; mend the file first", target.string(), before.error));
    if (const FileEntry *old = findEntry(before, key)) {
        const std::size_t begin = offsetOf(text, old->begin);
        text.replace(begin, offsetOf(text, old->end) - begin, *wanted);
    } else {
        insertKey(text, key, *wanted);
    }
    // The splice is not a TOML writer: whatever it could not do (keys inside an inline table) must not reach the disk.
    const FileParse after = parseSettings(text);
    const FileEntry *now = findEntry(after, key);
    if (!after.error.empty() || now == nullptr || !now->value || tomlText(*now->value) != *wanted ||
        after.entries.size() != before.entries.size() + (findEntry(before, key) == nullptr ? 1 : 0))
        return fail(ErrorCode::Conflict,
                    fmt::format("{} cannot be set in {} without rewriting it; write {} = {} by hand", key,
                                target.string(), key, *wanted));
    return replaceFile(target, text);
}

} // namespace qd
