// New tasks: what is checked before one is admitted, and where it goes then.

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/coordinator/coordinator.h"

namespace qd {

namespace {

constexpr std::size_t kNameMax = 256;
constexpr std::size_t kKeyMax = 256;

void addId(std::vector<TaskIdRange> &ranges, TaskId id) {
    if (!ranges.empty() && ranges.back().first.value + ranges.back().count == id.value) {
        ++ranges.back().count;
    } else {
        ranges.push_back({id, 1});
    }
}

} // namespace

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
                outcome.refuse(index, {}, id.error());
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
    if (spec.type.size() > kWordBytesMax)
        return fail(ErrorCode::Invalid, fmt::format("type is longer than {} bytes", kWordBytesMax));
    if (!m_config.types.empty() && !std::ranges::binary_search(m_config.types, spec.type))
        return fail(ErrorCode::Unsupported, fmt::format("type \"{}\" is one that nobody here can run; known are {}",
                                                        spec.type, fmt::join(m_config.types, ", ")));
    if (spec.queue.size() > kWordBytesMax)
        return fail(ErrorCode::Invalid, fmt::format("queue is longer than {} bytes", kWordBytesMax));
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
        if (tag.size() > kWordBytesMax)
            return fail(ErrorCode::Invalid, fmt::format("a tag is longer than {} bytes", kWordBytesMax));
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

} // namespace qd
