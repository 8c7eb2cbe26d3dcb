// How work starts, ends and is killed.

#include "core/workers/runner.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/workers/output_tail.h"
#include "core/workers/synthetic_handler.h"

namespace qd {

namespace {

constexpr std::string_view kSynthetic = "synthetic";
constexpr std::size_t kErrorBytesMax = kOutputTailBytesMax;

} // namespace

void Runner::startWork(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, const TextArena &text) {
    const std::string_view type = text.view(dispatch.type);
    if (m_builtinSynthetic && type == kSynthetic) {
        if (dispatch.payload.size == 0) {
            // The fast path: no allocation, no other thread.
            ++m_counters.finishedInline;
            worker.machine.finish(slot, dispatch.task, dispatch.epoch, {}, m_now, m_out);
            return;
        }
        startSynthetic(worker, slot, dispatch, text);
        return;
    }
    if (Handler *handler = m_handlers->find(type)) {
        startHandler(worker, slot, dispatch, text, [handler](TaskContext task, HandlerDone done) {
            return handler->start(std::move(task), std::move(done));
        });
        return;
    }
    const auto function = m_handlers->functions().find(type);
    if (function == m_handlers->functions().end()) {
        refuseUnknown(worker, slot, dispatch, type);
        return;
    }
    startHandler(worker, slot, dispatch, text, [this, &body = function->second](TaskContext task, HandlerDone done) {
        return FunctionTask::start(body, std::move(task), std::move(done), m_threads, m_exceptions);
    });
}

template <typename Start>
void Runner::startHandler(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, const TextArena &text,
                          Start start) {
    HandlerDone done = [mailbox = m_mailbox, id = dispatch.worker, slot, task = dispatch.task, epoch = dispatch.epoch](
                           HandlerResult result) { mailbox->post({id, slot, task, epoch, std::move(result)}); };
    try {
        TaskContext context = contextOf(dispatch, text);
        context.seat = (std::uint64_t{dispatch.worker.value} << 16U) | (slot + 1U);
        beginWork(worker, slot, dispatch, start(std::move(context), std::move(done)));
    } catch (...) {
        m_exceptions.fetch_add(1, std::memory_order_relaxed);
        const HandlerResult result = resultOfException();
        finishNow(worker, slot, dispatch, {.outcome = result.outcome, .error = result.error});
    }
}

void Runner::startSynthetic(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, const TextArena &text) {
    const auto plan = planSynthetic(text.view(dispatch.payload), dispatch.task, dispatch.attempt);
    if (!plan) {
        finishNow(worker, slot, dispatch, {.outcome = OutcomeKind::FailedFatal, .error = plan.error().detail});
        return;
    }
    if (plan->burns) {
        startBurning(worker, slot, dispatch, text, *plan);
        return;
    }
    std::string failure = plan->fails ? syntheticFailure(*plan) : std::string{};
    if (plan->time == Duration{}) {
        ++m_counters.finishedInline;
        finishNow(worker, slot, dispatch,
                  {.outcome = plan->fails ? OutcomeKind::Failed : OutcomeKind::Succeeded, .error = failure});
        return;
    }
    beginWork(worker, slot, dispatch, nullptr);
    Work &work = worker.works[slot];
    work.failure = std::move(failure);
    m_timers.set(work.wake.timer, m_now + plan->time);
}

void Runner::startBurning(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, const TextArena &text,
                          const SyntheticPlan &plan) {
    HandlerFunction burn = [plan](const TaskContext &, const std::function<bool()> &stopped) {
        burnCpu(plan.time, stopped);
        HandlerResult result;
        if (!plan.fails) return result;
        result.outcome = OutcomeKind::Failed;
        result.error = syntheticFailure(plan);
        return result;
    };
    startHandler(worker, slot, dispatch, text, [this, burn](TaskContext task, HandlerDone done) {
        return FunctionTask::start(burn, std::move(task), std::move(done), m_threads, m_exceptions);
    });
}

void Runner::refuseUnknown(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, std::string_view type) {
    const std::string error = fmt::format("No handler for type \"{}\"; known: {}", type, knownTypes());
    finishNow(worker, slot, dispatch, {.outcome = OutcomeKind::FailedFatal, .error = error});
}

std::string Runner::knownTypes() const {
    std::set<std::string_view> names{kSynthetic};
    for (const auto &[name, function] : m_handlers->functions()) names.insert(name);
    m_handlers->forEachType([&names](const std::string &name) { names.insert(name); });
    return fmt::format("{}", fmt::join(names, ", "));
}

TaskContext Runner::contextOf(const Dispatch &dispatch, const TextArena &text) const {
    return {.task = dispatch.task,
            .taskText = taskIdText(m_options.ledger, dispatch.task),
            .epoch = dispatch.epoch,
            .attempt = dispatch.attempt,
            .type = std::string{text.view(dispatch.type)},
            .name = std::string{text.view(dispatch.name)},
            .payload = std::string{text.view(dispatch.payload)},
            .traceparent = std::string{text.view(dispatch.traceparent)},
            .timeout = dispatch.timeout};
}

// --- the life of one piece of work -------------------------------------------------------------------------------

void Runner::beginWork(Worker &worker, std::uint32_t slot, const Dispatch &dispatch,
                       std::unique_ptr<RunningTask> running) {
    ++m_counters.started;
    Work &work = worker.works[slot];
    work.task = dispatch.task;
    work.epoch = dispatch.epoch;
    work.active = true;
    work.running = std::move(running);
    const Lock lock{m_liveMutex};
    m_live.insert_or_assign(dispatch.task.value, LiveEntry{dispatch.epoch, work.running.get()});
}

void Runner::finishNow(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, const WorkOutcome &outcome) {
    worker.machine.finish(slot, dispatch.task, dispatch.epoch, outcome, m_now, m_out);
}

void Runner::finishWork(const HandlerOutcome &outcome) {
    Worker *worker = find(outcome.worker);
    if (!worker) {
        ++m_out.counters.lateOutcomes;
        return;
    }
    const HandlerResult &result = outcome.result;
    const bool held = worker->machine.finish(
        outcome.slot, outcome.task, outcome.epoch,
        {.outcome = result.outcome,
         .exitCode = result.exitCode,
         .retryAfter = result.retryAfter,
         .outputBytes = std::max<std::uint64_t>(result.outputBytes, result.output.size() + result.errorOutput.size()),
         .error = std::string_view{result.error}.substr(0, kErrorBytesMax),
         .output = keptTail(result.output),
         .errorOutput = keptTail(result.errorOutput)},
        m_now, m_out);
    if (held) endWork(worker->works[outcome.slot]);
}

/// A waiting synthetic task is due.
void Runner::synthesised(Worker &worker, std::uint32_t slot) {
    Work &work = worker.works[slot];
    worker.machine.finish(
        slot, work.task, work.epoch,
        {.outcome = work.failure.empty() ? OutcomeKind::Succeeded : OutcomeKind::Failed, .error = work.failure}, m_now,
        m_out);
    endWork(work);
}

void Runner::endWork(Work &work) {
    if (!std::exchange(work.active, false)) return;
    m_timers.cancel(work.wake.timer);
    work.failure.clear();
    {
        const Lock lock{m_liveMutex};
        // A newer lease on the same task may already run in another slot of this process.
        const auto it = m_live.find(work.task.value);
        if (it != m_live.end() && it->second.epoch == work.epoch) m_live.erase(it);
    }
    work.running.reset();
}

void Runner::carryOutKills() {
    for (const KillWork &kill : m_out.kills) {
        Worker *worker = find(kill.worker);
        if (!worker) continue;
        Work &work = worker->works[kill.slot];
        if (!work.active || work.task != kill.task || work.epoch != kill.epoch) continue;
        if (kill.report != kNoReport && work.running) {
            // What a task wrote before its time was over is what its owner wants to see.
            std::string output;
            std::string errorOutput;
            TaskFinished &report = m_batch->finished[kill.report];
            work.running->tail(output, errorOutput, report.outputBytes);
            report.output = m_batch->text.add(keptTail(output));
            report.errorOutput = m_batch->text.add(keptTail(errorOutput));
        }
        endWork(work);
    }
    m_out.kills.clear();
}

} // namespace qd
