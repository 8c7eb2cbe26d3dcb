#include "app/qdctl/task_waiter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <thread>
#include <unordered_map>

#include "app/qdctl/format.h"
#include "app/qdctl/hold_notice.h"
#include "app/qdctl/task_text.h"
#include "app/qdctl/verb_context.h"
#include "core/model/task.h"

namespace qd::ctl {

namespace {

constexpr std::size_t kChunk = 200; ///< Ids per request: about 3 KB of URL.
constexpr std::size_t kChunksPerPoll = 16;
constexpr std::size_t kQueuesNoted = 100;
constexpr std::size_t kBadListed = 20;

} // namespace

TaskWaiter::TaskWaiter(const std::vector<std::string> &ids) {
    // A duplicate key gives the same id twice; it is one task.
    std::vector<std::string> unique;
    std::unordered_map<std::string, bool> seen;
    for (const std::string &id : ids)
        if (seen.emplace(id, true).second) unique.push_back(id);
    m_total = unique.size();
    for (std::size_t from = 0; from < unique.size(); from += kChunk)
        m_open.emplace_back(unique.begin() + static_cast<std::ptrdiff_t>(from),
                            unique.begin() + static_cast<std::ptrdiff_t>(std::min(from + kChunk, unique.size())));
}

void TaskWaiter::count(const nlohmann::json &row) {
    const std::string state = textOf(row, "state");
    if (state == "completed")
        ++m_summary.completed;
    else if (state == "failed")
        ++m_summary.failed;
    else
        ++m_summary.cancelled;
    if (state != "completed" && m_summary.bad.size() < kBadListed)
        m_summary.bad.push_back({textOf(row, "id"), state, troubleOf(row)});
}

std::vector<std::string> TaskWaiter::stillOpen(const nlohmann::json &page, const std::vector<std::string> &ids) {
    std::unordered_map<std::string, const nlohmann::json *> rows;
    for (const nlohmann::json &row : listOf(page, "tasks")) rows.emplace(textOf(row, "id"), &row);
    std::vector<std::string> open;
    for (const std::string &id : ids) {
        const auto row = rows.find(id);
        if (row == rows.end()) {
            ++m_summary.gone;
            continue;
        }
        if (isFinalState(*row->second)) {
            count(*row->second);
            continue;
        }
        open.push_back(id);
        if (m_queues.size() < kQueuesNoted) m_queues.insert(textOf(*row->second, "queue"));
    }
    return open;
}

Answer<void> TaskWaiter::poll(ApiClient &client) {
    // The oldest first: they finish first. Open ones go to the back, so that no chunk is starved.
    const std::size_t chunks = std::min(kChunksPerPoll, m_open.size());
    std::vector<std::string> paths;
    for (std::size_t i = 0; i < chunks; ++i)
        paths.push_back(fmt::format("/api/v1/tasks?ids={}&limit={}",
                                    percentEncode(fmt::format("{}", fmt::join(m_open[i], ","))), kChunk));
    const auto pages = client.getAll(paths);
    if (!pages) return std::unexpected(pages.error());
    m_queues.clear();
    for (const nlohmann::json &page : *pages) {
        auto open = stillOpen(page, m_open.front());
        m_open.pop_front();
        if (!open.empty()) m_open.push_back(std::move(open));
    }
    return {};
}

namespace {

/// At least this many of `total` are final, by the engine's own counts: asking for each id would show what was true
/// long ago when there are many. Tasks of others only make it smaller.
std::uint64_t surelyDone(ApiClient &client, std::uint64_t total) {
    const auto status = client.get("/api/v1/status");
    if (!status || !status->contains("totals")) return 0;
    const nlohmann::json states = (*status)["totals"].value("by_state", nlohmann::json::object());
    if (states.empty()) return 0;
    std::uint64_t unfinished = 0;
    for (std::size_t s = 0; s < kTaskStates; ++s)
        if (const auto state = static_cast<TaskState>(s); !isFinal(state)) unfinished += countOf(states, toText(state));
    return total - std::min(total, unfinished);
}

/// The line that is rewritten while it waits. Only a terminal shows it, so only then the engine is asked for counts.
class WaitProgress {
public:
    WaitProgress(ApiClient &client, const Console &console)
        : m_client(client), m_console(console), m_line(console), m_hold(client, console) {}

    void show(const TaskWaiter &waiter) {
        const std::uint64_t done = waiter.summary().done();
        m_hold.poll(done, waiter.openQueues(), m_line);
        if (!m_console.errIsTty) return;
        const auto now = std::chrono::steady_clock::now();
        if (waiter.total() > kChunk && now >= m_askAt) {
            m_sure = std::max(m_sure, surelyDone(m_client, waiter.total()));
            m_askAt = now + std::chrono::milliseconds{200};
        }
        m_line.show("waiting", std::max(done, m_sure), waiter.total(),
                    m_sure == waiter.total() ? "reading how they ended" : "");
    }

private:
    ApiClient &m_client;
    const Console &m_console;
    ProgressLine m_line;
    HoldNotice m_hold;
    std::uint64_t m_sure = 0;
    std::chrono::steady_clock::time_point m_askAt;
};

} // namespace

Answer<WaitSummary> waitForTasks(ApiClient &client, const Console &console, const std::vector<std::string> &ids,
                                 const WaitOptions &options) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    TaskWaiter waiter(ids);
    WaitProgress progress(client, console);
    auto pause = std::chrono::milliseconds{10};
    while (!waiter.isDone()) {
        const std::uint64_t before = waiter.summary().done();
        if (auto polled = waiter.poll(client); !polled) return std::unexpected(polled.error());
        if (waiter.isDone()) break;
        progress.show(waiter);
        if (options.timeout.count() > 0 && Clock::now() - start > options.timeout)
            return failWith(Exit::Timeout, ErrorCode::Timeout,
                            fmt::format("{} of {} tasks are not finished after {}; they go on without this command.",
                                        formatCount(waiter.total() - waiter.summary().done()),
                                        formatCount(waiter.total()),
                                        formatDuration(static_cast<double>(options.timeout.count()))));
        pause = waiter.summary().done() > before ? std::chrono::milliseconds{10}
                                                 : std::min(pause * 2, std::chrono::milliseconds{500});
        std::this_thread::sleep_for(pause);
    }
    return waiter.summary();
}

} // namespace qd::ctl
