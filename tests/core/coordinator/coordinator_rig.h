#pragma once
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QtTest/QTest>

#include "core/coordinator/coordinator.h"

namespace qd::test {

using namespace std::chrono_literals;

/// A coordinator with hand-made time, hosts and commits.
class Rig {
public:
    explicit Rig(std::uint32_t workers = 1) : Rig(withWorkers(workers)) {}
    explicit Rig(CoordinatorConfig wanted) : config(std::move(wanted)) {
        engine = std::make_unique<Coordinator>(config);
        engine->recoverBegin(0);
        engine->recovered(now);
        step();
        for (const WorkerId id : out.startWorkers) {
            auto batch = std::make_unique<FromHosts>();
            batch->hellos.push_back({.worker = id,
                                     .boot = 1,
                                     .slotCount = 1,
                                     .processId = 1,
                                     .label = {},
                                     .version = {},
                                     .capabilities = {}});
            in.hosts.push_back(std::move(batch));
        }
        settle();
    }
    void step() {
        engine->step(in, now, out);
        in.clear();
        for (const auto &message : out.toHosts)
            for (const Dispatch &d : message->dispatches) dispatched.push_back(d);
        for (const auto &answer : out.answers) answers.push_back(answer);
        for (const Event &event : out.events) events.push_back(event);
        if (out.batch) {
            rows.insert(rows.end(), out.batch->rows.begin(), out.batch->rows.end());
            for (const RowChange &row : out.batch->rows) errors[row.id.value] = out.batch->text.view(row.error);
            pending = out.batch->number;
        }
    }
    /// Steps until everything is committed.
    void settle() {
        step();
        while (pending != 0) {
            in.committed.push_back({std::exchange(pending, 0), {}});
            step();
        }
    }
    Outcome command(CommandBody body, Ticket ticket = {}) {
        answers.clear();
        post(std::move(body), ticket);
        settle();
        return answers.empty() ? Outcome{} : answers.back().outcome;
    }
    void post(CommandBody body, Ticket ticket = {}) {
        if (!ticket) ticket = {7, ++m_tickets};
        in.commands.push_back({.command = {.ticket = ticket,
                                           .principal = "op",
                                           .origin = Origin::Api,
                                           .revisionSeen = 0,
                                           .reason = {},
                                           .body = std::move(body)},
                               .client = 1,
                               .loaded = std::exchange(load, {})});
    }
    TaskId submit(TaskSpec spec = {}) {
        if (spec.type.empty()) spec.type = "t";
        SubmitTasks body;
        body.tasks.push_back(std::move(spec));
        const Outcome outcome = command(std::move(body));
        return outcome.tasks.empty() ? TaskId{} : outcome.tasks.front().first;
    }
    void finish(const Dispatch &d, OutcomeKind kind = OutcomeKind::Succeeded, std::string_view error = {}) {
        auto batch = std::make_unique<FromHosts>();
        TaskFinished f;
        f.task = d.task;
        f.epoch = d.epoch;
        f.slotHint = d.slotHint;
        f.worker = d.worker;
        f.outcome = kind;
        f.error = batch->text.add(error);
        batch->finished.push_back(f);
        in.hosts.push_back(std::move(batch));
        settle();
    }
    TaskId failOne(std::uint16_t attemptsMax) {
        TaskSpec spec;
        spec.attemptsMax = attemptsMax;
        const TaskId task = submit(std::move(spec));
        finish(dispatched.back(), OutcomeKind::Failed, "refused");
        return task;
    }
    void pass(Duration time) {
        now.mono += time;
        now.wall += std::chrono::duration_cast<std::chrono::microseconds>(time);
    }
    void beat(std::initializer_list<Dispatch> held) {
        auto batch = std::make_unique<FromHosts>();
        Heartbeat beat{.worker = WorkerId{1},
                       .boot = 1,
                       .sentAt = now.mono,
                       .heldBegin = 0,
                       .heldCount = static_cast<std::uint32_t>(held.size()),
                       .usage = usage};
        for (const Dispatch &d : held) batch->held.push_back({d.task, d.epoch});
        batch->heartbeats.push_back(beat);
        in.hosts.push_back(std::move(batch));
    }
    [[nodiscard]] bool saw(EventKind kind) const {
        return std::ranges::find(events, kind, &Event::kind) != events.end();
    }

    [[nodiscard]] bool says(std::string_view part) const {
        return std::ranges::any_of(events, [part](const Event &e) { return e.text.find(part) != std::string::npos; });
    }
    [[nodiscard]] std::string errorOf(TaskId id) { return errors[id.value]; }

    CoordinatorConfig config;
    ProcessUsage usage;           ///< Told by the next heartbeats.
    std::vector<TaskRecord> load; ///< For the next command: what the ledger gives for a retry.
    std::map<std::uint64_t, std::string> errors;
    Now now{Instant{1h}, WallTime{std::chrono::hours{24 * 365 * 50}}};
    std::unique_ptr<Coordinator> engine;
    StepInputs in;
    StepOutputs out;
    std::vector<Dispatch> dispatched;
    std::vector<Answer> answers;
    std::vector<Event> events;
    std::vector<RowChange> rows;
    std::uint64_t pending = 0;

private:
    static CoordinatorConfig withWorkers(std::uint32_t workers) {
        CoordinatorConfig config;
        config.workers = workers;
        return config;
    }

    std::uint64_t m_tickets = 0;
};

} // namespace qd::test
