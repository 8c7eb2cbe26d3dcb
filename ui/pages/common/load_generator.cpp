#include "ui/pages/common/load_generator.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

/// A small shop: what a newcomer can imagine. Weights are shares of 100.
struct Kind {
    const char *queue;
    const char *name;
    unsigned weight;
    int meanMs;
    int p99Ms;
    unsigned failPerMille;
    std::uint8_t priority;
};
constexpr std::array kKinds{
    Kind{"thumbnails", "thumbnail", 46, 18, 90, 4, 4}, Kind{"search-index", "index", 28, 12, 60, 2, 5},
    Kind{"invoices", "invoice", 14, 35, 160, 15, 7},   Kind{"mail", "mail", 9, 25, 200, 60, 6},
    Kind{"reports", "report", 3, 140, 700, 25, 3},
};
static_assert([] {
    unsigned sum = 0;
    for (const Kind &kind : kKinds) sum += kind.weight;
    return sum;
}() == 100);

constexpr double kSwingSeconds = 50;

} // namespace

LoadGenerator::LoadGenerator(Session &session, QObject *parent) : QObject(parent), m_session(session) {
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const auto now = std::chrono::steady_clock::now();
        // After a stall (a suspended machine) the missed tasks are not made up for.
        const auto passed = std::min<std::chrono::nanoseconds>(now - m_last, 10 * kBeat);
        m_last = now;
        beat(passed);
    });
    connect(&session, &Session::commandChanged, this,
            [this](const Ticket &ticket, CommandState state, const Outcome &) {
                if (state != CommandState::Accepted && state != CommandState::Sent) m_underWay.erase(ticket);
            });
}

void LoadGenerator::setRate(int perSecond) {
    perSecond = std::clamp(perSecond, 0, kRateMax);
    if (perSecond == m_rate) return;
    m_rate = perSecond;
    if (m_rate == 0) {
        m_timer.stop();
        m_owed = 0;
    } else if (!m_timer.isActive()) {
        m_last = std::chrono::steady_clock::now();
        m_timer.start(kBeat);
    }
    emit rateChanged(m_rate);
}

void LoadGenerator::setSeed(std::uint64_t seed) {
    m_seed = seed;
    m_rng = Rng{seed};
    m_number = 0;
}

TaskSpec LoadGenerator::next() {
    auto pick = static_cast<unsigned>(m_rng.below(100));
    const Kind *kind = &kKinds.front();
    for (const Kind &candidate : kKinds) {
        kind = &candidate;
        if (pick < candidate.weight) break;
        pick -= candidate.weight;
    }
    static const auto tags = [] {
        auto extras = std::make_shared<TaskExtras>();
        extras->tags = {"synthetic-load"};
        return std::shared_ptr<const TaskExtras>(std::move(extras));
    }();
    TaskSpec task;
    task.type = "synthetic";
    task.queue = kind->queue;
    task.name = fmt::format("{} {}", kind->name, ++m_number);
    task.payload =
        fmt::format(R"({{"distribution":"lognormal","mean_ms":{},"p99_ms":{},"fail_permille":{},"seed":{}}})",
                    kind->meanMs, kind->p99Ms, kind->failPerMille, m_rng.below(1'000'000));
    task.priority = kind->priority;
    task.attemptsMax = 3;
    task.extras = tags;
    return task;
}

void LoadGenerator::beat(std::chrono::nanoseconds passed) {
    const double seconds = std::chrono::duration<double>(passed).count();
    m_phase += seconds;
    const double swing = m_swinging ? 1.0 + 0.6 * std::sin(m_phase * 6.283185307 / kSwingSeconds) : 1.0;
    m_owed += m_rate * swing * seconds;
    const auto count = static_cast<std::size_t>(m_owed);
    if (count == 0) return;
    m_owed -= static_cast<double>(count);
    if (m_underWay.size() >= kUnderWayMax) {
        m_heldBack += count;
    } else {
        SubmitTasks submit;
        submit.tasks.reserve(count);
        for (std::size_t i = 0; i < count; ++i) submit.tasks.push_back(next());
        m_underWay.insert(m_session.post(std::move(submit), tr("synthetic load")));
        m_submitted += count;
    }
    emit countsChanged();
}

} // namespace qd::ui
