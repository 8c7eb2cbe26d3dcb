#pragma once
// What somebody should have seen: the last warnings and bad news, of the engine and of the window itself.

#include <QtCore/QAbstractTableModel>
#include <cstdint>
#include <deque>
#include <string>

#include "core/model/event.h"

namespace qd::ui {

class Session;

struct Notice {
    std::uint64_t number = 0; ///< Consecutive.
    WallTime at;
    Severity severity = Severity::Warning;
    QString text;
    QString tip{}; ///< Empty: `text` says it all.
    TaskId task{}; ///< What it is about, if it is about one.
    WorkerId worker{};
    bool read = false;
    std::uint64_t repeats = 1; ///< It and those like it before it; text and `at` are of the newest.
    std::string key{};         ///< Of event_repeats.h; empty = of the window's own, each for itself.
    WallTime firstAt{};
};

/// Newest first, at most kKept; repeats are one line (event_repeats.h), which is unread again with each. What happened
/// before the first pull() was there when the window opened: it counts as read. Thread: GUI.
class NoticesModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, Severity, Text, ColumnCount };
    Q_ENUM(Column)
    static constexpr std::size_t kKept = 200;

    explicit NoticesModel(Session &session, QObject *parent = nullptr);

    /// Takes the session's new events.
    void pull();
    /// One of the window's own.
    void add(qd::Severity severity, const QString &text, WallTime at);
    void markRead(int row);
    void markAllRead();
    [[nodiscard]] int unread() const { return m_unread; }
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; } ///< Older than those that are kept, with repeats.
    [[nodiscard]] std::uint64_t missed() const { return m_missed; }   ///< Events that were gone before we looked.
    [[nodiscard]] QString endText() const;                            ///< What stands below the last line.
    [[nodiscard]] const Notice &noticeAt(int row) const { return m_notices[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void countsChanged();
    /// A bad one has just happened.
    void badNews(const QString &text);

private:
    void take(std::deque<Notice> fresh);
    [[nodiscard]] bool repeat(const Notice &fresh);
    void keep(std::deque<Notice> fresh);

    Session &m_session;
    std::deque<Notice> m_notices;
    std::uint64_t m_next = 0;
    std::uint64_t m_number = 0;
    std::uint64_t m_dropped = 0;
    std::uint64_t m_missed = 0;
    std::uint64_t m_before = 0; ///< Events that were gone when the window opened.
    int m_unread = 0;
    bool m_looked = false;
};

} // namespace qd::ui
