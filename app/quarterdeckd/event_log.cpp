#include "app/quarterdeckd/event_log.h"

#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/model/codec/json_codec.h"
#include "core/model/codec/rfc3339.h"

namespace qd::daemon {

namespace {
constexpr std::size_t kLinesAtOnce = 1000;

bool g_json = false; ///< Set once, before the first thread.

void put(std::string line) {
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
}

std::string_view levelOf(Severity severity) {
    switch (severity) {
    case Severity::Info:
    case Severity::Good: return "info";
    case Severity::Warning: return "warning";
    case Severity::Bad: return "error";
    }
    return "error";
}

std::string plainLine(WallTime at, std::string_view level, std::string_view text) {
    std::string line = fmt::format("{} {} ", rfc3339(at), level);
    // Texts may carry what a program printed; a line stays a line.
    for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    return line;
}

std::string written(const nlohmann::ordered_json &line) {
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// As the door tells it, with the level that every line has.
std::string jsonLine(const Event &event, LedgerId ledger) {
    auto line = nlohmann::ordered_json::parse(eventToJson(event, ledger));
    line["level"] = levelOf(event.severity);
    return written(line);
}

std::string jsonLine(WallTime at, std::string_view level, std::string_view text) {
    return written({{"at", rfc3339(at)}, {"level", level}, {"text", text}});
}
} // namespace

void setLogFormat(bool json) {
    g_json = json;
}

void logLine(std::string_view level, std::string_view text) {
    put(g_json ? jsonLine(wallNow(), level, text) : plainLine(wallNow(), level, text));
}

EventLog::EventLog(Engine &engine, std::string_view level)
    : m_engine(engine), m_least(level == "error" ? Severity::Bad : Severity::Warning), m_all(level == "debug"),
      m_milestones(level == "info" || level == "debug") {}

/// At "info": trouble and the few things that happen once. Commands and joining workers come by the thousand.
bool EventLog::isWanted(const Event &event) const {
    const bool isMilestone = event.kind <= EventKind::LedgerRecovered;
    return m_all || event.severity >= m_least || (m_milestones && isMilestone);
}

void EventLog::write() {
    const RingPage<Event> page = m_engine.events(m_next, kLinesAtOnce);
    if (page.lost > 0) logLine("warning", fmt::format("{} events were lost before they could be logged", page.lost));
    const LedgerId ledger = g_json ? m_engine.snapshot()->ledger : LedgerId{};
    for (const Event &event : page.entries) {
        if (!isWanted(event)) continue;
        put(g_json ? jsonLine(event, ledger) : plainLine(event.at, levelOf(event.severity), event.text));
    }
    m_next = page.next;
}

} // namespace qd::daemon
