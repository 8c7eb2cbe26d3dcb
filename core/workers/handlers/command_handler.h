#pragma once
// Tasks of type "command": programs of an allow-list, without a shell.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/workers/handler.h"
#include "core/workers/handlers/child_registry.h"
#include "core/workers/handlers/program_list.h"

namespace qd {

class ProcessSpawner;

struct CommandHandlerOptions {
    std::vector<std::string> allow;                                        ///< Settings: command.allow
    std::vector<std::string> environment = {"PATH", "HOME", "LANG", "TZ"}; ///< command.environment
    std::filesystem::path folder;                 ///< command.folder; must exist. Empty = the process' own.
    std::uint32_t parallel = 64;                  ///< command.parallel: 1 .. 4096
    Duration killAfter = std::chrono::seconds{2}; ///< From SIGTERM to SIGKILL.
    std::filesystem::path childrenFile; ///< <data folder>/children. Survivors in it are reaped by the constructor.
};

/// Payload: {"program":"sha256sum","args":["a"],"folder":"/x","env":{"K":"V"},"stdin":"text"}; without "stdin" the
/// program reads the whole payload. Refused programs and bad payloads fail for good, all else may be tried again.
/// Thread: start() as Handler says, the rest any. It outlives its RunningTasks; destroying it stops all children first.
class CommandHandler final : public Handler {
public:
    explicit CommandHandler(CommandHandlerOptions options);
    ~CommandHandler() override;

    [[nodiscard]] std::unique_ptr<RunningTask> start(TaskContext task, HandlerDone done) override;

    /// For tasks started from now on. Errors: Invalid, NotFound. (Writing it to the settings is the caller's matter.)
    [[nodiscard]] Result<void> allow(std::string_view program) { return m_programs.allow(program); }
    [[nodiscard]] std::vector<std::string> allowed() const { return m_programs.allowed(); }
    /// What did not work at the start, as sentences: allowed programs that were not found, the usual
    /// folder, the children file.
    [[nodiscard]] const std::vector<std::string> &problems() const noexcept { return m_problems; }
    /// What an earlier host left behind and was killed now.
    [[nodiscard]] const SurvivorReport &survivors() const noexcept;
    [[nodiscard]] std::uint32_t childrenAlive() const noexcept;

private:
    CommandHandlerOptions m_options;
    std::map<std::string, std::string> m_environment; ///< Taken once: getenv() is not for many threads.
    ProgramList m_programs;
    std::vector<std::string> m_problems;
    std::unique_ptr<ProcessSpawner> m_spawner;
};

} // namespace qd
