// What people impose for a time (pauses, pool sizes) and take back, and the drain.

#include <algorithm>

#include <fmt/format.h>

#include "core/coordinator/coordinator.h"

namespace qd {

namespace {

/// "The pause of queue mail", to be gone on with.
Sentence sentenceOn(const Override &lease) {
    const bool isNamed = lease.kind == OverrideKind::PauseWorker || lease.kind == OverrideKind::PauseQueue;
    const std::string target = isNamed ? lease.target : std::string{};
    const std::string words = inWords(lease);
    Sentence sentence{"The " + words.substr(0, words.size() - target.size())};
    sentence.figure(static_cast<std::int64_t>(lease.kind)).figure(lease.value).quote(target);
    return sentence;
}

} // namespace

Result<void> Coordinator::applyImpose(const Impose &impose, const Command &command, Outcome &outcome) {
    Override lease = impose.lease;
    if (m_overrides.size() >= kOverridesMax)
        return fail(ErrorCode::Overloaded, fmt::format("{} overrides are active; revert some first", kOverridesMax));
    if (lease.expiresAt != kNoWallTime && lease.expiresAt <= m_now.wall)
        return fail(ErrorCode::Invalid, "The override would end before it starts");
    switch (lease.kind) {
    case OverrideKind::PauseWorker: {
        const auto id = parseWorkerId(lease.target);
        if (!id || !worker(*id)) return fail(ErrorCode::NotFound, fmt::format("There is no worker {}", lease.target));
        lease.target = workerIdText(*id);
        break;
    }
    case OverrideKind::PauseQueue:
        if (lease.target.empty() || lease.target.size() > kWordBytesMax)
            return fail(ErrorCode::Invalid, "Pausing a queue needs its name (1 .. 64 bytes)");
        break;
    case OverrideKind::PauseAll: lease.target.clear(); break;
    case OverrideKind::PoolSize:
        lease.target.clear();
        if (lease.value < m_config.workersMin || lease.value > m_config.workersMax)
            return fail(ErrorCode::Invalid, fmt::format("{} workers is not within {} .. {}", lease.value,
                                                        m_config.workersMin, m_config.workersMax));
        break;
    }
    lease.startedAt = m_now.wall;
    if (lease.owner.empty()) lease.owner = command.principal;
    if (lease.reason.empty()) lease.reason = command.reason;
    lease.reason.resize(std::min<std::size_t>(lease.reason.size(), 1024));
    // Asked for again by the same person it is the same wish with a new end; leases of others stay apart.
    const auto known = foldOf(lease.kind) == OverrideFold::AnyHolds
                           ? m_overrides.ofOwner(lease.kind, lease.target, lease.owner)
                           : std::nullopt;
    const Override &imposed = m_overrides.impose(std::move(lease), known);
    batch().overrides.push_back({imposed, false});
    outcome.overrides.push_back(imposed.id);
    outcome.affected = 1;
    overrideChanged(imposed);
    event(EventKind::OverrideImposed, Severity::Info, {}, parseWorkerId(imposed.target).value_or(WorkerId{}),
          sentenceOn(imposed)
              .figure(known ? 1 : 0)
              .say(known ? " was renewed by " : " was imposed by ")
              .quote(imposed.owner)
              .say(imposed.reason.empty() ? "" : ": ")
              .quote(imposed.reason));
    return {};
}

void Coordinator::applyRevert(const std::vector<OverrideId> &ids, Outcome &outcome) {
    std::uint32_t index = 0;
    for (const OverrideId id : ids) {
        if (auto gone = m_overrides.revert(id)) {
            batch().overrides.push_back({*gone, true});
            overrideChanged(*gone);
            outcome.overrides.push_back(id);
            ++outcome.affected;
            event(EventKind::OverrideReverted, Severity::Info, {}, parseWorkerId(gone->target).value_or(WorkerId{}),
                  sentenceOn(*gone).say(" was reverted"));
        } else {
            outcome.refuse(index, {}, {ErrorCode::NotFound, fmt::format("Override {} is not active", id.value)});
        }
        ++index;
    }
}

Result<void> Coordinator::applyLift(const Lift &lift, Outcome &outcome) {
    const auto ids = m_overrides.active(lift.kind, lift.target);
    // A drained engine is resumed like a paused one; one that stops is not.
    const bool drained = lift.kind == OverrideKind::PauseAll && m_drainAsked;
    if (ids.empty() && !drained) {
        Override none;
        none.kind = lift.kind;
        none.target = lift.target;
        return fail(ErrorCode::Conflict, fmt::format("There is no {} to end", inWords(none)));
    }
    if (drained) endDrain(outcome);
    applyRevert(ids, outcome);
    return {};
}

/// Puts the new fold of this kind and target into force.
void Coordinator::overrideChanged(const Override &lease) {
    switch (lease.kind) {
    case OverrideKind::PauseWorker: {
        const auto id = parseWorkerId(lease.target);
        Worker *w = id ? worker(*id) : nullptr;
        if (!w) return; // gone meanwhile; the lease ends with its expiry
        const bool paused = m_overrides.holds(lease.kind, lease.target);
        if (w->paused == paused) return;
        const bool counted =
            w->group != kNone && (w->lifecycle == WorkerLifecycle::Live || w->lifecycle == WorkerLifecycle::Draining);
        if (counted) leaveGroup(*w);
        w->paused = paused;
        if (counted) joinGroup(*w);
        refreshWorker(*w);
        return;
    }
    case OverrideKind::PauseQueue:
        for (Queue &queue : m_queues)
            if (m_symbols.text(queue.name) == lease.target) queue.paused = m_overrides.holds(lease.kind, lease.target);
        return;
    case OverrideKind::PauseAll: m_pausedAll = m_overrides.holds(lease.kind, {}); return;
    case OverrideKind::PoolSize: m_poolChanged = true; return;
    }
}

void Coordinator::expireOverrides() {
    const WallTime next = m_overrides.nextExpiry();
    if (next == kNoWallTime || next > m_now.wall) return;
    for (const OverrideId id : m_overrides.expired(m_now.wall)) {
        const auto gone = m_overrides.revert(id);
        batch().overrides.push_back({*gone, true});
        overrideChanged(*gone);
        event(EventKind::OverrideExpired, Severity::Info, {}, parseWorkerId(gone->target).value_or(WorkerId{}),
              sentenceOn(*gone).say(" ended by itself"));
    }
}

// --- drain -----------------------------------------------------------------------------------------------------------

Result<void> Coordinator::applyDrain(const Drain &drain, Outcome &outcome) {
    if (!drain.worker) {
        if (m_phase != EnginePhase::Running)
            return fail(ErrorCode::Conflict, fmt::format("The engine is {} already", toText(m_phase)));
        m_drainAsked = true;
        closeIntake(m_now);
        outcome.affected = 1;
        return {};
    }
    Worker *w = worker(drain.worker);
    if (!w) return fail(ErrorCode::NotFound, fmt::format("There is no worker {}", workerIdText(drain.worker)));
    if (w->lifecycle != WorkerLifecycle::Live)
        return fail(ErrorCode::Conflict, fmt::format("Worker {} is {}", workerIdText(w->id), toText(w->lifecycle)));
    drainWorker(*w);
    outcome.affected = 1;
    event(EventKind::WorkerDraining, Severity::Info, {}, w->id,
          fmt::format("Worker {} is draining; a new one takes its place", workerIdText(w->id)));
    return {};
}

void Coordinator::beginDrain(Now now) {
    m_drainAsked = false; // whatever was asked before: this one ends with the engine
    closeIntake(now);
}

void Coordinator::closeIntake(Now now) {
    m_intakeOpen = false;
    if (m_phase != EnginePhase::Running) return;
    m_phase = EnginePhase::Draining;
    m_eventsNow.push_back(
        {.at = now.wall,
         .kind = EventKind::EngineDraining,
         .severity = Severity::Info,
         .text = fmt::format("Draining: intake is closed, {} tasks are still on workers", m_onWorkers)});
}

void Coordinator::endDrain(Outcome &outcome) {
    m_drainAsked = false;
    m_intakeOpen = true;
    m_phase = EnginePhase::Running;
    ++outcome.affected;
    event(EventKind::EngineRecovered, Severity::Good, {}, {}, "The drain was ended: intake is open again");
}

} // namespace qd
