#pragma once
// fork and exec, and nothing else.

#include <sys/types.h>

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

#include <unistd.h>

#include "core/workers/handlers/child_registry.h"
#include "core/workers/handlers/process_spawner.h"

namespace qd {

/// A file descriptor that is closed with its owner.
class FileHandle {
public:
    FileHandle() = default;
    explicit FileHandle(int value) noexcept : m_value(value) {}
    FileHandle(FileHandle &&other) noexcept : m_value(std::exchange(other.m_value, -1)) {}
    FileHandle &operator=(FileHandle &&other) noexcept {
        if (this != &other) {
            reset();
            m_value = std::exchange(other.m_value, -1);
        }
        return *this;
    }
    ~FileHandle() { reset(); }

    void reset() noexcept {
        if (m_value >= 0) ::close(m_value);
        m_value = -1;
    }
    [[nodiscard]] int get() const noexcept { return m_value; }
    [[nodiscard]] explicit operator bool() const noexcept { return m_value >= 0; }

private:
    int m_value = -1;
};

/// Our ends of the pipes do not block.
struct LaunchedProcess {
    pid_t pid = -1;
    FileHandle exit; ///< A pidfd: readable when the process has ended.
    FileHandle input;
    FileHandle output;
    FileHandle errorOutput;
};

struct LaunchError {
    int code = 0;           ///< errno
    const char *stage = ""; ///< What was being done: "enter the folder", "start the program".
};

/// The child leads its own process group and is killed when the calling thread ends. `mark` ("NAME=value") is added to
/// its environment. With a registry it is written into `slot` before it executes anything. Thread: one that lives
/// longer than the child, with all signals blocked.
[[nodiscard]] std::expected<LaunchedProcess, LaunchError>
launchProcess(const ProcessSpec &spec, std::string mark, const ChildRegistry *registry, std::uint32_t slot);

} // namespace qd
