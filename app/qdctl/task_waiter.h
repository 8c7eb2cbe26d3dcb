#pragma once
// Waits until tasks are final by asking for their states in chunks; chunks that are done are not asked for again.

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "app/qdctl/api_client.h"
#include "app/qdctl/console.h"

namespace qd::ctl {

struct WaitSummary {
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    std::uint64_t cancelled = 0;
    std::uint64_t gone = 0; ///< No longer kept by the ledger: final, but how is not known.

    struct Bad {
        std::string id;
        std::string state;
        std::string error;
    };
    std::vector<Bad> bad; ///< The first 20 that failed or were cancelled.

    [[nodiscard]] std::uint64_t done() const { return completed + failed + cancelled + gone; }
};

/// Thread: one at a time.
class TaskWaiter {
public:
    explicit TaskWaiter(const std::vector<std::string> &ids);

    /// Asks once for some of the open ones.
    [[nodiscard]] Answer<void> poll(ApiClient &client);
    [[nodiscard]] bool isDone() const { return m_open.empty(); }
    [[nodiscard]] std::uint64_t total() const { return m_total; }
    [[nodiscard]] const WaitSummary &summary() const { return m_summary; }
    /// Of the tasks that the last poll found open.
    [[nodiscard]] const std::set<std::string> &openQueues() const { return m_queues; }

private:
    [[nodiscard]] std::vector<std::string> stillOpen(const nlohmann::json &page, const std::vector<std::string> &ids);
    void count(const nlohmann::json &row);

    std::deque<std::vector<std::string>> m_open; ///< Chunks with the ids that are not final yet.
    std::uint64_t m_total = 0;
    std::set<std::string> m_queues;
    WaitSummary m_summary;
};

struct WaitOptions {
    std::chrono::milliseconds timeout{0}; ///< 0 = as long as it takes.
};

/// Polls until all are final, with a progress line. Timeout: Exit::Timeout.
[[nodiscard]] Answer<WaitSummary> waitForTasks(ApiClient &client, const Console &console,
                                               const std::vector<std::string> &ids, const WaitOptions &options);

} // namespace qd::ctl
