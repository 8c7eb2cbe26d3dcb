#pragma once
// What must not be merged: events and decision records, each with a sequence number, in bounded rings. A reader
// that finds a gap says how many it lost.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/time.h"
#include "core/model/command.h"
#include "core/model/ids.h"
#include "core/model/task.h"

namespace qd {

enum class Severity : std::uint8_t { Info, Good, Warning, Bad };

enum class EventKind : std::uint8_t {
    EngineStarted,
    EngineRecovered,
    EngineDraining,
    EngineDrained,
    EngineStopping,
    EngineFailed,
    LedgerStalled,
    LedgerRecovered,
    CommandApplied,
    CommandRefused,
    WorkerJoined,
    WorkerLate,
    WorkerLost,
    WorkerDraining,
    WorkerGone,
    OverrideImposed,
    OverrideReverted,
    OverrideExpired,
    TaskRetrying,
    TaskLeaseLost,
    TaskDeadLettered,
    TaskExpired,
    StaleRefused,
    ClockGap,
};
constexpr std::size_t kEventKinds = 24;

/// A part of an event's sentence that is in nobody's power to translate: a name, a reason, an error.
struct Quote {
    std::uint16_t at = 0;
    std::uint16_t size = 0;
};

/// What a sentence says besides its words, so that the same can be said in another language.
struct Said {
    std::array<std::int64_t, 3> figures{};
    std::array<Quote, 3> quotes{};
};

/// Puts an event's sentence together and notes what of it is a figure or a quote.
class Sentence {
public:
    Sentence() = default;
    Sentence(std::string whole) : m_text(std::move(whole)) {} // NOLINT(google-explicit-constructor): most have no parts
    Sentence(const char *whole) : m_text(whole) {}            // NOLINT(google-explicit-constructor)

    Sentence &say(std::string_view words);
    /// The next of at most three; one that is empty keeps its place.
    Sentence &quote(std::string_view words);
    /// Likewise; it is not written: say() does.
    Sentence &figure(std::int64_t value);

    [[nodiscard]] const std::string &text() const & { return m_text; }
    [[nodiscard]] std::string text() && { return std::move(m_text); }
    [[nodiscard]] const Said &said() const { return m_said; }

private:
    std::string m_text;
    Said m_said;
    std::size_t m_quotes = 0;
    std::size_t m_figures = 0;
};

struct Event {
    std::uint64_t sequence = 0; ///< Given by the ring; consecutive.
    WallTime at{};
    EventKind kind = EventKind::EngineStarted;
    Severity severity = Severity::Info;
    TaskId task{};
    WorkerId worker{};
    Ticket ticket{};    ///< Of the command that caused it.
    std::string text{}; ///< One sentence without the time.
    /// By kind, as far as it has them:
    /// - Command*: quotes {command, principal, reason or error}.
    /// - Override*: figures {OverrideKind, value, 1 = renewed}, quotes {target, owner, reason}.
    /// - TaskRetrying, of itself: figures {attempt, of}, quotes {error}.
    /// - TaskDeadLettered: figures {lost deliveries; 0 = a failure}, quotes {error}.
    /// - EngineRecovered: figures {unfinished tasks}.
    /// - EngineStarted, -Failed, LedgerStalled: quotes {what is wrong}; none: the ledger.
    Said said{};

    [[nodiscard]] std::string_view quote(std::size_t which) const noexcept;
};

enum class DecisionKind : std::uint8_t { Dispatched, Held, Retried, LeaseLost, DeadLettered, PoolResized };
constexpr std::size_t kDecisionKinds = 6;

/// Why nothing happened, or why just this: the guard that decided.
enum class Guard : std::uint8_t {
    None,
    PausedAll,
    PausedQueue,
    NoWorker,
    WorkersPaused,
    WorkersBusy,
    LedgerStalled,
    Draining,
    AttemptsSpent,
    DeliveriesSpent,
    NotRetryable,
    Deadline,
};
constexpr std::size_t kGuards = 12;

/// Fixed size, no text: rendered when read (renderDecision).
struct Decision {
    std::uint64_t sequence = 0;
    WallTime at{};
    DecisionKind kind = DecisionKind::Dispatched;
    Guard guard = Guard::None;
    TaskId task{};
    WorkerId worker{};
    Symbol queue{};
    std::uint32_t sampledOneOf = 1; ///< Dispatches are sampled; the others are all kept.
    /// By kind: Dispatched {waited us, free workers, queue depth, 0}; Held {queued, free, busy, paused workers};
    /// Retried {attempts, attempts max, backoff us, 0}; LeaseLost {deliveries, deliveries max, silence us, 0};
    /// DeadLettered {attempts, attempts max, deliveries, deliveries max}; PoolResized {from, to, min, max}.
    std::array<std::int64_t, 4> inputs{};
    WallTime nextEvaluation{}; ///< Epoch = none planned.
};

[[nodiscard]] std::string_view toText(EventKind kind) noexcept;
[[nodiscard]] std::string_view toText(Severity severity) noexcept;
[[nodiscard]] std::string_view toText(DecisionKind kind) noexcept;
[[nodiscard]] std::string_view toText(Guard guard) noexcept;
/// One sentence: what was decided, by which rule, on which figures, and what comes next.
[[nodiscard]] std::string renderDecision(const Decision &decision, std::string_view queueName);

/// A page of a ring.
template <typename T> struct RingPage {
    std::uint64_t lost = 0; ///< Entries between the asked sequence and the first one given that are gone.
    std::uint64_t next = 0; ///< Ask from here on next time.
    std::vector<T> entries;
};

} // namespace qd
