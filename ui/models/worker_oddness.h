#pragma once
// How far a worker is from the others, so that one bad machine among thousands comes to the top of the list.
//
// For each figure the modified z-score of Iglewicz and Hoaglin ("How to Detect and Handle Outliers", ASQC 1993):
//     z = 0.6745 * (x - median) / MAD,   MAD = median of |x - median| over the fleet,
// which a few bad workers cannot drag along as they drag a mean; they call more than 3.5 an outlier. The score of a
// worker is the greatest z of its figures:
//     failures      share of its attempts that failed, only upwards
//     run time      mean of its attempts, both ways: too quick is odd too (it may fail to do the work)
//     heartbeat     age of its last sign of life, only upwards
//     lost leases   how many it lost, only upwards
// MAD / 0.6745 is never taken as less than what chance alone makes: for failures the standard error of a share,
// sqrt(p (1 - p) / attempts) with the fleet's p (one failure and one success added, so that it is never 0); for run
// time a tenth of the median; for the heartbeat one second; for lost leases one.
//
// Not known: fewer than kWorkersMin workers to compare; failures and run time of a worker with fewer than kAttemptsMin
// attempts. A worker of which neither is known has a score only where heartbeat or leases are odd by themselves.

#include <QtCore/QString>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/model/snapshot.h"

namespace qd::ui {

enum class OddFigure : std::uint8_t { Failures, RunTime, Heartbeat, LostLeases };
constexpr std::size_t kOddFigures = 4;
constexpr double kOddAbove = 3.5;
constexpr double kOddnessMax = 99; ///< Beyond that the number says nothing more.

struct Oddness {
    std::optional<double> score;            ///< 0 .. kOddnessMax; nothing = not known.
    OddFigure figure = OddFigure::Failures; ///< Which one it stands on.
    bool below = false;                     ///< Less than the others have, which only a run time can be.
};

/// Thread: GUI. Of one picture; a look takes some milliseconds for 10 000 workers.
class FleetOddness {
public:
    static constexpr std::size_t kWorkersMin = 5;
    static constexpr std::int64_t kAttemptsMin = 20;

    FleetOddness() = default;
    FleetOddness(const Snapshot &snapshot, Instant now);

    /// By the worker's id; a worker that came since is not known.
    [[nodiscard]] Oddness of(WorkerId worker) const;
    /// "failures: 12 % of its attempts, 1.1 % is usual (median of 40 workers)"
    [[nodiscard]] QString words(WorkerId worker) const;

private:
    struct Figures {
        std::int64_t worker = 0;
        std::int64_t attempts = 0;
        std::array<double, kOddFigures> values{}; ///< NaN = not known.
    };
    [[nodiscard]] const Figures *find(WorkerId worker) const;
    [[nodiscard]] double scale(OddFigure figure, const Figures &of) const;
    [[nodiscard]] QString valueText(OddFigure figure, double value) const;

    std::vector<Figures> m_workers; ///< By id.
    std::array<double, kOddFigures> m_medians{};
    std::array<double, kOddFigures> m_spreads{}; ///< MAD / 0.6745
    std::array<std::size_t, kOddFigures> m_counts{};
    double m_failureShare = 0;
};

} // namespace qd::ui
