// example: the generator of core/example over the HTTP API.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <signal.h>

#include <atomic>
#include <optional>
#include <ostream>
#include <stop_token>
#include <thread>
#include <unordered_map>

#include "app/qdctl/format.h"
#include "app/qdctl/hold_notice.h"
#include "app/qdctl/verbs.h"
#include "core/example/example.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

example::EndedTask endedTask(const Json &task) {
    const Json result = task.value("result", Json::object());
    return {.state = parseTaskState(textOf(task, "state")).value_or(TaskState::Failed),
            .exitCode = static_cast<std::int32_t>(countOf(result, "exit_code")),
            .error = textOf(result, "error"),
            .output = textOf(result, "output"),
            .outputBytes = countOf(result, "output_bytes")};
}

class HttpEnginePort final : public example::EnginePort {
public:
    explicit HttpEnginePort(ApiClient &client) : m_client(client) {}

    Result<void> allowProgram(const std::string &program) override {
        const auto answer = m_client.post("/api/v1/programs/allow", Json{{"program", program}});
        if (!answer) return failed(answer.error());
        return {};
    }

    Result<std::vector<std::string>> submit(std::vector<TaskSpec> tasks) override {
        Json list = Json::array();
        for (const TaskSpec &task : tasks)
            list.push_back({{"type", task.type},
                            {"name", task.name},
                            {"payload", task.payload},
                            {"timeout_s", std::chrono::duration<double>(task.timeout).count()}});
        const auto outcome = m_client.command("/api/v1/tasks", Json{{"tasks", std::move(list)}});
        if (!outcome) return failed(outcome.error());
        if (const Json &refusals = listOf(*outcome, "refusals"); !refusals.empty())
            return fail(ErrorCode::Invalid, textOf(refusals.front(), "detail"));
        if (!flagOf(*outcome, "ok"))
            return fail(ErrorCode::Unavailable, textOf(outcome->value("error", Json::object()), "detail"));
        return idsOf(*outcome);
    }

    Result<std::vector<TaskState>> states(std::span<const std::string> ids) override {
        const auto page = m_client.get(fmt::format("/api/v1/tasks?limit={}&ids={}", ids.size(),
                                                   percentEncode(fmt::format("{}", fmt::join(ids, ",")))));
        if (!page) return failed(page.error());
        std::unordered_map<std::string, TaskState> found;
        for (const Json &row : listOf(*page, "tasks"))
            if (const auto state = parseTaskState(textOf(row, "state"))) found.emplace(textOf(row, "id"), *state);
        std::vector<TaskState> states;
        for (const std::string &id : ids)
            if (const auto it = found.find(id); it != found.end()) states.push_back(it->second);
        return states;
    }

    Result<example::EndedTask> ended(const std::string &id) override {
        const auto task = m_client.get("/api/v1/tasks/" + id);
        if (!task) return failed(task.error());
        return endedTask(*task);
    }

    Result<std::vector<example::EndedTask>> endedAll(std::span<const std::string> ids) override {
        std::vector<std::string> paths;
        for (const std::string &id : ids) paths.push_back("/api/v1/tasks/" + id);
        const auto answers = m_client.getAll(paths);
        if (!answers) return failed(answers.error());
        std::vector<example::EndedTask> tasks;
        for (const Json &task : *answers) tasks.push_back(endedTask(task));
        return tasks;
    }

    /// Which exit code the last failure stands for; nothing when the trouble was not the engine's.
    [[nodiscard]] std::optional<Exit> lastExit() const { return m_lastExit; }

private:
    std::unexpected<Error> failed(const Failure &failure) {
        m_lastExit = failure.exit;
        return std::unexpected(failure.error);
    }

    ApiClient &m_client;
    std::optional<Exit> m_lastExit;
};

std::atomic<bool> interrupted{false};

/// Turns Ctrl+C into a stop request while it lives; the second one ends the process as usual.
class InterruptGuard {
public:
    InterruptGuard() {
        struct sigaction action{};
        action.sa_handler = [](int) { interrupted.store(true); };
        action.sa_flags = static_cast<int>(SA_RESETHAND); // glibc spells it as an unsigned number
        sigaction(SIGINT, &action, &m_before);
        m_watcher = std::jthread([this](const std::stop_token &ending) {
            while (!ending.stop_requested() && !interrupted.load())
                std::this_thread::sleep_for(std::chrono::milliseconds{50});
            if (interrupted.load()) m_stop.request_stop();
        });
    }
    ~InterruptGuard() { sigaction(SIGINT, &m_before, nullptr); }
    InterruptGuard(const InterruptGuard &) = delete;
    InterruptGuard &operator=(const InterruptGuard &) = delete;

    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }

private:
    struct sigaction m_before{};
    std::stop_source m_stop;
    std::jthread m_watcher;
};

Json reportJson(const example::ExampleReport &report) {
    return {{"tag", report.tag},
            {"report", report.file.string()},
            {"completed", report.completed},
            {"failed", report.failed},
            {"cancelled", report.cancelled},
            {"checksum_tasks", report.checksumTasks},
            {"page_tasks", report.pageTasks},
            {"files_seen", report.filesSeen},
            {"files_left_out", report.filesLeftOut},
            {"files_summed", report.filesSummed},
            {"files_missing", report.filesMissing},
            {"files_changed", report.filesChanged},
            {"pages_fetched", report.pagesFetched},
            {"pages_wrong", report.pagesWrong},
            {"page_bytes", report.pageBytes},
            {"submit_s", report.submitTime.count()},
            {"run_s", report.runTime.count()},
            {"verified_ok", report.verdict.ok},
            {"verified_bad", report.verdict.bad},
            {"good", report.isGood()}};
}

} // namespace

Answer<Exit> runExample(const VerbContext &context, const ExampleArguments &arguments) {
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    if (auto asked = askToAllow(context, "sha256sum"); !asked) return std::unexpected(asked.error());
    HttpEnginePort port(*client);
    const example::ExampleOptions options{.folder = arguments.folder,
                                          .report = arguments.report,
                                          .tasks = arguments.tasks,
                                          .keepServer = std::chrono::seconds{arguments.keepServerSeconds}};
    const InterruptGuard interrupt;
    ProgressLine progress(context.console);
    HoldNotice hold(*client, context.console);
    bool told = false;
    const auto onProgress = [&](const example::Progress &now) {
        if (!told && !now.serverUrl.empty()) {
            progress.clear();
            context.console.err << fmt::format("Pages are served at {}/ while this runs.\n", now.serverUrl);
            told = true;
        }
        if (now.phase == example::Phase::Running) hold.poll(now.done, {"command", "http"}, progress);
        progress.show(toText(now.phase), now.done, now.total,
                      now.failed > 0 ? fmt::format("{} failed", now.failed) : "");
    };
    const auto report = example::runExample(options, port, onProgress, interrupt.token());
    progress.clear();
    if (!report) {
        const bool cancelled = report.error().code == ErrorCode::Cancelled;
        return std::unexpected(
            Failure{port.lastExit().value_or(cancelled ? Exit::Refused : Exit::Usage), report.error()});
    }
    if (context.json)
        context.printJson(reportJson(*report));
    else
        context.console.out << report->text();
    if (report->isGood()) return Exit::Ok;
    return report->failed + report->cancelled > 0 ? Exit::TaskFailed : Exit::Refused;
}

} // namespace qd::ctl
