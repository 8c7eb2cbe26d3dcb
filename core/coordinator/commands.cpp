// What people and programs ask for, and what it does to tasks. Each command is applied whole or refused; bulk commands
// refuse single elements.

#include <algorithm>

#include <fmt/format.h>

#include "core/coordinator/coordinator.h"

namespace qd {

namespace {

template <typename... Ts> struct Overloaded : Ts... {
    using Ts::operator()...;
};

bool containsIgnoringCase(std::string_view text, std::string_view part) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return !std::ranges::search(text, part, {}, lower, lower).empty() || part.empty();
}

} // namespace

void Coordinator::takeCommand(PostedCommand &posted) {
    const Command &command = posted.command;
    // The same ticket again: its stored outcome, or a place in the line of those who wait for it.
    if (TicketTable::Entry *seen = m_tickets.find(command.ticket)) {
        if (seen->committed) {
            m_answersNow.push_back({posted.client, seen->outcome});
        } else {
            seen->waiting.push_back(posted.client);
        }
        return;
    }
    Outcome outcome;
    outcome.ticket = command.ticket;
    if (overdue() && !m_stall.empty()) {
        outcome.error = {ErrorCode::Unavailable,
                         fmt::format("The ledger cannot write ({}), and {} batches of changes wait for it already; "
                                     "repeat the command with the same ticket when it can",
                                     m_stall, m_pending.size())};
        ++m_totals.commandsRefused;
        m_answersNow.push_back({posted.client, std::move(outcome)});
        return;
    }
    m_currentTicket = command.ticket;
    m_step.answers.push_back({posted.client, {}}); // its place, so that a purge can refer to it
    const std::size_t answer = m_step.answers.size() - 1;
    const Result<void> applied =
        std::visit(Overloaded{[&](const SubmitTasks &c) { return applySubmit(c, outcome); },
                              [&](const CancelTasks &c) -> Result<void> {
                                  forSelected(c.which, outcome, [this](TaskSlot slot) { return applyCancel(slot); });
                                  return {};
                              },
                              [&](const SuspendTasks &c) -> Result<void> {
                                  forSelected(c.which, outcome, [this](TaskSlot slot) { return applySuspend(slot); });
                                  return {};
                              },
                              [&](const ResumeTasks &c) -> Result<void> {
                                  forSelected(c.which, outcome, [this](TaskSlot slot) { return applyResume(slot); });
                                  return {};
                              },
                              [&](const RetryTasks &c) -> Result<void> {
                                  applyRetry(posted, c, outcome);
                                  return {};
                              },
                              [&](const RequeueTasks &c) -> Result<void> {
                                  forSelected(c.which, outcome, [this](TaskSlot slot) { return applyRequeue(slot); });
                                  return {};
                              },
                              [&](const ReprioritiseTasks &c) -> Result<void> {
                                  if (c.priority < 1 || c.priority > kPriorityMax)
                                      return fail(ErrorCode::Invalid,
                                                  fmt::format("priority {} is not within 1 .. 10", c.priority));
                                  forSelected(c.which, outcome,
                                              [this, &c](TaskSlot slot) { return applyPriority(slot, c.priority); });
                                  return {};
                              },
                              [&](const PurgeTasks &c) -> Result<void> {
                                  applyPurge(c, answer);
                                  return {};
                              },
                              [&](const Impose &c) { return applyImpose(c, command, outcome); },
                              [&](const RevertOverrides &c) -> Result<void> {
                                  applyRevert(c.ids, outcome);
                                  return {};
                              },
                              [&](const Lift &c) { return applyLift(c, outcome); },
                              [&](const Drain &c) { return applyDrain(c, outcome); }},
                   command.body);

    outcome.ok = applied.has_value();
    if (!applied) {
        outcome.error = applied.error();
        ++m_totals.commandsRefused;
    } else if (outcome.affected == 0 && outcome.refused > 0) {
        outcome.ok = false;
        outcome.error = outcome.refusals.front().error;
        if (outcome.refused > 1)
            outcome.error.detail =
                fmt::format("All {} are refused; the first: {}", outcome.refused, outcome.error.detail);
    }
    if (!std::holds_alternative<SubmitTasks>(command.body) || !outcome.ok) {
        Sentence sentence;
        std::string name{nameOf(command.body)};
        std::ranges::replace(name, '_', ' ');
        sentence.quote(name).say(" by ").quote(command.principal);
        if (outcome.ok)
            sentence.say(command.reason.empty() ? "" : ": ").quote(command.reason);
        else
            sentence.say(" refused: ").quote(outcome.error.detail);
        event(outcome.ok ? EventKind::CommandApplied : EventKind::CommandRefused,
              outcome.ok ? Severity::Info : Severity::Warning, {}, {}, std::move(sentence));
    }
    m_currentTicket = {};
    // What will not get better by waiting for the disk is said at once, and is not stored.
    if (!outcome.ok && (outcome.error.code == ErrorCode::Unavailable || outcome.error.code == ErrorCode::Overloaded)) {
        m_step.answers.pop_back();
        m_answersNow.push_back({posted.client, std::move(outcome)});
        return;
    }
    m_tickets.add(command.ticket, m_now.wall);
    batch().tickets.push_back({command.ticket, m_now.wall, encodeOutcome(outcome)});
    m_step.answers[answer].outcome = std::move(outcome);
}

// --- tasks -----------------------------------------------------------------------------------------------------------

bool Coordinator::matches(const TaskNode &node, const TaskFilter &filter) const {
    if (!filter.matchesState(node.state)) return false;
    if (filter.priorityMin != 0 && node.priority < filter.priorityMin) return false;
    if (filter.worker && node.worker != filter.worker) return false;
    if (!filter.type.empty() && m_symbols.text(node.type) != filter.type) return false;
    if (!filter.queue.empty() && m_symbols.text(m_queues[node.queue].name) != filter.queue) return false;
    if (filter.finishedBefore != Duration{}) return false; // nothing in memory is final
    if (filter.text.empty() || containsIgnoringCase(m_tasks.name(node), filter.text) ||
        containsIgnoringCase(idText(node.id), filter.text))
        return true;
    // What its row says it failed of last; the first 256 bytes of it.
    const auto history = m_history.find(node.id.value);
    return history != m_history.end() && !history->second.attempts.empty() &&
           containsIgnoringCase(history->second.attempts.back().error, filter.text);
}

template <typename Apply> void Coordinator::forSelected(const TaskSelection &which, Outcome &outcome, Apply apply) {
    std::uint32_t index = 0;
    const auto one = [&](TaskId id, TaskSlot slot) {
        if (const Result<void> done = apply(slot)) {
            ++outcome.affected;
        } else {
            outcome.refuse(index, id, done.error());
        }
        ++index;
    };
    if (!which.filter.ids.empty()) {
        for (const TaskId id : which.filter.ids) {
            const TaskSlot slot = m_tasks.find(id);
            if (slot != kNoSlot) {
                one(id, slot);
            } else if (const auto ended = m_tasks.finalState(id)) {
                outcome.refuse(index++, id,
                               {ErrorCode::Conflict, fmt::format("Task {} is already {}", idText(id), toText(*ended))});
            } else {
                outcome.refuse(index++, id, {ErrorCode::NotFound, fmt::format("There is no task {}", idText(id))});
            }
        }
        return;
    }
    // Oldest slots first; a full walk, since a bulk command is rare and the slab is compact.
    std::vector<TaskSlot> chosen;
    for (TaskSlot slot = 0; slot < m_tasks.slotsUsed() && chosen.size() < which.limit; ++slot)
        if (m_tasks[slot].id && !isFinal(m_tasks[slot].state) && matches(m_tasks[slot], which.filter))
            chosen.push_back(slot);
    for (const TaskSlot slot : chosen)
        if (!isFinal(m_tasks[slot].state)) one(m_tasks[slot].id, slot); // an earlier one may have ended its children
}

Result<void> Coordinator::applyCancel(TaskSlot slot) {
    TaskNode &node = m_tasks[slot];
    switch (node.state) {
    case TaskState::Assigned:
    case TaskState::Running:
        addHistory(slot, Reason::CancelCommand, kNoExitCode, "cancelled while it ran");
        explain(slot, "cancelled while it ran");
        withdraw(slot);
        break;
    case TaskState::Queued: leaveLane(slot); break;
    case TaskState::Retrying: --m_queues[node.queue].retrying; break;
    case TaskState::Pending:
    case TaskState::Suspended: break;
    case TaskState::Completed:
    case TaskState::Failed:
    case TaskState::Cancelled: // ended earlier in this step
        return fail(ErrorCode::Conflict, fmt::format("Task {} is already {}", idText(node.id), toText(node.state)));
    }
    endTask(slot, TaskState::Cancelled, Reason::CancelCommand);
    return {};
}

Result<void> Coordinator::applySuspend(TaskSlot slot) {
    TaskNode &node = m_tasks[slot];
    switch (node.state) {
    case TaskState::Queued: leaveLane(slot); break;
    case TaskState::Assigned:
    case TaskState::Running:
        addHistory(slot, Reason::SuspendCommand, kNoExitCode, "suspended while it ran");
        withdraw(slot);
        break;
    case TaskState::Pending:
        return fail(ErrorCode::Conflict,
                    fmt::format("Task {} waits for its parents; suspend it once it is queued", idText(node.id)));
    case TaskState::Retrying:
        return fail(ErrorCode::Conflict,
                    fmt::format("Task {} waits for its next attempt; suspend it once it is queued", idText(node.id)));
    case TaskState::Suspended:
    case TaskState::Completed:
    case TaskState::Failed:
    case TaskState::Cancelled:
        return fail(ErrorCode::Conflict, fmt::format("Task {} is already {}", idText(node.id), toText(node.state)));
    }
    moveTo(slot, TaskState::Suspended, Reason::SuspendCommand);
    return {};
}

Result<void> Coordinator::applyResume(TaskSlot slot) {
    const TaskNode &node = m_tasks[slot];
    if (node.state != TaskState::Suspended)
        return fail(ErrorCode::Conflict,
                    fmt::format("Task {} is {}, not suspended", idText(node.id), toText(node.state)));
    moveTo(slot, TaskState::Queued, Reason::ResumeCommand);
    toLane(slot);
    if (node.deadline != kNoWallTime) m_timers.add(node.deadline, node.id, true); // it may have passed meanwhile
    return {};
}

Result<void> Coordinator::applyRequeue(TaskSlot slot) {
    const TaskNode &node = m_tasks[slot];
    if (!isOnWorker(node.state))
        return fail(ErrorCode::Conflict,
                    fmt::format("Task {} is {}, not on a worker", idText(node.id), toText(node.state)));
    addHistory(slot, Reason::RequeueCommand, kNoExitCode, "taken from its worker and queued again");
    withdraw(slot);
    moveTo(slot, TaskState::Queued, Reason::RequeueCommand);
    toLane(slot);
    return {};
}

Result<void> Coordinator::applyPriority(TaskSlot slot, std::uint8_t priority) {
    TaskNode &node = m_tasks[slot];
    const bool inLane = node.inLane;
    if (inLane) leaveLane(slot);
    node.priority = priority;
    if (inLane) {
        const Instant readyAt = node.readyAt; // it goes on waiting, only elsewhere
        makeReady(slot);
        node.readyAt = readyAt;
    }
    markDirty(slot);
    return {};
}

void Coordinator::applyRetry(PostedCommand &posted, const RetryTasks &retry, Outcome &outcome) {
    std::uint32_t index = 0;
    for (TaskRecord &record : posted.loaded) {
        const std::uint32_t at = index++;
        const TaskId id = record.id;
        if (m_tasks.find(id) != kNoSlot || m_tasks.finalState(id).value_or(record.state) != TaskState::Failed ||
            record.state != TaskState::Failed) {
            outcome.refuse(at, id, {ErrorCode::Conflict, fmt::format("Task {} is not failed (any more)", idText(id))});
            continue;
        }
        const auto type = m_symbols.intern(record.spec.type);
        const auto name = m_symbols.intern(record.spec.queue);
        const std::uint32_t queue = type && name ? queueIndex(*name) : kNone;
        if (queue == kNone || m_tasks.size() >= m_config.tasksMax) {
            outcome.refuse(at, id, {ErrorCode::Overloaded, "The engine holds as many tasks as it may"});
            continue;
        }
        const TaskSlot slot = adopt(record, *type, queue);
        TaskNode &node = m_tasks[slot];
        node.op = RowOp::Update;
        node.attempts = 0;
        node.deliveries = 0;
        node.runAt = kNoWallTime;
        node.withHistory = true;
        const bool late = node.deadline != kNoWallTime && node.deadline <= m_now.wall;
        if (late) { // a person wants it now, and is told what that takes
            event(EventKind::TaskRetrying, Severity::Warning, id, {},
                  fmt::format("Task {} is retried without its deadline, which had passed", idText(id)));
            node.deadline = kNoWallTime;
        }
        moveTo(slot, TaskState::Queued, Reason::RetryCommand);
        toLane(slot);
        ++outcome.affected;
    }
    // Asked for by id, but not found among the failed rows.
    for (const TaskId id : retry.which.filter.ids) {
        if (std::ranges::any_of(posted.loaded, [id](const TaskRecord &r) { return r.id == id; })) continue;
        const auto state = stateOf(id);
        outcome.refuse(
            index++, id,
            state ? Error{ErrorCode::Conflict, fmt::format("Task {} is {}, not failed", idText(id), toText(*state))}
                  : Error{ErrorCode::NotFound, fmt::format("There is no task {}", idText(id))});
    }
}

/// Deleting is the ledger's work. A purge that names no state means every final one, dead letters too.
void Coordinator::applyPurge(const PurgeTasks &purge, std::size_t answer) {
    LedgerBatch &out = batch();
    m_step.purges.push_back({answer, out.purges.size()});
    std::uint16_t &states = out.purges.emplace_back(purge.which, m_now.wall).which.filter.states;
    if (states == 0)
        states = TaskFilter::bit(TaskState::Completed) | TaskFilter::bit(TaskState::Cancelled) |
                 TaskFilter::bit(TaskState::Failed);
}

} // namespace qd
