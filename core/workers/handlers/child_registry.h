#pragma once
// The children of this host, written down outside of it: when the host is killed, the next one finds what survived.

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace qd {

struct SurvivorReport {
    std::uint32_t recorded = 0;     ///< Children in the file that had not been reported as ended.
    std::uint32_t groupsKilled = 0; ///< Process groups that were ours without doubt.
    std::uint32_t strayKilled = 0;  ///< Processes outside of these groups that carried the marker.
    std::uint32_t stillAlive = 0;   ///< Killed but not gone within a second (stuck in the kernel).
};

/// Kills the process groups of an earlier host: those whose leader has the recorded pid and start time, and those with
/// a member that carries the file's marker; then everything else that carries it (see process_table.h). Blocks up to a
/// second. A missing file is an empty one.
/// Errors: Conflict when another host works with the file, Io. Thread: any.
[[nodiscard]] Result<SurvivorReport> reapSurvivors(const std::filesystem::path &file);

/// The start time of a process in clock ticks since boot (field 22 of /proc/<pid>/stat); 0 = no such process.
[[nodiscard]] std::uint64_t processStartTime(pid_t pid);

/// Records of fixed size, one for each slot, overwritten in place: survives SIGKILL because the page cache does, and a
/// crash of the machine ends the children too (a boot id tells). Thread: the spawner's.
class ChildRegistry {
public:
    /// Locks the file for this host, reaps survivors, and starts empty.
    [[nodiscard]] static Result<ChildRegistry> open(const std::filesystem::path &file, SurvivorReport &survivors);

    ChildRegistry(ChildRegistry &&other) noexcept;
    ChildRegistry &operator=(ChildRegistry &&other) = delete;
    ~ChildRegistry();

    [[nodiscard]] const std::string &marker() const noexcept { return m_marker; }
    void enter(std::uint32_t slot, pid_t pid) const;
    void leave(std::uint32_t slot) const;
    /// For the child itself, between fork and exec, so that no moment is without a record. Async-signal-safe.
    void enterSelf(std::uint32_t slot) const noexcept;

private:
    ChildRegistry(int file, std::string marker) : m_file(file), m_marker(std::move(marker)) {}

    int m_file;
    std::string m_marker;
};

} // namespace qd
