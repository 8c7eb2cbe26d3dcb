#pragma once
// What watching costs, measured: the coordinator's time for building pictures, this window's own processor time, the
// bytes that its memory holds, and the turns of its event loop that came late.

#include <QtCore/QObject>
#include <cstdint>
#include <optional>

#include "core/model/snapshot.h"

namespace qd::app {

/// Thread: GUI, of which it measures the processor time. Shares are of one core, over about the last second.
class ObserverCost final : public QObject {
    Q_OBJECT
public:
    /// Longer than three frames: somebody who drags sees it.
    static constexpr std::chrono::milliseconds kLateTurn{50};

    explicit ObserverCost(QObject *parent = nullptr);

    /// With each picture; returns whether a second is over and the shares are new.
    bool take(const Snapshot &snapshot);
    [[nodiscard]] std::optional<double> publishShare() const { return m_publishShare; }
    [[nodiscard]] std::optional<double> windowShare() const { return m_windowShare; }
    [[nodiscard]] std::uint64_t lateTurns() const { return m_lateTurns; }
    [[nodiscard]] std::chrono::milliseconds longestTurn() const { return m_longestTurn; }

private:
    void endTurn();

    Duration m_cpuAtTurn; ///< Processor time of the thread when it last waited.
    std::uint64_t m_lateTurns = 0;
    std::chrono::milliseconds m_longestTurn{0};
    Duration m_publishCost{};
    Instant m_since;
    Duration m_cpuSince{};
    std::optional<double> m_publishShare;
    std::optional<double> m_windowShare;
};

} // namespace qd::app
