#pragma once
// The newest events, newest first, out of the engine's ring; what was missed is a line of its own.

#include <QtCore/QAbstractTableModel>
#include <deque>
#include <optional>

#include "core/model/event.h"

namespace qd::ui {

class Session;

/// Thread: GUI. Call pull() when a snapshot arrived.
class EventsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, Severity, Text, ColumnCount };
    Q_ENUM(Column)
    static constexpr std::size_t kKept = 1000;

    explicit EventsModel(Session &session, QObject *parent = nullptr);

    /// Takes at most kKept new ones a call; none while newer ones than the moment shown are hidden.
    void pull();
    /// A frozen view shows none newer than its picture; they are kept for when it goes on. nullopt: all.
    void showUntil(std::optional<WallTime> moment);
    [[nodiscard]] std::uint64_t lost() const { return m_lost; } ///< Gone from the ring before we looked.
    [[nodiscard]] std::uint64_t seen() const { return m_seen; }
    [[nodiscard]] const Event &eventAt(int row) const { return m_events[m_hidden + static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Session &m_session;
    std::deque<Event> m_events;
    std::size_t m_hidden = 0; ///< The newest ones, while the view is at an older moment.
    std::uint64_t m_next = 0;
    std::uint64_t m_lost = 0;
    std::uint64_t m_seen = 0;
};

} // namespace qd::ui
