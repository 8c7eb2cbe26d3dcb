#pragma once
// What quarterdeckd says on stderr: one line each, plain or JSON (log.json).

#include <cstdint>
#include <string_view>

#include "core/engine/engine.h"

namespace qd::daemon {

/// Whether lines are JSON objects; plain until this is called. Thread: main(), before the first other thread.
void setLogFormat(bool json);
/// Plain: "2026-03-01T12:00:00.000000Z warning text". JSON: {"at":..., "level":"warning", "text":...}. Thread: any.
void logLine(std::string_view level, std::string_view text);

class EventLog {
public:
    /// `level` as log.level.
    EventLog(Engine &engine, std::string_view level);
    /// Writes what has happened since the last call, at most 1000 lines; what it must leave out is counted in a line.
    /// In JSON an event also has the members that the door gives it: kind, task, worker, ticket, seq.
    void write();

private:
    [[nodiscard]] bool isWanted(const Event &event) const;

    Engine &m_engine;
    Severity m_least = Severity::Warning;
    bool m_all = false;
    bool m_milestones = true;
    std::uint64_t m_next = 1;
};

} // namespace qd::daemon
