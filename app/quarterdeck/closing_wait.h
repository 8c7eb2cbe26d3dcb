#pragma once
// "Stop when they are done": nothing new is started, and what runs may take as long as it takes.

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/model/snapshot.h"
#include "ui/session/session.h"

namespace qd::app {

/// Holds dispatch by a lease of its own, which ends by itself should the program die, and is renewed while it waits.
/// The lease is gone again before ready() or ended(): the next start must not find everything paused.
/// Thread: GUI.
class ClosingWait final : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::minutes kLease{10};
    using Look = std::function<std::shared_ptr<const Snapshot>()>;

    /// `look`: the engine's newest picture, also while the window is frozen or minimised.
    ClosingWait(ui::Session &session, Look look, QObject *parent = nullptr);

    /// Keep running: ended() when the lease is gone.
    void cancel();
    /// Wait no longer, whatever runs: ready() when the lease is gone.
    void finish();
    /// On workers now; empty until nothing new is started any more.
    [[nodiscard]] std::optional<std::uint64_t> left() const { return m_left; }
    void beat(); ///< The timer calls it, tests too.

signals:
    void leftChanged();
    void ready(); ///< The engine may be stopped: nothing is lost or done twice by it, unless finish() was called.
    void ended();
    void refused(const QString &why); ///< The engine does not let itself be paused; nothing has changed.

private:
    enum class Step { Holding, Lifting, Keeping, Over };
    void impose();
    void lift(Step step);
    void over();
    void onCommandChanged(const Ticket &ticket, ui::CommandState state, const Outcome &outcome);

    ui::Session &m_session;
    Look m_look;
    QTimer m_timer;
    QTimer m_patience; ///< For the last answer: a ledger that hangs must not keep the window open.
    Step m_step = Step::Holding;
    std::optional<Ticket> m_imposing;
    std::optional<Ticket> m_lifting;
    std::vector<OverrideId> m_leases; ///< None until it is imposed, then the one.
    WallTime m_renewAt;
    std::optional<std::uint64_t> m_left;
};

} // namespace qd::app
