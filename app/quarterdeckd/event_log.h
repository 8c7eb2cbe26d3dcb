#pragma once
// The engine's events as plain lines on stderr, until structured logging exists.

#include <cstdint>
#include <string_view>

#include "core/engine/engine.h"

namespace qd::daemon {

/// "2026-03-01T12:00:00.000000Z warning text" on stderr.
void logLine(std::string_view level, std::string_view text);

class EventLog {
public:
    /// `level` as log.level.
    EventLog(const Engine &engine, std::string_view level);
    /// Writes what has happened since the last call, at most 1000 lines; what it must leave out is counted in a line.
    void write();

private:
    [[nodiscard]] bool isWanted(const Event &event) const;

    const Engine &m_engine;
    Severity m_least = Severity::Warning;
    bool m_all = false;
    bool m_milestones = true;
    std::uint64_t m_next = 1;
};

} // namespace qd::daemon
