#pragma once
// Server-sent events for one subscriber. It holds a position, not a buffer: the engine's ring is the bounded buffer,
// and whoever reads too slowly finds a gap there and is told how much it lost.

#include <string>

#include "core/engine/engine.h"

namespace qd::http {

class EventStream {
public:
    EventStream(Engine &engine, LedgerId ledger, std::uint64_t from)
        : m_engine(engine), m_ledger(ledger), m_from(from) {}

    /// What is to be sent now; a comment when there was nothing for 15 s, so that both ends notice a dead line.
    [[nodiscard]] std::string next(Instant now);

private:
    Engine &m_engine;
    LedgerId m_ledger;
    std::uint64_t m_from;
    Instant m_lastSent{};
};

} // namespace qd::http
