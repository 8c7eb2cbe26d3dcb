#pragma once
// Earlier attempts of tasks. A row of a task table tells of its latest attempt only; the others stand in the whole
// record, which is read one task at a time. So it is asked for few tasks, slowly, and kept.

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <cstdint>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/model/query.h"
#include "ui/session/session.h"

namespace qd::ui {

/// Thread: GUI. Each time that rows are looked at: begin(), want() for each task, end().
class AttemptHistory final : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kTasksMost = 500; ///< Kept and asked for; what is wanted beyond is counted.
    static constexpr int kAskedEach = 8;           ///< A tenth of a second.

    explicit AttemptHistory(Session &session, QObject *parent = nullptr);
    ~AttemptHistory() override;

    void begin();
    /// All attempts of it that have ended, as far as they were read; null while they were not. Older than `task` when
    /// it has gone on since: then they are read again.
    const std::vector<AttemptRecord> *want(const TaskBrief &task);
    void end();
    /// How many of the wanted tasks have not been read (yet).
    [[nodiscard]] std::size_t missing() const { return m_wanted.size() + m_open.size() + m_tooMany; }
    /// Stop asking; what is known stays.
    void pause();

signals:
    void changed(); ///< Something was read; ten times a second at most.

private:
    /// What makes another reading necessary.
    struct Version {
        WallTime startedAt;
        std::uint32_t epoch = 0;
        std::uint32_t ended = 0;
        bool operator==(const Version &) const = default;
    };
    struct Known {
        Version version;
        std::vector<AttemptRecord> attempts;
        std::uint64_t round = 0;
    };
    struct Wanted {
        TaskId task;
        Version version;
    };
    [[nodiscard]] static Version versionOf(const TaskBrief &task);
    void ask();
    void take(const Wanted &wanted, Result<TaskRecord> answer);

    Session &m_session;
    QTimer m_timer;
    std::unordered_map<std::uint64_t, Known> m_known;
    std::unordered_map<std::uint64_t, std::unique_ptr<QueryHandle>> m_open;
    std::deque<Wanted> m_wanted;
    std::vector<std::unique_ptr<QueryHandle>> m_done; ///< Destroyed outside of their own answers.
    std::uint64_t m_round = 0;
    std::size_t m_looked = 0; ///< In this round.
    std::size_t m_tooMany = 0;
    bool m_news = false;
};

} // namespace qd::ui
