#include "core/example/example.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "core/base/uuid.h"
#include "core/example/page_server.h"
#include "core/example/plan.h"

namespace qd::example {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kBatch = 1'000;
constexpr std::size_t kChunk = 200;
constexpr std::size_t kChunksPerRound = 5;
constexpr std::size_t kTroublesMax = 10;

/// False when `stop` came first.
bool sleepUnlessStopped(std::chrono::milliseconds span, const std::stop_token &stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, span, [] { return false; });
    return !stop.stop_requested();
}

struct OpenTask {
    std::size_t index = 0; ///< In the plan.
    std::string id;
};

/// One run; its members are the steps' common state.
class Run {
public:
    Run(const ExampleOptions &options, EnginePort &engine, const std::function<void(const Progress &)> &onProgress,
        const std::stop_token &stop)
        : m_options(options), m_engine(engine), m_onProgress(onProgress), m_stop(stop) {}

    Result<ExampleReport> run();

private:
    Result<void> prepare();
    Result<void> submit();
    Result<void> collect();
    Result<void> collectChunk(std::vector<OpenTask> &chunk);
    void take(std::size_t index, const EndedTask &task);
    Result<void> verify();
    void trouble(std::string sentence);
    std::unexpected<Error> stopped() const;
    void tell(Phase phase, std::uint64_t done, std::uint64_t total);

    const ExampleOptions &m_options;
    EnginePort &m_engine;
    const std::function<void(const Progress &)> &m_onProgress;
    const std::stop_token &m_stop;
    std::optional<ExamplePlan> m_plan;
    std::unique_ptr<PageServer> m_server;
    std::deque<std::vector<OpenTask>> m_open;
    ChecksumFile m_sums;
    ExampleReport m_report;
    Clock::time_point m_start;
};

void Run::tell(Phase phase, std::uint64_t done, std::uint64_t total) {
    if (m_onProgress)
        m_onProgress({.phase = phase,
                      .done = done,
                      .total = total,
                      .failed = m_report.failed + m_report.cancelled,
                      .serverUrl = m_server ? m_server->url() : std::string{}});
}

void Run::trouble(std::string sentence) {
    if (m_report.troubles.size() < kTroublesMax) m_report.troubles.push_back(std::move(sentence));
}

std::unexpected<Error> Run::stopped() const {
    return fail(ErrorCode::Cancelled,
                fmt::format("Stopped. The tasks of this run are named {0}; the unfinished ones can be "
                            "cancelled with: qdctl cancel --text {0}",
                            m_report.tag));
}

Result<void> Run::prepare() {
    tell(Phase::Choosing, 0, 0);
    const std::size_t checksums = ExamplePlan::checksumTasksOf(m_options.tasks);
    auto choice = chooseFiles(m_options.folder, checksums, m_options.limits);
    if (!choice) return std::unexpected(choice.error());
    // Found out now, not after all the work.
    if (auto writable = checkReportPlace(m_options.report); !writable) return writable;
    m_report.tag = "example-" + Uuid::random().text().substr(0, 6);
    m_report.file = std::filesystem::absolute(m_options.report);
    m_report.filesSeen = choice->seen;
    m_report.filesLeftOut = choice->leftOut;
    m_report.checksumTasks = checksums;
    m_report.pageTasks = m_options.tasks - checksums;
    m_plan.emplace(m_options.folder.string(), std::move(choice->files), m_options.tasks, m_report.tag);
    auto server = PageServer::start([this](const PageRequest &request) { return m_plan->page(request.target); });
    if (!server) return std::unexpected(server.error());
    m_server = *std::move(server);
    auto allowed = m_engine.allowProgram("sha256sum");
    if (!allowed && allowed.error().code == ErrorCode::Io) return {}; // Not for good, but for this run: that will do.
    return allowed;
}

Result<void> Run::submit() {
    m_start = Clock::now();
    const std::size_t total = m_plan->tasks().size();
    for (std::size_t from = 0; from < total; from += kBatch) {
        if (m_stop.stop_requested()) return stopped();
        std::vector<TaskSpec> batch;
        for (std::size_t i = from; i < std::min(from + kBatch, total); ++i)
            batch.push_back(m_plan->spec(i, m_server->url()));
        const std::size_t size = batch.size();
        auto ids = m_engine.submit(std::move(batch));
        if (!ids) return std::unexpected(ids.error());
        if (ids->size() != size)
            return fail(ErrorCode::Internal, fmt::format("The engine gave {} ids for {} tasks.", ids->size(), size));
        for (std::size_t i = 0; i < size; ++i) {
            if (i % kChunk == 0) m_open.emplace_back();
            m_open.back().push_back({from + i, std::move((*ids)[i])});
        }
        tell(Phase::Submitting, from + size, total);
    }
    m_report.submitTime = Clock::now() - m_start;
    return {};
}

void Run::take(std::size_t index, const EndedTask &task) {
    if (task.state == TaskState::Completed)
        ++m_report.completed;
    else if (task.state == TaskState::Cancelled)
        ++m_report.cancelled;
    else
        ++m_report.failed;
    const Slice files = m_plan->filesOf(index);
    const bool isPage = files.begin == files.end;
    if (isPage) {
        if (task.state != TaskState::Completed) return trouble(fmt::format("A page was not fetched: {}", task.error));
        ++m_report.pagesFetched;
        m_report.pageBytes += task.outputBytes;
        if (task.outputBytes != m_plan->pageBytes(index)) {
            ++m_report.pagesWrong;
            trouble(fmt::format("A page has {} bytes instead of {}.", task.outputBytes, m_plan->pageBytes(index)));
        }
        return;
    }
    m_sums.add(task.output);
    for (std::size_t f = files.begin; f < files.end; ++f) {
        if (m_sums.has(m_plan->files()[f].path)) continue;
        ++m_report.filesMissing;
        trouble(fmt::format("No checksum of {}: {}", m_plan->files()[f].path, task.error));
    }
}

Result<void> Run::collectChunk(std::vector<OpenTask> &chunk) {
    std::vector<std::string> ids;
    for (const OpenTask &task : chunk) ids.push_back(task.id);
    const auto states = m_engine.states(ids);
    if (!states) return std::unexpected(states.error());
    if (states->size() != ids.size())
        return fail(ErrorCode::NotFound,
                    "The engine does not keep the example's tasks any more; raise ledger.keep_rows.");
    std::vector<OpenTask> open;
    std::vector<OpenTask> final;
    std::vector<std::string> finalIds;
    for (std::size_t i = 0; i < chunk.size(); ++i) {
        if (isFinal((*states)[i])) finalIds.push_back(chunk[i].id);
        (isFinal((*states)[i]) ? final : open).push_back(std::move(chunk[i]));
    }
    if (!final.empty()) {
        const auto tasks = m_engine.endedAll(finalIds);
        if (!tasks) return std::unexpected(tasks.error());
        for (std::size_t i = 0; i < std::min(final.size(), tasks->size()); ++i) take(final[i].index, (*tasks)[i]);
    }
    chunk = std::move(open);
    return {};
}

Result<void> Run::collect() {
    const std::uint64_t total = m_plan->tasks().size();
    auto pause = std::chrono::milliseconds{20};
    const auto done = [this] { return m_report.completed + m_report.failed + m_report.cancelled; };
    while (!m_open.empty()) {
        const std::uint64_t before = done();
        for (std::size_t n = std::min(kChunksPerRound, m_open.size()); n > 0; --n) {
            if (m_stop.stop_requested()) return stopped();
            if (auto collected = collectChunk(m_open.front()); !collected) return collected;
            if (!m_open.front().empty()) m_open.push_back(std::move(m_open.front()));
            m_open.pop_front();
            tell(Phase::Running, done(), total);
        }
        // While work gets done there is more to collect; a paused engine is asked seldom.
        pause = done() > before ? std::chrono::milliseconds{20} : std::min(pause * 2, std::chrono::milliseconds{500});
        if (!m_open.empty() && !sleepUnlessStopped(pause, m_stop)) return stopped();
    }
    m_report.runTime = Clock::now() - m_start;
    return {};
}

Result<void> Run::verify() {
    tell(Phase::Checking, 0, m_sums.size());
    m_report.filesSummed = m_sums.size();
    m_report.filesChanged = m_sums.changed();
    if (auto written = m_sums.write(m_options.report); !written) return written;
    auto verdict = runSha256sumCheck(m_report.file);
    if (!verdict) return std::unexpected(verdict.error());
    m_report.verdict = *std::move(verdict);
    tell(Phase::Checking, m_report.verdict.ok, m_sums.size());
    return {};
}

Result<ExampleReport> Run::run() {
    for (const auto step : {&Run::prepare, &Run::submit, &Run::collect, &Run::verify})
        if (auto done = (this->*step)(); !done) return std::unexpected(done.error());
    if (m_options.keepServer.count() > 0) sleepUnlessStopped(m_options.keepServer, m_stop);
    return std::move(m_report);
}

} // namespace

Result<std::vector<EndedTask>> EnginePort::endedAll(std::span<const std::string> ids) {
    std::vector<EndedTask> tasks;
    for (const std::string &id : ids) {
        auto task = ended(id);
        if (!task) return std::unexpected(task.error());
        tasks.push_back(*std::move(task));
    }
    return tasks;
}

std::string_view toText(Phase phase) noexcept {
    switch (phase) {
    case Phase::Choosing: return "choosing files";
    case Phase::Submitting: return "submitting";
    case Phase::Running: return "running";
    case Phase::Checking: return "checking";
    }
    return "";
}

bool ExampleReport::isGood() const {
    return failed == 0 && cancelled == 0 && filesMissing == 0 && pagesWrong == 0 && verdict.exitCode == 0 &&
           verdict.ok == filesSummed && filesSummed > 0;
}

std::string ExampleReport::text() const {
    const std::uint64_t all = completed + failed + cancelled;
    const double seconds = std::max(runTime.count(), 1e-6);
    std::string text = fmt::format("{} tasks in {:.1f} s ({:.0f} tasks/s): {} completed, {} failed, {} cancelled\n",
                                   all, seconds, static_cast<double>(all) / seconds, completed, failed, cancelled);
    text += fmt::format(
        "  {} command tasks summed {} files ({} seen, {} left out: too large, unreadable or unusual names)\n",
        checksumTasks, filesSummed, filesSeen, filesLeftOut);
    text += fmt::format("  {} http tasks fetched {} pages, {} bytes, {} of a wrong length\n", pageTasks, pagesFetched,
                        pageBytes, pagesWrong);
    text += fmt::format("  {}: sha256sum -c says {} OK, {} not\n", file.string(), verdict.ok, verdict.bad);
    if (filesMissing > 0) text += fmt::format("  {} files are without a checksum\n", filesMissing);
    if (filesChanged > 0) text += fmt::format("  {} files changed while the example ran\n", filesChanged);
    for (const std::string &sentence : troubles) text += "  ! " + sentence + "\n";
    for (const std::string &line : verdict.badLines) text += "  ! " + line + "\n";
    return text;
}

Result<ExampleReport> runExample(const ExampleOptions &options, EnginePort &engine,
                                 const std::function<void(const Progress &)> &onProgress, const std::stop_token &stop) {
    if (options.tasks < 2 || options.tasks > 1'000'000)
        return fail(ErrorCode::Invalid, fmt::format("{} tasks: the example takes 2 .. 1 000 000.", options.tasks));
    return Run(options, engine, onProgress, stop).run();
}

} // namespace qd::example
