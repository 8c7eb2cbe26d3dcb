#pragma once
// Which files of a folder the example works on: readable, of bounded size and number, in a stable order.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace qd::example {

struct ExampleFile {
    std::string path; ///< Absolute, valid UTF-8, without control characters and backslashes.
    std::uint64_t bytes = 0;

    bool operator==(const ExampleFile &) const = default;
};

struct ChoiceLimits {
    std::uint64_t fileBytesMax = 4ULL << 20; ///< Larger files are left out.
    std::uint64_t workBytesMax = 1ULL << 30; ///< All tasks together read at most this much, repeats included.
    std::size_t filesMax = 300'000;          ///< Looked at; the walk stops there.
    std::size_t filesPerTaskMax = 48;
};

struct FileChoice {
    std::vector<ExampleFile> files; ///< Sorted by path; never empty.
    std::uint64_t seen = 0;         ///< Regular files met.
    std::uint64_t leftOut = 0;      ///< Too large, unreadable, a name that sha256sum would escape, or over a limit.
};

/// Symbolic links are not followed. NotFound when the folder has no usable file, Invalid when it is none.
[[nodiscard]] Result<FileChoice> chooseFiles(const std::filesystem::path &folder, std::size_t checksumTasks,
                                             const ChoiceLimits &limits = {});

} // namespace qd::example
