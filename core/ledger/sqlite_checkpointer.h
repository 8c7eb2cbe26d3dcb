#pragma once
// Moves the write-ahead log into the file on a thread of its own and keeps it bounded. PASSIVE passes run beside the
// writer, but under steady writing they never reach the end, and a log is only started anew from its end (left alone it
// grew to 1.3 GB in 12 s). So above half the bound readers are asked away, the writer waits at its next gap between two
// transactions, and one last short pass takes the rest.

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <thread>

#include "core/base/error.h"
#include "core/base/mutex.h"
#include "core/base/time.h"
#include "core/ledger/sqlite_database.h"

namespace qd {

class SqliteReaders;

class SqliteCheckpointer {
public:
    /// The connection is for this thread alone.
    SqliteCheckpointer(Database db, SqliteReaders &readers, std::uint64_t walBytesMax);
    ~SqliteCheckpointer() { stop(); }

    void start();
    /// May come twice.
    void stop();

    /// Thread: writer. Waits while a last pass runs, or while the log has reached its bound; not longer than a second:
    /// then the reason why the log cannot shrink. leave() always follows, also after an error.
    [[nodiscard]] std::optional<Error> enter();
    /// `frames` = length of the log, as the last commit saw it.
    void leave(std::uint64_t frames);

    /// Thread: any. Longest time that the writer waited for a last pass.
    [[nodiscard]] Duration longestPause() const noexcept { return Duration{m_longestPauseNs.load()}; }
    [[nodiscard]] std::uint64_t restarts() const noexcept { return m_restarts.load(); }

private:
    struct Pass {
        bool ok = false;
        std::uint64_t left = 0; ///< Frames in the log that are not in the file yet.
    };
    void run(const std::stop_token &stopping);
    Pass pass();
    bool lastPass(bool urgent);
    [[nodiscard]] std::uint64_t frames() const QD_EXCLUDES(m_mutex);

    Database m_db;
    SqliteReaders &m_readers;
    std::uint64_t m_framesMax; ///< The bound.
    mutable Mutex m_mutex;
    std::condition_variable_any m_changed;
    std::uint64_t m_frames QD_GUARDED_BY(m_mutex) = 0;
    bool m_inTransaction QD_GUARDED_BY(m_mutex) = false;
    bool m_pauseWanted QD_GUARDED_BY(m_mutex) = false;
    bool m_complete QD_GUARDED_BY(m_mutex) = true; ///< All frames are in the file: the next commit starts the log anew.
    std::optional<Error> m_trouble QD_GUARDED_BY(m_mutex);
    std::atomic<std::int64_t> m_longestPauseNs = 0;
    std::atomic<std::uint64_t> m_restarts = 0;
    std::jthread m_thread;
};

} // namespace qd
