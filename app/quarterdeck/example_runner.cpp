#include "app/quarterdeck/example_runner.h"

#include <QtCore/QMetaObject>
#include <chrono>
#include <future>
#include <map>
#include <utility>

#include "core/example/example.h"
#include "core/model/ids.h"
#include "ui/format/format.h"

namespace qd::app {

using namespace std::chrono_literals;

namespace {

/// Waits for an answer of the engine, and gives up when the example is stopped.
template <typename T> Result<T> await(std::future<Result<T>> &answer, const std::stop_token &stop) {
    while (answer.wait_for(100ms) != std::future_status::ready)
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "the example was stopped");
    return answer.get();
}

/// The engine as the example sees it. On the example's thread, which may wait.
class LocalPort final : public example::EnginePort {
public:
    LocalPort(Engine &engine, std::stop_token stop) : m_engine(engine), m_stop(std::move(stop)) {}

    Result<void> allowProgram(const std::string &program) override { return m_engine.allowProgram(program); }

    Result<std::vector<std::string>> submit(std::vector<TaskSpec> tasks) override {
        Command command;
        command.ticket = Uuid::random();
        command.principal = "example";
        command.origin = Origin::Window;
        command.body = SubmitTasks{std::move(tasks), 1};
        auto promise = std::make_shared<std::promise<Result<Outcome>>>();
        auto future = promise->get_future();
        if (auto posted =
                m_engine.post(std::move(command), [promise](const Outcome &outcome) { promise->set_value(outcome); });
            !posted)
            return std::unexpected(posted.error());
        const auto outcome = await(future, m_stop);
        if (!outcome) return std::unexpected(outcome.error());
        if (!outcome->ok) return std::unexpected(outcome->error);
        if (outcome->refused > 0)
            return std::unexpected(outcome->refusals.empty() ? Error{ErrorCode::Invalid, "a task was refused"}
                                                             : outcome->refusals.front().error);
        std::vector<std::string> ids;
        for (const TaskIdRange &range : outcome->tasks)
            for (std::uint64_t i = 0; i < range.count; ++i) ids.push_back(std::to_string(range.first.value + i));
        return ids;
    }
    Result<std::vector<TaskState>> states(std::span<const std::string> ids) override {
        TaskQuery query;
        for (const std::string &id : ids) query.filter.ids.push_back(idOf(id));
        query.limit = static_cast<std::uint32_t>(ids.size());
        auto promise = std::make_shared<std::promise<Result<TaskPage>>>();
        auto future = promise->get_future();
        const std::vector<TaskId> wanted = query.filter.ids;
        m_engine.query(
            std::move(query), [stop = m_stop] { return stop.stop_requested(); },
            [promise](Result<TaskPage> page) { promise->set_value(std::move(page)); });
        const auto page = await(future, m_stop);
        if (!page) return std::unexpected(page.error());
        std::map<TaskId, TaskState> found;
        for (const TaskBrief &task : page->rows) found[task.id] = task.state;
        std::vector<TaskState> states;
        for (const TaskId id : wanted) {
            const auto it = found.find(id);
            if (it == found.end()) return fail(ErrorCode::NotFound, "a task of the example is no longer kept");
            states.push_back(it->second);
        }
        return states;
    }
    Result<example::EndedTask> ended(const std::string &id) override {
        auto promise = std::make_shared<std::promise<Result<TaskRecord>>>();
        auto future = promise->get_future();
        m_engine.task(idOf(id), [promise](Result<TaskRecord> record) { promise->set_value(std::move(record)); });
        auto record = await(future, m_stop);
        if (!record) return std::unexpected(record.error());
        example::EndedTask task;
        task.state = record->state;
        task.exitCode = record->result.exitCode;
        task.error = record->result.error;
        task.output = record->result.output;
        task.outputBytes = record->result.outputBytes;
        return task;
    }

private:
    /// Ids are the row keys here: nobody but this port reads them.
    static TaskId idOf(const std::string &id) { return {std::stoull(id)}; }

    Engine &m_engine;
    std::stop_token m_stop;
};

} // namespace

ExampleRunner::ExampleRunner(std::shared_ptr<Engine> engine, std::filesystem::path report, QObject *parent)
    : QObject(parent), m_engine(std::move(engine)), m_report(std::move(report)) {}

ExampleRunner::~ExampleRunner() = default;

void ExampleRunner::stop() {
    m_thread.request_stop();
}

void ExampleRunner::start() {
    m_thread = std::jthread([this](const std::stop_token &stop) {
        LocalPort port(*m_engine, stop);
        example::ExampleOptions options;
        options.report = m_report;
        const auto onProgress = [this](const example::Progress &progress) {
            QString text = QString::fromStdString(std::string{example::toText(progress.phase)});
            if (progress.total > 0)
                text += tr(" %1 of %2").arg(ui::formatCount(progress.done), ui::formatCount(progress.total));
            if (progress.failed > 0) text += tr(", %1 failed").arg(ui::formatCount(progress.failed));
            QMetaObject::invokeMethod(this, [this, text] { emit progressed(text); }, Qt::QueuedConnection);
        };
        const auto report = example::runExample(options, port, onProgress, stop);
        const bool good = report && report->isGood();
        const QString text = QString::fromStdString(report ? report->text() : report.error().detail);
        QMetaObject::invokeMethod(this, [this, good, text] { emit finished(good, text); }, Qt::QueuedConnection);
    });
}

} // namespace qd::app
