#include "core/host/host_machine.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include <fmt/format.h>

#include "core/base/assert.h"
#include "core/base/rng.h"

namespace qd {

namespace {

constexpr std::size_t kSeenMin = 128;

[[nodiscard]] Instant later(Instant from, Duration by) noexcept {
    return by >= kNever - from ? kNever : from + by;
}

} // namespace

HostMachine::HostMachine(HostConfig config) : m_config(std::move(config)) {
    QD_ASSERT(m_config.slotCount >= 1 && m_config.heartbeat > Duration{} && m_config.lease > m_config.heartbeat);
    const std::size_t slotCount = m_config.slotCount;
    m_slots.resize(slotCount);
    m_free.reserve(slotCount);
    m_fresh.reserve(slotCount);
    for (std::uint32_t i = m_config.slotCount; i-- > 0;) m_free.push_back(i);
    m_seen.resize(std::max(kSeenMin, std::bit_ceil(slotCount * 4)));
}

void HostMachine::introduce(Instant now, HostOutputs &out) {
    m_confirmedAt = now;
    m_graceUntil = now;
    m_heartbeatDue = nextBeat(now);
    sayHello(out);
}

void HostMachine::sayHello(HostOutputs &out) const {
    FromHosts &to = *out.messages;
    to.hellos.push_back({m_config.worker, m_config.boot, m_config.slotCount, m_config.processId,
                         to.text.add(m_config.label), to.text.add(m_config.version),
                         to.text.add(m_config.capabilities)});
}

// --- messages ----------------------------------------------------------------------------------------------------

std::optional<std::uint32_t> HostMachine::dispatch(const Dispatch &message, Instant now, HostOutputs &out) {
    noteTime(now, out);
    m_known = true;
    if (m_phase == Phase::Gone) return std::nullopt;
    Seen &newest = seen(message.task);
    if (newest.task == message.task && message.epoch <= newest.epoch) {
        ++out.counters.droppedStale;
        return std::nullopt;
    }
    newest = {message.task, message.epoch};
    if (m_phase == Phase::Draining) {
        reportReleased(message, out);
        return std::nullopt;
    }
    if (now >= std::max(later(m_confirmedAt, m_config.lease), m_graceUntil)) {
        // It may have lain on the way for as long as we were cut off; its lease is over or will be lost.
        ++out.counters.droppedExpired;
        return std::nullopt;
    }
    if (m_free.empty()) {
        ++out.counters.droppedFull;
        return std::nullopt;
    }
    const std::uint32_t index = m_free.back();
    m_free.pop_back();
    Slot &slot = m_slots[index];
    slot.task = message.task;
    slot.epoch = message.epoch;
    slot.hint = message.slotHint;
    slot.startedAt = now;
    slot.timeout = message.timeout;
    slot.timeoutAt = message.timeout > Duration{} ? later(now, message.timeout) : kNever;
    slot.use = Use::Fresh;
    if (!std::exchange(slot.listedFresh, true)) m_fresh.push_back(index);
    ++m_held;
    ++out.counters.accepted;
    return index;
}

void HostMachine::withdraw(const Withdraw &message, Instant now, HostOutputs &out) {
    noteTime(now, out);
    m_known = true;
    // Remembered even when it is not held: its dispatch may still be on the way.
    Seen &newest = seen(message.task);
    if (newest.task != message.task || newest.epoch < message.epoch) newest = {message.task, message.epoch};
    for (std::uint32_t i = 0; i < m_slots.size() && m_held > 0; ++i) {
        const Slot &slot = m_slots[i];
        if (slot.use == Use::Free || slot.task != message.task || slot.epoch > message.epoch) continue;
        ++out.counters.withdrawn;
        kill(i, out);
    }
}

void HostMachine::acknowledge(const HeartbeatAck &message, Instant now, HostOutputs &out) {
    noteTime(now, out);
    m_known = true;
    // A confirmation from the future can only be another machine's.
    if (message.sentAt <= now) m_confirmedAt = std::max(m_confirmedAt, message.sentAt);
}

void HostMachine::drain(Instant now, HostOutputs &out) {
    noteTime(now, out);
    m_known = true;
    if (m_phase == Phase::Serving) m_phase = Phase::Draining;
}

void HostMachine::leave(Instant now, HostOutputs &out) {
    noteTime(now, out);
    if (m_phase == Phase::Gone) return;
    m_phase = Phase::Draining;
    for (std::uint32_t i = 0; i < m_slots.size() && m_held > 0; ++i) {
        if (m_slots[i].use == Use::Free) continue;
        report(m_slots[i], OutcomeKind::Released, now, out);
        ++out.counters.released;
        kill(i, out);
    }
}

bool HostMachine::finish(std::uint32_t index, TaskId task, std::uint32_t epoch, const WorkOutcome &outcome, Instant now,
                         HostOutputs &out) {
    noteTime(now, out);
    if (index >= m_slots.size() || m_slots[index].use == Use::Free || m_slots[index].task != task ||
        m_slots[index].epoch != epoch) {
        ++out.counters.lateOutcomes;
        return false;
    }
    TaskFinished &finished = report(m_slots[index], outcome.outcome, now, out);
    finished.exitCode = outcome.exitCode;
    finished.retryAfter = outcome.retryAfter;
    finished.outputBytes = outcome.outputBytes;
    TextArena &text = out.messages->text;
    finished.error = text.add(outcome.error);
    finished.output = text.add(outcome.output);
    finished.errorOutput = text.add(outcome.errorOutput);
    release(index);
    return true;
}

// --- time --------------------------------------------------------------------------------------------------------

void HostMachine::tick(Instant now, HostOutputs &out) {
    noteTime(now, out);
    if (m_phase == Phase::Gone) return;
    if (now >= abandonAt()) abandonAll(out);
    if (now >= m_timeoutWake) expire(now, out);
    if (now >= m_heartbeatDue) beat(now, out);
}

/// Notices that this whole process stood still (suspended laptop, SIGSTOP) before anything is judged by the clock.
void HostMachine::noteTime(Instant now, HostOutputs &out) {
    if (!m_config.colocated || m_heartbeatDue == kNever) return;
    const Duration late = now - m_heartbeatDue;
    if (late <= m_config.heartbeat) return;
    ++out.counters.gaps;
    m_heartbeatDue = now;
    m_graceUntil = later(now, m_config.heartbeat);
    // Sleep must not use up a task's time either.
    for (Slot &slot : m_slots)
        if (slot.use != Use::Free && slot.timeoutAt != kNever) slot.timeoutAt = later(slot.timeoutAt, late);
    if (m_timeoutWake != kNever) m_timeoutWake = later(m_timeoutWake, late);
}

void HostMachine::beat(Instant now, HostOutputs &out) {
    FromHosts &to = *out.messages;
    if (!m_known) sayHello(out);
    const auto begin = static_cast<std::uint32_t>(to.held.size());
    if (m_held > 0)
        for (const Slot &slot : m_slots)
            if (slot.use != Use::Free) to.held.push_back({slot.task, slot.epoch});
    to.heartbeats.push_back({m_config.worker, m_config.boot, now, begin, m_held, out.usage});
    m_heartbeatDue = nextBeat(now);
}

/// All machines beat at multiples of the interval, so that one process sends one batch and not one per worker.
Instant HostMachine::nextBeat(Instant now) const noexcept {
    const auto interval = m_config.heartbeat.count();
    return Instant{Duration{(now.time_since_epoch().count() / interval + 1) * interval}};
}

void HostMachine::expire(Instant now, HostOutputs &out) {
    m_timeoutWake = kNever;
    for (std::uint32_t i = 0; i < m_slots.size(); ++i) {
        Slot &slot = m_slots[i];
        if (slot.use == Use::Free) continue;
        if (slot.timeoutAt > now) {
            m_timeoutWake = std::min(m_timeoutWake, slot.timeoutAt);
            continue;
        }
        std::array<char, 64> text{};
        const auto end = fmt::format_to_n(text.data(), text.size(), "Timed out after {:.4g} s",
                                          static_cast<double>(slot.timeout.count()) / 1e9);
        TaskFinished &finished = report(slot, OutcomeKind::TimedOut, now, out);
        finished.error = out.messages->text.add({text.data(), std::min(end.size, text.size())});
        ++out.counters.timedOut;
        kill(i, out, static_cast<std::uint32_t>(out.messages->finished.size() - 1));
    }
}

/// Nobody has confirmed us for a lease: by now the coordinator has given the tasks to others. No report: it would be
/// refused anyway.
void HostMachine::abandonAll(HostOutputs &out) {
    for (std::uint32_t i = 0; i < m_slots.size() && m_held > 0; ++i) {
        if (m_slots[i].use == Use::Free) continue;
        ++out.counters.abandoned;
        kill(i, out);
    }
    m_known = false;
}

Instant HostMachine::abandonAt() const noexcept {
    return m_held == 0 ? kNever : std::max(later(m_confirmedAt, m_config.lease), m_graceUntil);
}

Instant HostMachine::nextWake() const noexcept {
    if (m_phase == Phase::Gone) return kNever;
    return std::min({m_heartbeatDue, m_timeoutWake, abandonAt()});
}

void HostMachine::endStep(HostOutputs &out) {
    for (const std::uint32_t index : m_fresh) {
        Slot &slot = m_slots[index];
        slot.listedFresh = false;
        if (slot.use != Use::Fresh) continue;
        slot.use = Use::Running;
        m_timeoutWake = std::min(m_timeoutWake, slot.timeoutAt);
        out.messages->started.push_back({slot.task, slot.epoch, slot.hint, m_config.worker});
    }
    m_fresh.clear();
    if (m_phase != Phase::Draining || m_held > 0) return;
    out.messages->goodbyes.push_back({m_config.worker, m_config.boot});
    m_phase = Phase::Gone;
}

// --- slots -------------------------------------------------------------------------------------------------------

void HostMachine::release(std::uint32_t index) {
    m_slots[index].use = Use::Free;
    m_free.push_back(index);
    --m_held;
}

void HostMachine::kill(std::uint32_t index, HostOutputs &out, std::uint32_t reportIndex) {
    const Slot &slot = m_slots[index];
    out.kills.push_back({m_config.worker, index, slot.task, slot.epoch, reportIndex});
    release(index);
}

TaskFinished &HostMachine::report(const Slot &slot, OutcomeKind outcome, Instant now, HostOutputs &out) const {
    TaskFinished &finished = out.messages->finished.emplace_back();
    finished.task = slot.task;
    finished.epoch = slot.epoch;
    finished.slotHint = slot.hint;
    finished.worker = m_config.worker;
    finished.outcome = outcome;
    finished.runTime = now - slot.startedAt;
    return finished;
}

void HostMachine::reportReleased(const Dispatch &message, HostOutputs &out) const {
    ++out.counters.released;
    TaskFinished &finished = out.messages->finished.emplace_back();
    finished.task = message.task;
    finished.epoch = message.epoch;
    finished.slotHint = message.slotHint;
    finished.worker = m_config.worker;
    finished.outcome = OutcomeKind::Released;
}

HostMachine::Seen &HostMachine::seen(TaskId task) noexcept {
    return m_seen[mix64(task.value) & (m_seen.size() - 1)];
}

} // namespace qd
