// What people and programs ask for. Each command is applied whole or refused; bulk commands refuse single elements.

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/assert.h"
#include "core/coordinator/coordinator.h"

namespace qd {

namespace {

template <typename... Ts> struct Overloaded : Ts... {
    using Ts::operator()...;
};

constexpr std::size_t kTextMax = 64;
constexpr std::size_t kNameMax = 256;
constexpr std::size_t kKeyMax = 256;

void addId(std::vector<TaskIdRange> &ranges, TaskId id) {
    if (!ranges.empty() && ranges.back().first.value + ranges.back().count == id.value) {
        ++ranges.back().count;
    } else {
        ranges.push_back({id, 1});
    }
}

void refuse(Outcome &outcome, std::uint32_t index, TaskId task, Error error) {
    ++outcome.refused;
    if (outcome.refusals.size() < kRefusalsListed) outcome.refusals.push_back({index, task, std::move(error)});
}

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
    if (!std::holds_alternative<SubmitTasks>(command.body) || !outcome.ok)
        event(outcome.ok ? EventKind::CommandApplied : EventKind::CommandRefused,
              outcome.ok ? Severity::Info : Severity::Warning, {}, {},
              outcome.ok
                  ? fmt::format("{} by {}{}{}", nameOf(command.body), command.principal,
                                command.reason.empty() ? "" : ": ", command.reason)
                  : fmt::format("{} by {} refused: {}", nameOf(command.body), command.principal, outcome.error.detail));
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

// --- submit ----------------------------------------------------------------------------------------------------------

Result<void> Coordinator::applySubmit(const SubmitTasks &submit, Outcome &outcome) {
    if (m_drainAsked)
        return fail(ErrorCode::Unavailable, "The engine is drained and takes no new tasks; `qdctl resume all` (resume "
                                            "everything) ends that");
    if (!m_intakeOpen)
        return fail(ErrorCode::Unavailable,
                    "The engine is stopping and takes no new tasks; submit again when it has been restarted");
    if (m_phase != EnginePhase::Running)
        return fail(ErrorCode::Unavailable,
                    fmt::format("The engine is {} and takes no new tasks yet", toText(m_phase)));
    if (!m_stall.empty())
        return fail(ErrorCode::Unavailable,
                    fmt::format("The ledger cannot write ({}); new tasks are taken again as soon as it can", m_stall));
    const std::uint64_t total = static_cast<std::uint64_t>(submit.tasks.size()) * submit.repeat;
    if (total == 0) return fail(ErrorCode::Invalid, "A submit needs at least one task");
    if (total > kSubmitMax)
        return fail(ErrorCode::Invalid,
                    fmt::format("{} tasks in one command; at most {} are allowed", total, kSubmitMax));
    if (m_tasks.size() + total > m_config.tasksMax)
        return fail(
            ErrorCode::Overloaded,
            fmt::format("There is room for {} more tasks, not for {}: {} are unfinished and limits.tasks is {}. "
                        "Submit fewer at once, wait, or raise the limit",
                        m_config.tasksMax - std::min<std::uint64_t>(m_tasks.size(), m_config.tasksMax), total,
                        m_tasks.size(), m_config.tasksMax));
    if (m_tasks.payloadBytes() > m_config.payloadBytesMax)
        return fail(ErrorCode::Overloaded, "Unfinished tasks hold more payload than limits.payload_mb allows");
    std::uint32_t index = 0;
    for (std::uint32_t round = 0; round < submit.repeat; ++round) {
        for (const TaskSpec &spec : submit.tasks) {
            bool duplicate = false;
            if (const auto id = admit(spec, duplicate)) {
                addId(outcome.tasks, *id);
                ++(duplicate ? outcome.duplicates : outcome.affected);
            } else {
                refuse(outcome, index, {}, id.error());
            }
            ++index;
        }
    }
    m_totals.submitted += outcome.affected;
    m_totals.duplicates += outcome.duplicates;
    return {};
}

Result<void> Coordinator::checkSpec(const TaskSpec &spec) const {
    if (spec.type.empty()) return fail(ErrorCode::Invalid, "type is missing");
    if (spec.type.size() > kTextMax)
        return fail(ErrorCode::Invalid, fmt::format("type is longer than {} bytes", kTextMax));
    if (!m_config.types.empty() && !std::ranges::binary_search(m_config.types, spec.type))
        return fail(ErrorCode::Unsupported, fmt::format("type \"{}\" is one that nobody here can run; known are {}",
                                                        spec.type, fmt::join(m_config.types, ", ")));
    if (spec.queue.size() > kTextMax)
        return fail(ErrorCode::Invalid, fmt::format("queue is longer than {} bytes", kTextMax));
    if (spec.name.size() > kNameMax)
        return fail(ErrorCode::Invalid, fmt::format("name is longer than {} bytes", kNameMax));
    if (spec.payload.size() > kPayloadBytesMax)
        return fail(ErrorCode::Invalid,
                    fmt::format("payload has {} bytes; at most {} (1 MiB) are allowed. Pass a path or a URL instead",
                                spec.payload.size(), kPayloadBytesMax));
    if (spec.priority < 1 || spec.priority > kPriorityMax)
        return fail(ErrorCode::Invalid, fmt::format("priority {} is not within 1 .. 10", spec.priority));
    if (spec.timeout < Duration{}) return fail(ErrorCode::Invalid, "timeout is negative");
    if (!spec.extras) return {};
    const TaskExtras &extras = *spec.extras;
    if (extras.idempotencyKey.size() > kKeyMax)
        return fail(ErrorCode::Invalid, fmt::format("key is longer than {} bytes", kKeyMax));
    if (extras.tags.size() > 16) return fail(ErrorCode::Invalid, "more than 16 tags");
    for (const std::string &tag : extras.tags)
        if (tag.size() > kTextMax)
            return fail(ErrorCode::Invalid, fmt::format("a tag is longer than {} bytes", kTextMax));
    if (extras.dependencies.size() > 16) return fail(ErrorCode::Invalid, "more than 16 dependencies");
    if (extras.parents.size() > 64) return fail(ErrorCode::Invalid, "more than 64 parents");
    for (const std::string *text : {&extras.tenant, &extras.workflowRun, &extras.traceparent, &extras.concurrencyKey})
        if (text->size() > kNameMax)
            return fail(ErrorCode::Invalid, fmt::format("a text is longer than {} bytes", kNameMax));
    for (std::size_t i = 0; i < extras.parents.size(); ++i) {
        const TaskId parent = extras.parents[i].parent;
        if (m_tasks.find(parent) == kNoSlot && !m_tasks.finalState(parent))
            return fail(ErrorCode::NotFound, fmt::format("parent {} is unknown (or no longer kept)", idText(parent)));
        for (std::size_t k = 0; k < i; ++k)
            if (extras.parents[k].parent == parent)
                return fail(ErrorCode::Invalid, fmt::format("parent {} is named twice", idText(parent)));
    }
    return {};
}

Result<TaskId> Coordinator::admit(const TaskSpec &spec, bool &duplicate) {
    if (auto checked = checkSpec(spec); !checked) return std::unexpected(checked.error());
    const TaskExtras *extras = spec.extras.get();
    if (extras && !extras->idempotencyKey.empty()) {
        if (const auto first = m_keys.find(extras->idempotencyKey, m_now.wall)) {
            duplicate = true;
            return *first;
        }
    }
    const auto type = m_symbols.intern(spec.type);
    const auto queueName = m_symbols.intern(spec.queue.empty() ? spec.type : spec.queue);
    const std::uint32_t queue = type && queueName ? queueIndex(*queueName) : kNone;
    if (queue == kNone)
        return fail(ErrorCode::Overloaded,
                    fmt::format("Too many different types or queues (limit {}); are they names of "
                                "single tasks by mistake?",
                                m_config.queuesMax));
    const TaskId id = makeTaskId(m_config.partition, m_nextSequence++);
    const TaskSlot slot = m_tasks.insert(id);
    TaskNode &node = m_tasks[slot];
    node.state = TaskState::Queued;
    node.reason = Reason::Submitted;
    node.op = RowOp::Insert;
    node.priority = spec.priority;
    node.type = *type;
    node.queue = queue;
    node.attemptsMax = spec.attemptsMax == 0 ? m_config.attempts : spec.attemptsMax;
    node.deliveriesMax = spec.deliveriesMax == 0 ? m_config.deliveries : spec.deliveriesMax;
    node.timeout = spec.timeout == Duration{} ? m_config.timeout : spec.timeout;
    node.runAt = spec.runAt;
    node.deadline = spec.deadline;
    node.createdAt = node.changedAt = m_now.wall;
    node.submittedAt = m_now.mono;
    m_tasks.setTexts(node, spec.name, spec.payload, extras ? encodeExtras(*extras) : std::string{});
    ++m_queues[queue].submitted;
    if (extras && !extras->idempotencyKey.empty()) {
        node.key = static_cast<std::uint32_t>(extras->idempotencyKey.size());
        m_keys.claim(extras->idempotencyKey, id,
                     m_now.wall + std::chrono::duration_cast<std::chrono::microseconds>(m_config.keyWindow));
    }
    const bool waits = extras && !extras->parents.empty();
    if (waits) node.state = TaskState::Pending;
    ++m_totals.byState[static_cast<std::size_t>(node.state)];
    markDirty(slot);
    if (node.deadline != kNoWallTime) m_timers.add(node.deadline, id, true);
    if (waits) {
        admitParents(*extras, slot);
    } else {
        toLane(slot);
    }
    return id;
}

/// Registers the task with its unfinished parents; finished ones count at once.
void Coordinator::admitParents(const TaskExtras &extras, TaskSlot slot) {
    TaskNode &node = m_tasks[slot];
    node.parentsLeft = static_cast<std::uint16_t>(extras.parents.size());
    std::vector<std::pair<TaskId, TaskState>> ended;
    for (const ParentEdge &edge : extras.parents) {
        m_children[edge.parent.value].push_back(node.id);
        if (m_tasks.find(edge.parent) == kNoSlot)
            ended.emplace_back(edge.parent, m_tasks.finalState(edge.parent).value_or(TaskState::Completed));
    }
    for (const auto &[parent, state] : ended) resolveChildren(parent, state);
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
            refuse(outcome, index, id, done.error());
        }
        ++index;
    };
    if (!which.filter.ids.empty()) {
        for (const TaskId id : which.filter.ids) {
            const TaskSlot slot = m_tasks.find(id);
            if (slot != kNoSlot) {
                one(id, slot);
            } else if (const auto ended = m_tasks.finalState(id)) {
                refuse(outcome, index++, id,
                       {ErrorCode::Conflict, fmt::format("Task {} is already {}", idText(id), toText(*ended))});
            } else {
                refuse(outcome, index++, id, {ErrorCode::NotFound, fmt::format("There is no task {}", idText(id))});
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
            refuse(outcome, at, id, {ErrorCode::Conflict, fmt::format("Task {} is not failed (any more)", idText(id))});
            continue;
        }
        const auto type = m_symbols.intern(record.spec.type);
        const auto name = m_symbols.intern(record.spec.queue);
        const std::uint32_t queue = type && name ? queueIndex(*name) : kNone;
        if (queue == kNone || m_tasks.size() >= m_config.tasksMax) {
            refuse(outcome, at, id, {ErrorCode::Overloaded, "The engine holds as many tasks as it may"});
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
        refuse(outcome, index++, id,
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

// --- overrides -------------------------------------------------------------------------------------------------------

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
        if (lease.target.empty() || lease.target.size() > kTextMax)
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
          fmt::format("The {} was {} by {}{}{}", inWords(imposed), known ? "renewed" : "imposed", imposed.owner,
                      imposed.reason.empty() ? "" : ": ", imposed.reason));
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
                  fmt::format("The {} was reverted", inWords(*gone)));
        } else {
            refuse(outcome, index, {}, {ErrorCode::NotFound, fmt::format("Override {} is not active", id.value)});
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
              fmt::format("The {} ended by itself", inWords(*gone)));
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
