#include "core/example/file_choice.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace qd::example {

namespace {

namespace fs = std::filesystem;

/// sha256sum escapes backslashes and line feeds in names; other control characters and broken UTF-8 do not survive
/// JSON.
bool isPlainName(const std::string &path) {
    int expected = 0;
    for (const char signedByte : path) {
        const auto c = static_cast<unsigned char>(signedByte);
        if (expected > 0) {
            if ((c & 0xC0U) != 0x80U) return false;
            --expected;
        } else if (c < 0x20 || c == 0x7F || c == '\\') {
            return false;
        } else if (c >= 0x80) {
            if (c < 0xC2 || c > 0xF4) return false;
            // The rare forms that are wrong only in their second byte (overlong, surrogates) are left out as well.
            if (c == 0xE0 || c == 0xED || c == 0xF0 || c == 0xF4) return false;
            expected = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
        }
    }
    return expected == 0;
}

Result<FileChoice> walk(const fs::path &folder, const ChoiceLimits &limits) {
    FileChoice choice;
    std::error_code error;
    fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error);
    if (error) return fail(ErrorCode::Invalid, fmt::format("{} cannot be read: {}.", folder.string(), error.message()));
    for (const fs::recursive_directory_iterator end; it != end && choice.seen < limits.filesMax; it.increment(error)) {
        if (error) break;
        std::error_code ignored; // A file may vanish while we look at it.
        if (it->is_symlink(ignored) || !it->is_regular_file(ignored) || ignored) continue;
        ++choice.seen;
        ExampleFile file{it->path().string(), it->file_size(ignored)};
        const bool usable = !ignored && file.bytes <= limits.fileBytesMax && isPlainName(file.path) &&
                            access(file.path.c_str(), R_OK) == 0;
        if (usable)
            choice.files.push_back(std::move(file));
        else
            ++choice.leftOut;
    }
    return choice;
}

/// How many of the files, smallest first, the tasks can work through within the limits. Fewer files than tasks means
/// that each is read several times.
std::size_t affordable(const std::vector<ExampleFile> &bySize, std::size_t tasks, const ChoiceLimits &limits) {
    std::size_t best = 0;
    double sum = 0;
    for (std::size_t k = 1; k <= bySize.size(); ++k) {
        sum += static_cast<double>(bySize[k - 1].bytes);
        const double repeats = std::max(1.0, static_cast<double>(tasks) / static_cast<double>(k));
        if (sum * repeats <= static_cast<double>(limits.workBytesMax)) best = k;
    }
    return std::min(best, tasks * limits.filesPerTaskMax);
}

} // namespace

Result<FileChoice> chooseFiles(const fs::path &folder, std::size_t checksumTasks, const ChoiceLimits &limits) {
    std::error_code error;
    const fs::path whole = fs::canonical(folder, error);
    if (error || !fs::is_directory(whole, error))
        return fail(ErrorCode::Invalid, fmt::format("{} is no folder that can be opened.", folder.string()));
    auto choice = walk(whole, limits);
    if (!choice) return choice;
    auto &files = choice->files;
    std::sort(files.begin(), files.end(), [](const ExampleFile &a, const ExampleFile &b) {
        return a.bytes != b.bytes ? a.bytes < b.bytes : a.path < b.path;
    });
    const std::size_t kept = affordable(files, checksumTasks, limits);
    choice->leftOut += files.size() - kept;
    files.resize(kept);
    if (files.empty())
        return fail(ErrorCode::NotFound,
                    fmt::format("{} has no readable file of at most {} KiB ({} seen). Name another folder.",
                                whole.string(), limits.fileBytesMax >> 10U, choice->seen));
    std::sort(files.begin(), files.end(), [](const ExampleFile &a, const ExampleFile &b) { return a.path < b.path; });
    return choice;
}

} // namespace qd::example
