#pragma once
// An Engine whose answers a test decides: commits can be held back, rings filled, errors given. For tests of what
// stands in front of an engine; whatever depends on real behaviour runs against the real one.

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/mutex.h"
#include "core/config/settings.h"
#include "core/engine/engine.h"

namespace qd {

class FakeEngine final : public Engine {
public:
    explicit FakeEngine(Settings settings) : m_settings(std::move(settings)) {
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->ledger = LedgerId{0x9c41e0};
        snapshot->phase = EnginePhase::Running;
        snapshot->ledgerStats.kind = "memory";
        snapshot->overrides = std::make_shared<std::vector<Override>>();
        snapshot->texts = std::make_shared<std::vector<std::string>>(1);
        m_snapshot = snapshot;
    }

    // What the test says:
    std::atomic<bool> holdCommits = false; ///< Commands stay under way.
    std::atomic<bool> isFull = false;
    void addEvents(std::size_t count, std::size_t capacity) {
        const Lock lock(m_mutex);
        for (std::size_t i = 0; i < count; ++i) {
            Event event;
            event.sequence = m_nextEvent++;
            event.text = std::string(200, 'x');
            m_ring.push_back(event);
        }
        if (m_ring.size() > capacity)
            m_ring.erase(m_ring.begin(), m_ring.end() - static_cast<std::ptrdiff_t>(capacity));
    }
    void setSnapshot(std::shared_ptr<const Snapshot> snapshot) {
        const Lock lock(m_mutex);
        m_snapshot = std::move(snapshot);
    }
    [[nodiscard]] std::vector<Command> posted() const {
        const Lock lock(m_mutex);
        return m_posted;
    }
    void setTask(TaskRecord task) {
        const Lock lock(m_mutex);
        m_tasks[task.id.value] = std::move(task);
    }
    /// Answers the commands that were held back, from the calling thread.
    void commitHeld() {
        std::vector<std::pair<Outcome, OutcomeHandler>> held;
        {
            const Lock lock(m_mutex);
            held.swap(m_held);
        }
        for (auto &[outcome, done] : held) done(outcome);
    }

    [[nodiscard]] Result<void> start() override { return {}; }
    void stop(StopMode) override {}
    [[nodiscard]] Result<void> post(Command command, OutcomeHandler whenDone) override {
        if (isFull) return fail(ErrorCode::Overloaded, "The inbox is full");
        Outcome outcome;
        outcome.ticket = command.ticket;
        outcome.ok = true;
        if (const auto *submit = std::get_if<SubmitTasks>(&command.body)) {
            outcome.affected = submit->tasks.size() * submit->repeat;
            outcome.tasks.push_back({TaskId{1}, static_cast<std::uint32_t>(outcome.affected)});
        }
        {
            const Lock lock(m_mutex);
            m_posted.push_back(std::move(command));
            if (holdCommits) {
                m_held.emplace_back(outcome, std::move(whenDone));
                return {};
            }
        }
        whenDone(outcome);
        return {};
    }
    [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() override {
        const Lock lock(m_mutex);
        return m_snapshot;
    }
    [[nodiscard]] RingPage<Event> events(std::uint64_t from, std::size_t limit) const override {
        const Lock lock(m_mutex);
        RingPage<Event> out;
        const std::uint64_t oldest = m_nextEvent - m_ring.size();
        const std::uint64_t first = std::clamp(from, oldest, m_nextEvent);
        out.lost = from != 0 && from < oldest ? oldest - from : 0;
        for (std::uint64_t i = first; i < m_nextEvent && out.entries.size() < limit; ++i)
            out.entries.push_back(m_ring[i - oldest]);
        out.next = first + out.entries.size();
        return out;
    }
    [[nodiscard]] RingPage<Decision> decisions(std::uint64_t from, std::size_t) const override { return {0, from, {}}; }
    [[nodiscard]] std::vector<Decision> decisionsFor(TaskId, WorkerId, std::size_t) const override { return {}; }
    [[nodiscard]] std::uint32_t dispatchSampling() const override { return 100; }
    void query(TaskQuery, std::function<bool()>, Answer<TaskPage> answer) override { answer(TaskPage{}); }
    void task(TaskId id, Answer<TaskRecord> answer) override {
        std::optional<TaskRecord> found;
        {
            const Lock lock(m_mutex);
            if (const auto it = m_tasks.find(id.value); it != m_tasks.end()) found = it->second;
        }
        if (found)
            answer(*found);
        else
            answer(fail(ErrorCode::NotFound, "There is no such task"));
    }
    void outcome(Ticket, Answer<Outcome> answer) override {
        answer(fail(holdCommits ? ErrorCode::Unavailable : ErrorCode::NotFound, "Not yet"));
    }
    [[nodiscard]] LiveOutput liveOutput(TaskId) const override { return {true, "so far", "", 6}; }
    void backupLedger(std::string path, Answer<std::string> answer) override { answer("Copied to " + path); }
    void checkLedger(Answer<std::string> answer) override { answer("ok"); }
    [[nodiscard]] Result<void> allowProgram(const std::string &program) override {
        if (program == "sh") return fail(ErrorCode::Denied, "Shells are not allowed");
        return {};
    }
    [[nodiscard]] const Settings &settings() const override { return m_settings; }

private:
    Settings m_settings;
    mutable Mutex m_mutex;
    std::shared_ptr<const Snapshot> m_snapshot QD_GUARDED_BY(m_mutex);
    std::vector<Event> m_ring QD_GUARDED_BY(m_mutex);
    std::uint64_t m_nextEvent QD_GUARDED_BY(m_mutex) = 1;
    std::vector<Command> m_posted QD_GUARDED_BY(m_mutex);
    std::vector<std::pair<Outcome, OutcomeHandler>> m_held QD_GUARDED_BY(m_mutex);
    std::map<std::uint64_t, TaskRecord> m_tasks QD_GUARDED_BY(m_mutex);
};

} // namespace qd
