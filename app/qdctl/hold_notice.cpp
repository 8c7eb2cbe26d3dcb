#include "app/qdctl/hold_notice.h"

#include <fmt/format.h>

#include <ostream>

#include "app/qdctl/format.h"
#include "app/qdctl/verb_context.h"

namespace qd::ctl {

void HoldNotice::poll(std::uint64_t done, const std::set<std::string> &queues, ProgressLine &progress) {
    const auto now = Clock::now();
    if (done != m_done) {
        m_done = done;
        m_askAt = now + std::chrono::seconds{1};
    }
    if (now < m_askAt) return;
    m_askAt = now + std::chrono::seconds{1};
    const std::string text = reason(queues);
    if (text == m_told) return;
    m_told = text;
    if (text.empty()) return;
    progress.clear();
    m_console.err << printable(text) << std::endl;
}

std::string HoldNotice::reason(const std::set<std::string> &queues) {
    // Only a help: what cannot be asked is not told, the wait itself reports a lost engine.
    const auto status = m_client.get("/api/v1/status");
    if (!status) return {};
    if (flagOf(*status, "paused_all")) return "Dispatching is paused; qdctl resume all lets it go on.";
    const auto table = m_client.get("/api/v1/queues");
    if (!table) return {};
    for (const nlohmann::json &row : listOf(*table, "rows"))
        if (const std::string name = textOf(row, "name"); flagOf(row, "paused") && queues.contains(name))
            return fmt::format("Queue {0} is paused; qdctl resume queue {0} lets it go on.", name);
    return {};
}

} // namespace qd::ctl
