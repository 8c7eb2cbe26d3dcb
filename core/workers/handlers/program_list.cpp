#include "core/workers/handlers/program_list.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

namespace qd {

namespace {

constexpr std::size_t kProgramBytesMax = 4096;

bool isProgram(const std::string &path) {
    struct stat status = {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

bool isReadable(std::string_view text) {
    return !text.empty() && text.size() <= kProgramBytesMax &&
           std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

} // namespace

Result<void> ProgramList::allow(std::string_view program) {
    auto path = find(program);
    if (!path) return std::unexpected(path.error());
    const Lock lock(m_mutex);
    m_paths.insert_or_assign(std::string{program}, std::move(*path));
    m_missing.erase(std::string{program});
    return {};
}

void ProgramList::noteMissing(std::string_view program, std::string why) {
    const Lock lock(m_mutex);
    m_missing.insert_or_assign(std::string{program}, std::move(why));
}

std::vector<std::string> ProgramList::allowed() const {
    const Lock lock(m_mutex);
    std::vector<std::string> names;
    for (const auto &entry : m_paths) names.push_back(entry.first);
    return names;
}

Result<std::string> ProgramList::resolve(std::string_view program) const {
    const Lock lock(m_mutex);
    if (const auto it = m_paths.find(program); it != m_paths.end()) return it->second;
    const bool isPath = program.starts_with('/');
    if (isPath && std::ranges::any_of(m_paths, [&](const auto &entry) { return entry.second == program; }))
        return std::string{program};
    if (!isReadable(program))
        return fail(ErrorCode::Invalid, "program: it is empty, too long or holds control characters");
    if (const auto it = m_missing.find(program); it != m_missing.end())
        return fail(ErrorCode::Denied,
                    fmt::format("Program \"{0}\" is not allowed yet, although command.allow names it: {1} Then run "
                                "`qdctl allow {0}`.",
                                program, it->second));
    if (program.find(' ') != std::string_view::npos && !find(program))
        return fail(ErrorCode::NotFound,
                    fmt::format("There is no program \"{0}\". A program and its arguments are separate words, as in "
                                "`qdctl submit command -- {0}`.",
                                program));
    return fail(ErrorCode::Denied,
                fmt::format("Program \"{0}\" is not allowed. Allow it in Settings (command.allow) or "
                            "with `qdctl allow {0}`.",
                            program));
}

Result<std::string> ProgramList::find(std::string_view program) const {
    if (!isReadable(program))
        return fail(ErrorCode::Invalid,
                    "A program is a name such as sha256sum or a full path, without control characters");
    if (program.starts_with('/')) {
        if (isProgram(std::string{program})) return std::string{program};
        return fail(ErrorCode::NotFound, fmt::format("\"{}\" is not an executable file.", program));
    }
    if (program.find('/') != std::string_view::npos)
        return fail(ErrorCode::Invalid, fmt::format("\"{}\" is neither a name nor a full path", program));
    std::string_view rest = m_searchPath;
    while (!rest.empty()) {
        const std::string_view folder = rest.substr(0, rest.find(':'));
        rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
        if (!folder.starts_with('/')) continue;
        std::string candidate = fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", program);
        if (isProgram(candidate)) return candidate;
    }
    return fail(ErrorCode::NotFound,
                fmt::format("Program \"{}\" was not found in PATH ({}). Install it or give its full path.", program,
                            m_searchPath));
}

} // namespace qd
