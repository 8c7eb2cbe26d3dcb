#pragma once
// What tells the program to stop, as one thing to wait for: SIGTERM and SIGINT, requests of the door, and the end of
// stopping itself.

#include "core/base/error.h"
#include "core/base/time.h"
#include "core/engine/engine.h"

namespace qd::daemon {

enum class Wake : std::uint8_t { Timeout, Signal, Request, Stopped };

/// Make it before the first thread: the signals are blocked in all of them and read here.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals &) = delete;
    StopSignals &operator=(const StopSignals &) = delete;

    /// Thread: any.
    void request(StopMode mode);
    void announceStopped();
    /// Waits for whichever comes first. `mode` is set for Request.
    [[nodiscard]] Wake wait(Duration patience, StopMode &mode);

private:
    int m_signals = -1;
    int m_drain = -1;
    int m_now = -1;
    int m_stopped = -1;
};

} // namespace qd::daemon
