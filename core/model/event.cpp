#include "core/model/event.h"

#include <limits>

#include <fmt/format.h>

namespace qd {

Sentence &Sentence::say(std::string_view words) {
    m_text += words;
    return *this;
}

Sentence &Sentence::quote(std::string_view words) {
    constexpr std::size_t kMost = std::numeric_limits<std::uint16_t>::max();
    if (m_quotes < m_said.quotes.size() && m_text.size() + words.size() <= kMost)
        m_said.quotes[m_quotes] = {static_cast<std::uint16_t>(m_text.size()), static_cast<std::uint16_t>(words.size())};
    ++m_quotes;
    return say(words);
}

Sentence &Sentence::figure(std::int64_t value) {
    if (m_figures < m_said.figures.size()) m_said.figures[m_figures++] = value;
    return *this;
}

std::string_view Event::quote(std::size_t which) const noexcept {
    const Quote &quote = said.quotes[which];
    return quote.at <= text.size() ? std::string_view{text}.substr(quote.at, quote.size) : std::string_view{};
}

std::string_view toText(EventKind kind) noexcept {
    constexpr std::array<std::string_view, kEventKinds> names = {
        "engine_started",     "engine_recovered",  "engine_draining",  "engine_drained",  "engine_stopping",
        "engine_failed",      "ledger_stalled",    "ledger_recovered", "command_applied", "command_refused",
        "worker_joined",      "worker_late",       "worker_lost",      "worker_draining", "worker_gone",
        "override_imposed",   "override_reverted", "override_expired", "task_retrying",   "task_lease_lost",
        "task_dead_lettered", "task_expired",      "stale_refused",    "clock_gap"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view toText(Severity severity) noexcept {
    switch (severity) {
    case Severity::Info: return "info";
    case Severity::Good: return "good";
    case Severity::Warning: return "warning";
    case Severity::Bad: return "bad";
    }
    return "info";
}

std::string_view toText(DecisionKind kind) noexcept {
    constexpr std::array<std::string_view, kDecisionKinds> names = {"dispatched", "held",          "retried",
                                                                    "lease_lost", "dead_lettered", "pool_resized"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view toText(Guard guard) noexcept {
    constexpr std::array<std::string_view, kGuards> names = {
        "none",           "paused_all", "paused_queue",   "no_worker",        "workers_paused", "workers_busy",
        "ledger_stalled", "draining",   "attempts_spent", "deliveries_spent", "not_retryable",  "deadline"};
    return names[static_cast<std::size_t>(guard)];
}

namespace {

/// "12.3 ms", "4.2 s"
std::string span(std::int64_t us) {
    return us < 1'000'000 ? fmt::format("{:.1f} ms", static_cast<double>(us) / 1e3)
                          : fmt::format("{:.1f} s", static_cast<double>(us) / 1e6);
}

std::string counted(std::int64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string_view guardSentence(Guard guard) {
    switch (guard) {
    case Guard::None: return "";
    case Guard::PausedAll: return "dispatching is paused for the whole engine";
    case Guard::PausedQueue: return "the queue is paused";
    case Guard::NoWorker: return "no live worker serves this queue";
    case Guard::WorkersPaused: return "every worker that serves this queue and is free is paused";
    case Guard::WorkersBusy: return "every worker that serves this queue is busy";
    case Guard::LedgerStalled: return "the ledger cannot write at the moment";
    case Guard::Draining: return "the engine, or every worker that serves this queue, is draining";
    case Guard::AttemptsSpent: return "all attempts are used up";
    case Guard::DeliveriesSpent: return "too many deliveries were lost (poison)";
    case Guard::NotRetryable: return "the error is of a kind that trying again cannot mend";
    case Guard::Deadline: return "the deadline has passed";
    }
    return "";
}

} // namespace

std::string renderDecision(const Decision &d, std::string_view queueName) {
    const auto &in = d.inputs;
    switch (d.kind) {
    case DecisionKind::Dispatched:
        return fmt::format("Dispatched to {} after waiting {}: next in turn of {} with a free slot; queue {} held {}. "
                           "(1 of {} dispatches is recorded.)",
                           workerIdText(d.worker), span(in[0]), counted(in[1], "worker"), queueName,
                           counted(in[2], "task"), d.sampledOneOf);
    case DecisionKind::Held:
        return fmt::format("Held in queue {}: {}. {} queued; workers that serve it: {} free, {} busy, {} paused.",
                           queueName, guardSentence(d.guard), in[0], in[1], in[2], in[3]);
    case DecisionKind::Retried:
        return fmt::format("Attempt {} of {} failed on {}; trying again after {} (exponential backoff, full jitter).",
                           in[0], in[1], workerIdText(d.worker), span(in[2]));
    case DecisionKind::LeaseLost:
        if (in[2] == 0) // nobody was silent: there was no engine
            return fmt::format("The engine ended while it ran on {}: delivery {} of {}; queued again.",
                               workerIdText(d.worker), in[0], in[1]);
        return fmt::format("Lease on {} lost after {} without a sign of life: delivery {} of {}; queued again.",
                           workerIdText(d.worker), span(in[2]), in[0], in[1]);
    case DecisionKind::DeadLettered:
        return fmt::format("Dead-lettered: {}. Attempts {} of {}, lost deliveries {} of {}.", guardSentence(d.guard),
                           in[0], in[1], in[2], in[3]);
    case DecisionKind::PoolResized:
        return fmt::format("Pool resized from {} to {} workers (allowed {} to {}).", in[0], in[1], in[2], in[3]);
    }
    return {};
}

} // namespace qd
