#pragma once
// The report file: what sha256sum printed in the tasks, put together so that `sha256sum -c` can confirm it.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace qd::example {

class ChecksumFile {
public:
    /// Takes the lines "<64 hex digits>  <name>"; gives how many of them there were.
    std::size_t add(std::string_view output);
    [[nodiscard]] std::size_t size() const { return m_sums.size(); }
    /// Names that came with two different sums: the file changed meanwhile.
    [[nodiscard]] std::size_t changed() const { return m_changed; }
    [[nodiscard]] bool has(const std::string &name) const { return m_sums.contains(name); }
    /// Whole or not at all (written aside, then renamed).
    [[nodiscard]] Result<void> write(const std::filesystem::path &file) const;

private:
    std::map<std::string, std::string> m_sums; ///< By name.
    std::size_t m_changed = 0;
};

/// Can write() write there? What stands there already is left as it is.
[[nodiscard]] Result<void> checkReportPlace(const std::filesystem::path &file);

struct ChecksumVerdict {
    std::uint64_t ok = 0;
    std::uint64_t bad = 0;
    std::vector<std::string> badLines; ///< The first 10.
    int exitCode = -1;
};
/// Really runs `sha256sum -c <file>`; reads all the files again. Thread: any; blocks.
[[nodiscard]] Result<ChecksumVerdict> runSha256sumCheck(const std::filesystem::path &file);

} // namespace qd::example
