#pragma once
// How long the GUI thread is away: the time between `awake` and `aboutToBlock` of its event dispatcher. Timers and
// sockets are served after `aboutToBlock` (the wait has ended by then); what they do counts with the turn that follows.
// Each turn also by the thread's own processor time: what is more than that, others had the core for.

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QObject>
#include <algorithm>
#include <vector>

#include "app/qd-bench/bench_room.h"
#include "core/base/time.h"

namespace qd::bench {

/// Thread: GUI.
class GuiWatch final : public QObject {
    Q_OBJECT
public:
    GuiWatch() {
        QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
        connect(dispatcher, &QAbstractEventDispatcher::awake, this, [this] { begin(); });
        QCoreApplication::instance()->installEventFilter(this);
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, [this] {
            if (m_since == Instant{}) return;
            m_turns.push_back(bootNow() - m_since);
            m_computed.push_back(threadCpu() - m_cpuSince);
            m_since = {};
        });
    }
    void restart() {
        m_turns.clear();
        m_computed.clear();
        m_since = {};
    }
    /// In milliseconds.
    [[nodiscard]] double longest() const {
        return m_turns.empty() ? 0 : milliseconds(*std::max_element(m_turns.begin(), m_turns.end()));
    }
    [[nodiscard]] double quantile(double q) const { return quantileOf(m_turns, q); }
    [[nodiscard]] double computedQuantile(double q) const { return quantileOf(m_computed, q); }
    [[nodiscard]] std::size_t turns() const { return m_turns.size(); }

protected:
    bool eventFilter(QObject *, QEvent *) override {
        begin();
        return false;
    }

private:
    void begin() {
        if (m_since != Instant{}) return;
        m_since = bootNow();
        m_cpuSince = threadCpu();
    }
    static double quantileOf(std::vector<Duration> turns, double q) {
        if (turns.empty()) return 0;
        std::sort(turns.begin(), turns.end());
        return milliseconds(turns[static_cast<std::size_t>(q * static_cast<double>(turns.size() - 1))]);
    }
    static double milliseconds(Duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

    Instant m_since{};
    Duration m_cpuSince{};
    std::vector<Duration> m_turns;
    std::vector<Duration> m_computed;
};

} // namespace qd::bench
