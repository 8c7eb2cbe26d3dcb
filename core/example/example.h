#pragma once
// Runs the example from end to end over any way to an engine: qdctl's is HTTP, the window's is the engine itself.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/example/checksum_file.h"
#include "core/example/file_choice.h"
#include "core/model/task.h"

namespace qd::example {

/// How one task ended.
struct EndedTask {
    TaskState state = TaskState::Queued;
    std::int32_t exitCode = 0;
    std::string error;
    std::string output; ///< As much as the engine kept.
    std::uint64_t outputBytes = 0;
};

/// The way to the engine. Called from the thread that runs the example, one call at a time; calls may block.
class EnginePort {
public:
    virtual ~EnginePort() = default;
    [[nodiscard]] virtual Result<void> allowProgram(const std::string &program) = 0;
    /// At most 1 000 tasks; gives an id for each, in order. One refused task refuses the call.
    [[nodiscard]] virtual Result<std::vector<std::string>> submit(std::vector<TaskSpec> tasks) = 0;
    /// The states of at most 200 tasks, in order.
    [[nodiscard]] virtual Result<std::vector<TaskState>> states(std::span<const std::string> ids) = 0;
    [[nodiscard]] virtual Result<EndedTask> ended(const std::string &id) = 0;
    /// How at most 200 final tasks ended, in order. A port over a network overlaps them; otherwise one after the other.
    [[nodiscard]] virtual Result<std::vector<EndedTask>> endedAll(std::span<const std::string> ids);
};

enum class Phase : std::uint8_t { Choosing, Submitting, Running, Checking };
[[nodiscard]] std::string_view toText(Phase phase) noexcept;

struct Progress {
    Phase phase = Phase::Choosing;
    std::uint64_t done = 0;
    std::uint64_t total = 0;  ///< 0 = not known.
    std::uint64_t failed = 0; ///< Tasks that ended other than completed.
    std::string serverUrl;    ///< Once the page server runs.
};

struct ExampleOptions {
    std::filesystem::path folder = "/usr/share";
    std::filesystem::path report = "quarterdeck-example.sha256";
    std::size_t tasks = 10'000;         ///< 2 .. 1 000 000
    std::chrono::seconds keepServer{0}; ///< After the end, to look at its pages.
    ChoiceLimits limits{};
};

struct ExampleReport {
    std::string tag; ///< In the name of each task of this run.
    std::filesystem::path file;
    std::uint64_t filesSeen = 0;
    std::uint64_t filesLeftOut = 0;
    std::uint64_t checksumTasks = 0;
    std::uint64_t pageTasks = 0;
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    std::uint64_t cancelled = 0;
    std::uint64_t filesSummed = 0;  ///< Lines of the report.
    std::uint64_t filesMissing = 0; ///< Planned and without a checksum.
    std::uint64_t filesChanged = 0; ///< Changed while the example ran.
    std::uint64_t pagesFetched = 0;
    std::uint64_t pagesWrong = 0; ///< Of another length than the server's.
    std::uint64_t pageBytes = 0;
    std::chrono::duration<double> submitTime{};
    std::chrono::duration<double> runTime{}; ///< First submit to last task seen final.
    ChecksumVerdict verdict;
    std::vector<std::string> troubles; ///< The first 10, as sentences.

    [[nodiscard]] bool isGood() const;
    /// Several lines for people.
    [[nodiscard]] std::string text() const;
};

/// Blocks until the report is written and verified; `stop` ends it early (Cancelled). `onProgress` is called on this
/// thread, at most some ten times a second.
[[nodiscard]] Result<ExampleReport> runExample(const ExampleOptions &options, EnginePort &engine,
                                               const std::function<void(const Progress &)> &onProgress,
                                               const std::stop_token &stop);

} // namespace qd::example
