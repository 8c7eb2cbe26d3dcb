#pragma once
// Runs programs as child processes, all of them served by one thread.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/time.h"
#include "core/workers/handler.h"
#include "core/workers/handlers/child_registry.h"

namespace qd {

struct ProcessSpec {
    std::string program;                  ///< Full path.
    std::vector<std::string> arguments;   ///< argv, the name included.
    std::vector<std::string> environment; ///< "NAME=value": the whole environment, but for the registry's marker.
    std::string folder;
    std::string input; ///< For standard input, which is then closed.
    /// Of whom the child works: it waits until every earlier child with one of the two is gone. 0 = waits for nobody.
    std::uint64_t task = 0;
    std::uint64_t seat = 0;
};

struct ProcessEnd {
    enum class Kind : std::uint8_t {
        Exited,     ///< `code` is the exit code.
        Killed,     ///< `code` is the signal's number.
        NotStarted, ///< `code` is errno, `detail` says what failed.
        Refused,    ///< Too many wait; `detail` names the bound.
    };
    Kind kind = Kind::Exited;
    int code = 0;
    std::string detail;
    std::string output; ///< The tails.
    std::string errorOutput;
    std::uint64_t outputBytes = 0; ///< Of both streams, kept or not.
};

struct ProcessSpawnerOptions {
    std::uint32_t parallel = 64;                  ///< Children at once, 1 .. 4096; surplus waits in order.
    std::uint32_t waitingMax = 100'000;           ///< More than this are refused.
    Duration killAfter = std::chrono::seconds{2}; ///< From SIGTERM to SIGKILL.
    /// How long the outputs are still read when the program has ended but something it left behind holds them open.
    Duration lingerFor = std::chrono::milliseconds{200};
    std::filesystem::path childrenFile; ///< Empty: children are not written down.
};

/// Every child leads a process group of its own, dies with this process (parent-death signal), and takes with it what
/// it started when it ends or is stopped: its group at once, and a moment later what has left the group but still
/// carries its mark (process_table.h names what escapes).
///
/// The parent-death signal reaches the children alone, not what they started: after SIGKILL of this process that lives
/// on until the next spawner with the same children file reaps it. A supervisor between us and each child could close
/// that gap; it would cost a second process for every task.
///
/// The parent-death signal belongs to the thread that forked, hence the one thread that lives as long as any child.
class ProcessSpawner {
public:
    using OnEnd = std::function<void(ProcessEnd)>;

    explicit ProcessSpawner(ProcessSpawnerOptions options);
    /// Stops all children (SIGTERM, after killAfter SIGKILL), waits for them, calls nobody.
    ~ProcessSpawner();
    ProcessSpawner(const ProcessSpawner &) = delete;
    ProcessSpawner &operator=(const ProcessSpawner &) = delete;

    /// `onEnd` is called once on the spawner's thread. Destroying the handle stops the whole group and returns at once;
    /// onEnd is not called after that (see CallbackGate). Thread: any.
    [[nodiscard]] std::unique_ptr<RunningTask> start(ProcessSpec spec, OnEnd onEnd);

    /// What an earlier host left behind.
    [[nodiscard]] const SurvivorReport &survivors() const noexcept;
    /// Why children are not written down; empty = they are, or nobody asked for it.
    [[nodiscard]] const std::string &registryProblem() const noexcept;
    /// Running and stopping ones. Thread: any.
    [[nodiscard]] std::uint32_t childrenAlive() const noexcept;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace qd
