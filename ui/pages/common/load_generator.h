#pragma once
// Synthetic load: submits seeded tasks at a steady rate. Everything it makes is named and tagged as synthetic.

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <chrono>
#include <cstdint>
#include <set>

#include "core/base/rng.h"
#include "ui/session/session.h"

namespace qd::ui {

/// Thread: GUI. Small batches from a timer; when the engine does not keep up with accepting them, it submits less and
/// counts what it held back instead of piling up.
class LoadGenerator : public QObject {
    Q_OBJECT
public:
    static constexpr int kRateMax = 5000;
    static constexpr std::chrono::milliseconds kBeat{50};
    static constexpr std::size_t kUnderWayMax = 40; ///< Commands without an outcome.

    explicit LoadGenerator(Session &session, QObject *parent = nullptr);

    /// Tasks per second, 0 .. kRateMax; 0 stops.
    void setRate(int perSecond);
    [[nodiscard]] int rate() const { return m_rate; }
    /// The same seed gives the same tasks in the same order.
    void setSeed(std::uint64_t seed);
    [[nodiscard]] std::uint64_t seed() const { return m_seed; }
    /// The rate swings slowly between about 40 and 160 % of itself, so that a demonstration is alive.
    void setSwinging(bool swinging) { m_swinging = swinging; }
    [[nodiscard]] bool isSwinging() const { return m_swinging; }
    [[nodiscard]] std::uint64_t submitted() const { return m_submitted; } ///< Posted by this object.
    [[nodiscard]] std::uint64_t heldBack() const { return m_heldBack; }
    /// One beat of this length; the timer calls it, tests too.
    void beat(std::chrono::nanoseconds passed);
    /// The next task of the seeded row.
    [[nodiscard]] TaskSpec next();

signals:
    void rateChanged(int perSecond);
    void countsChanged();

private:
    Session &m_session;
    QTimer m_timer;
    std::chrono::steady_clock::time_point m_last;
    std::set<Ticket> m_underWay;
    std::uint64_t m_seed = 42;
    Rng m_rng{42};
    std::uint64_t m_number = 0;
    double m_owed = 0;
    double m_phase = 0;
    int m_rate = 0;
    bool m_swinging = false;
    std::uint64_t m_submitted = 0;
    std::uint64_t m_heldBack = 0;
};

} // namespace qd::ui
