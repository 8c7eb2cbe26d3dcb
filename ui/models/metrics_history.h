#pragma once
// The last five minutes of the engine's totals, for sparklines and charts.

#include <QtCore/QObject>
#include <cmath>
#include <cstdint>
#include <deque>
#include <vector>

#include "core/model/snapshot.h"

namespace qd::ui {

class Session;

/// One moment. Rates are per second over about the last second, of rare things over the last five; percentiles over
/// about the last two; NaN where there was nothing to measure, never a made-up zero.
struct MetricsSample {
    std::uint64_t revision = 0; ///< Of the snapshot it was made from.
    Instant at;
    WallTime wall;
    double submittedPerSecond = 0;
    double completedPerSecond = 0;
    double failedPerSecond = 0; ///< Dead-lettered.
    double retriedPerSecond = 0;
    double handlerFailureShare = 0; ///< Of attempts that ended in the window; NaN when none did.
    double queueDepth = 0;          ///< readyTasks().
    double onWorkers = 0;           ///< Assigned and running.
    double workersLive = 0;
    double workersBusy = 0;
    double slotCount = 0;
    double waitP50Ms = 0;
    double waitP95Ms = 0;
    double waitP99Ms = 0;
    double runP50Ms = 0;
    double runP99Ms = 0;
    std::uint64_t waitCount = 0; ///< How many waits the percentiles stand on.

    /// Rates and percentiles compare two moments: with the first picture there is nothing to compare it with.
    [[nodiscard]] bool isMeasured() const { return revision != 0 && !std::isnan(completedPerSecond); }
};

/// What "now" means for a trend: short, the arrow is about now and the chart about before.
constexpr Duration kTrendNow = std::chrono::seconds{3};

/// Thread: GUI. Samples at most 10 times a second from a session's snapshots.
class MetricsHistory : public QObject {
    Q_OBJECT
public:
    static constexpr Duration kSpacing = std::chrono::milliseconds{100};
    static constexpr Duration kKept = std::chrono::minutes{5};
    static constexpr std::size_t kSamplesMax = 3000;
    /// An idle engine sends a picture more often than that: between two that are farther apart nobody was looking, or
    /// the program stood still.
    static constexpr Duration kGap = std::chrono::seconds{3};

    explicit MetricsHistory(Session &session, QObject *parent = nullptr);

    /// Where nothing is known for a while stands a sample that is all NaN, with revision 0, so that no line is drawn
    /// across.
    [[nodiscard]] const std::deque<MetricsSample> &samples() const { return m_samples; }
    /// One column as plain numbers, the newest `count` of the last `window`, thinned by picking every n-th sample.
    [[nodiscard]] std::vector<double> column(double MetricsSample::*field, std::size_t count, Duration window) const;
    /// The wall times that belong to column() with the same arguments, in milliseconds.
    [[nodiscard]] std::vector<std::int64_t> timesMs(std::size_t count, Duration window) const;
    /// Of the snapshot on screen, so that figures beside it are of the same revision; empty before the first.
    [[nodiscard]] const MetricsSample &latest() const { return m_latest; }
    /// Slope of the queue depth, per second, over the last `window`; NaN while less than a second of it is known.
    [[nodiscard]] double depthTrend(Duration window) const;

    [[nodiscard]] std::size_t bytes() const {
        return (m_samples.size() + m_later.size() + m_aside.size()) * sizeof(MetricsSample) +
               m_marks.size() * sizeof(Mark);
    }
    void take(const Snapshot &snapshot);
    /// A frozen view: samples are kept aside and joined when it goes on, so that charts have no hole.
    void setHeld(bool held);
    /// A frozen view went to this picture: what is newer is kept aside too, figures are those of the picture.
    void showMoment(const Snapshot &picture);

signals:
    void sampled(); ///< samples() has grown.

private:
    struct Mark {
        Instant at;
        Totals totals;
    };
    [[nodiscard]] std::vector<const MetricsSample *> thinned(std::size_t count, Duration window) const;
    [[nodiscard]] const Mark &markBefore(Instant wanted) const;
    [[nodiscard]] MetricsSample sampleOf(const Snapshot &snapshot) const;
    static void addGauges(const Snapshot &snapshot, MetricsSample &sample);
    void addRates(const Totals &now, MetricsSample &sample) const;
    void readIn(const Snapshot &snapshot);
    void keep(const MetricsSample &sample);
    void keepOne(const MetricsSample &sample);

    std::deque<MetricsSample> m_samples;
    std::deque<MetricsSample> m_later; ///< Newer than the moment shown, older than when the view was frozen.
    std::deque<MetricsSample> m_aside; ///< Since then; bounded as m_samples.
    MetricsSample m_latest;
    MetricsSample m_newest; ///< The same one, unless held.
    Instant m_sampledAt;
    bool m_held = false;
    std::size_t m_taken = 0;  ///< Ever; gives each sample a number.
    std::deque<Mark> m_marks; ///< Totals of the last five seconds: what the windows are measured against.
};

} // namespace qd::ui
