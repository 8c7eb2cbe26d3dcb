#pragma once
// Which programs may be run at all.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/mutex.h"

namespace qd {

/// Names are looked up in PATH when they are allowed, not when they are run: a file that appears in an earlier folder
/// of PATH later does not become allowed by it. Thread: any.
class ProgramList {
public:
    /// `searchPath` as in $PATH; relative folders in it are skipped.
    explicit ProgramList(std::string searchPath) : m_searchPath(std::move(searchPath)) {}

    /// A name without slash, or a full path. Errors: Invalid, NotFound (it stays refused).
    [[nodiscard]] Result<void> allow(std::string_view program);
    /// Remembers why a program of the settings is not there, so that its tasks are told that and not "not allowed".
    void noteMissing(std::string_view program, std::string why);
    [[nodiscard]] std::vector<std::string> allowed() const;
    /// The full path of an allowed program. A full path is also allowed when it is where an allowed name was found.
    /// Errors: Denied.
    [[nodiscard]] Result<std::string> resolve(std::string_view program) const;

private:
    [[nodiscard]] Result<std::string> find(std::string_view program) const;

    const std::string m_searchPath;
    mutable Mutex m_mutex;
    std::map<std::string, std::string, std::less<>> m_paths QD_GUARDED_BY(m_mutex);
    std::map<std::string, std::string, std::less<>> m_missing QD_GUARDED_BY(m_mutex); ///< Why, by name.
};

} // namespace qd
