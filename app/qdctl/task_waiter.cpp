#include "app/qdctl/task_waiter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <thread>
#include <unordered_map>

#include "app/qdctl/format.h"
#include "app/qdctl/verb_context.h"
#include "core/model/task.h"

namespace qd::ctl {

namespace {

constexpr std::size_t kChunk = 200; ///< Ids per request: about 3 KB of URL.
constexpr std::size_t kChunksPerPoll = 5;
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

void TaskWaiter::count(const std::string &id, const std::string &state, const std::string &error) {
    if (state == "completed")
        ++m_summary.completed;
    else if (state == "failed")
        ++m_summary.failed;
    else
        ++m_summary.cancelled;
    if (state != "completed" && m_summary.bad.size() < kBadListed) m_summary.bad.push_back({id, state, error});
}

Answer<std::vector<std::string>> TaskWaiter::pollChunk(ApiClient &client, const std::vector<std::string> &ids) {
    const auto page = client.get(
        fmt::format("/api/v1/tasks?ids={}&limit={}", percentEncode(fmt::format("{}", fmt::join(ids, ","))), kChunk));
    if (!page) return std::unexpected(page.error());
    std::unordered_map<std::string, const nlohmann::json *> rows;
    for (const nlohmann::json &row : listOf(*page, "tasks")) rows.emplace(textOf(row, "id"), &row);
    std::vector<std::string> open;
    for (const std::string &id : ids) {
        const auto row = rows.find(id);
        if (row == rows.end()) {
            ++m_summary.gone;
            continue;
        }
        const std::string stateName = textOf(*row->second, "state");
        const auto state = parseTaskState(stateName);
        if (state && isFinal(*state))
            count(id, stateName, textOf(*row->second, "error"));
        else
            open.push_back(id);
    }
    return open;
}

Answer<void> TaskWaiter::poll(ApiClient &client) {
    // The oldest first: they finish first. Open ones go to the back, so that no chunk is starved.
    for (std::size_t n = std::min(kChunksPerPoll, m_open.size()); n > 0; --n) {
        auto open = pollChunk(client, m_open.front());
        if (!open) return std::unexpected(open.error());
        m_open.pop_front();
        if (!open->empty()) m_open.push_back(*std::move(open));
    }
    return {};
}

Answer<WaitSummary> waitForTasks(ApiClient &client, const Console &console, const std::vector<std::string> &ids,
                                 const WaitOptions &options) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    TaskWaiter waiter(ids);
    ProgressLine progress(console);
    auto pause = std::chrono::milliseconds{10};
    while (!waiter.isDone()) {
        const std::uint64_t before = waiter.summary().done();
        if (auto polled = waiter.poll(client); !polled) return std::unexpected(polled.error());
        progress.show("waiting", waiter.summary().done(), waiter.total());
        if (waiter.isDone()) break;
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
