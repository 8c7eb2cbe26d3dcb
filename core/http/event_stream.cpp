#include "core/http/event_stream.h"

#include <fmt/format.h>

#include "core/model/codec/json_codec.h"

namespace qd::http {

namespace {
constexpr std::size_t kEventsAtOnce = 256; // About 64 KiB; the rest follows when these are written.
constexpr std::chrono::seconds kHeartbeat{15};
} // namespace

std::string EventStream::next(Instant now) {
    std::string out;
    // The first bytes come at once: the client then knows that it is connected.
    if (m_lastSent == Instant{}) out = ": connected\n\n";
    const RingPage<Event> page = m_engine.events(m_from, kEventsAtOnce);
    if (page.lost > 0) out += fmt::format("event: lost\ndata: {{\"lost\":{}}}\n\n", page.lost);
    for (const Event &event : page.entries)
        out += fmt::format("id: {}\nevent: {}\ndata: {}\n\n", event.sequence, toText(event.kind),
                           eventToJson(event, m_ledger));
    m_from = page.next;
    if (out.empty() && now - m_lastSent >= kHeartbeat) out = ": still here\n\n";
    if (!out.empty()) m_lastSent = now;
    return out;
}

} // namespace qd::http
