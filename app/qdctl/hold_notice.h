#pragma once
// Says why waiting tasks do not move when a person has paused what they wait for: a wait that stands still is a riddle.

#include <chrono>
#include <cstdint>
#include <set>
#include <string>

#include "app/qdctl/api_client.h"
#include "app/qdctl/console.h"

namespace qd::ctl {

/// Thread: one at a time.
class HoldNotice {
public:
    HoldNotice(ApiClient &client, const Console &console) : m_client(client), m_console(console) {}

    /// Asks the engine once `done` has stood still for a second, and each second from then on; tells each reason once,
    /// on standard error. `queues`: those that the open tasks are in.
    void poll(std::uint64_t done, const std::set<std::string> &queues, ProgressLine &progress);

private:
    using Clock = std::chrono::steady_clock;
    [[nodiscard]] std::string reason(const std::set<std::string> &queues);

    ApiClient &m_client;
    const Console &m_console;
    std::uint64_t m_done = 0;
    Clock::time_point m_askAt = Clock::now() + std::chrono::seconds{1};
    std::string m_told;
};

} // namespace qd::ctl
