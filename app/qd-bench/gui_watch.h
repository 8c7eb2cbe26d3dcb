#pragma once
// How long the GUI thread is away: the time between `awake` and `aboutToBlock` of its event dispatcher. Timers and
// sockets are served after `aboutToBlock` (the wait has ended by then); what they do counts with the turn that follows.

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QObject>
#include <algorithm>
#include <vector>

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
            m_since = {};
        });
    }
    void restart() {
        m_turns.clear();
        m_since = {};
    }
    /// In milliseconds.
    [[nodiscard]] double longest() const {
        return m_turns.empty() ? 0 : milliseconds(*std::max_element(m_turns.begin(), m_turns.end()));
    }
    [[nodiscard]] double quantile(double q) const {
        if (m_turns.empty()) return 0;
        std::vector<Duration> sorted = m_turns;
        std::sort(sorted.begin(), sorted.end());
        return milliseconds(sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))]);
    }
    [[nodiscard]] std::size_t turns() const { return m_turns.size(); }

protected:
    bool eventFilter(QObject *, QEvent *) override {
        begin();
        return false;
    }

private:
    void begin() {
        if (m_since == Instant{}) m_since = bootNow();
    }
    static double milliseconds(Duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

    Instant m_since{};
    std::vector<Duration> m_turns;
};

} // namespace qd::bench
