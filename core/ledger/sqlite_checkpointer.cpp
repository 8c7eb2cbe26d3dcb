#include "core/ledger/sqlite_checkpointer.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>

#include "core/ledger/sqlite_readers.h"

namespace qd {

namespace {

constexpr std::uint64_t kFrameBytes = 4096 + 24;
constexpr std::uint64_t kShortPassFrames = 1024; ///< 4 MiB: what the writer may have to wait for.
constexpr int kPassesMax = 4;                    ///< Then the rest is taken however long it is.

} // namespace

SqliteCheckpointer::SqliteCheckpointer(Database db, SqliteReaders &readers, std::uint64_t walBytesMax)
    : m_db(std::move(db)), m_readers(readers), m_framesMax(std::max<std::uint64_t>(walBytesMax / kFrameBytes, 64)) {}

void SqliteCheckpointer::start() {
    m_thread = std::jthread{[this](const std::stop_token &stopping) { run(stopping); }};
}

void SqliteCheckpointer::stop() {
    if (!m_thread.joinable()) return;
    m_thread.request_stop();
    m_changed.notify_all();
    m_thread.join();
}

std::optional<Error> SqliteCheckpointer::enter() {
    const Instant from = bootNow();
    Lock lock{m_mutex};
    // A transaction may still add a little beyond nine tenths; the bound itself holds.
    const auto mayGo = [this]() QD_REQUIRES(m_mutex) {
        return !m_pauseWanted && (m_complete || m_frames < m_framesMax - m_framesMax / 10);
    };
    m_inTransaction = false;
    if (!mayGo()) {
        m_changed.notify_all();
        m_changed.wait_for(lock.native(), std::chrono::seconds{1}, mayGo);
        const auto waited = (bootNow() - from).count();
        if (waited > m_longestPauseNs.load()) m_longestPauseNs = waited;
    }
    if (!mayGo())
        return m_trouble
                   ? *m_trouble
                   : Error{ErrorCode::Unavailable, "The write-ahead log of the ledger is at its bound and cannot be "
                                                   "moved into the file; a long reader holds it. It goes on by itself"};
    m_inTransaction = true;
    return std::nullopt;
}

void SqliteCheckpointer::leave(std::uint64_t frames) {
    const Lock lock{m_mutex};
    m_inTransaction = false;
    if (frames != m_frames) m_complete = false;
    m_frames = frames;
    m_changed.notify_all();
}

std::uint64_t SqliteCheckpointer::frames() const {
    const Lock lock{m_mutex};
    return m_frames;
}

SqliteCheckpointer::Pass SqliteCheckpointer::pass() {
    int inLog = 0;
    int inFile = 0;
    const int code = sqlite3_wal_checkpoint_v2(m_db.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &inLog, &inFile);
    const Lock lock{m_mutex};
    if (code != SQLITE_OK) {
        m_trouble = m_db.error(code);
        return {};
    }
    m_trouble.reset();
    return {true, static_cast<std::uint64_t>(std::max(inLog - inFile, 0))};
}

/// Readers away, writer at a gap, the rest into the file. False when a reader would not go.
bool SqliteCheckpointer::lastPass(bool urgent) {
    const bool away = m_readers.close(std::chrono::milliseconds{urgent ? 500 : 50}, urgent);
    bool complete = false;
    if (away) {
        {
            Lock lock{m_mutex};
            m_pauseWanted = true;
            m_changed.wait(lock.native(), [this]() QD_REQUIRES(m_mutex) { return !m_inTransaction; });
        }
        const Pass last = pass();
        complete = last.ok && last.left == 0;
        const Lock lock{m_mutex};
        m_pauseWanted = false;
        m_complete = complete;
        if (complete) ++m_restarts;
        m_changed.notify_all();
    }
    m_readers.reopen();
    return complete;
}

void SqliteCheckpointer::run(const std::stop_token &stopping) {
    pthread_setname_np(pthread_self(), "qd-checkpoint");
    const std::uint64_t step = std::max<std::uint64_t>(m_framesMax / 8, 16);
    std::uint64_t left = 0; ///< After the newest pass.
    std::uint64_t seen = 0; ///< Length of the log at that time.
    int passes = 0;         ///< Since the log was last started anew.
    while (!stopping.stop_requested()) {
        std::uint64_t now = 0;
        {
            Lock lock{m_mutex};
            const auto due = [&]() QD_REQUIRES(m_mutex) {
                if (m_frames < seen) seen = left = 0; // Started anew.
                return m_frames >= seen + step || (!m_complete && m_frames >= m_framesMax / 2);
            };
            if (!m_changed.wait(lock.native(), stopping, due)) return;
            now = m_frames;
            if (seen == 0) passes = 0;
        }
        const bool half = now >= m_framesMax / 2;
        if (half && passes > 0 && (left <= kShortPassFrames || passes >= kPassesMax)) {
            if (lastPass(now >= m_framesMax - m_framesMax / 4)) {
                seen = now;
                left = 0;
                passes = 0;
                continue;
            }
        }
        const Pass done = pass();
        ++passes;
        left = done.left;
        seen = now;
        if (done.ok && !(half && passes > kPassesMax)) continue;
        // No room in the file's disk, or a reader that stays: not again at once.
        Lock lock{m_mutex};
        m_changed.wait_for(lock.native(), stopping, std::chrono::milliseconds{20}, [] { return false; });
    }
}

} // namespace qd
