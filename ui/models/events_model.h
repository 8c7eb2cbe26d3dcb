#pragma once
// The newest events, newest first, out of the engine's ring; repeats are one line (event_repeats.h). What was missed is
// counted.

#include <QtCore/QAbstractTableModel>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/model/event.h"

namespace qd::ui {

class Session;

/// Thread: GUI. Call pull() when a snapshot arrived.
class EventsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, Severity, Text, Repeats, ColumnCount };
    Q_ENUM(Column)
    static constexpr std::size_t kKept = 1000; ///< Lines.

    explicit EventsModel(Session &session, QObject *parent = nullptr);

    /// Takes at most kKept new ones a call; none while newer ones than the moment shown are hidden.
    void pull();
    /// A frozen view shows none newer than its picture, and counts none; they are kept for when it goes on. nullopt:
    /// all.
    void showUntil(std::optional<WallTime> moment);
    [[nodiscard]] std::uint64_t lost() const { return m_lost; } ///< Gone from the ring before we looked.
    [[nodiscard]] std::uint64_t seen() const { return m_seen; }
    /// The newest of the line. Of a line that began before a frozen moment and went on behind it: its first.
    [[nodiscard]] const Event &eventAt(int row) const;
    [[nodiscard]] std::uint64_t repeatsAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Step {
        WallTime at;
        std::uint64_t repeats;  ///< Up to and with this one.
        std::uint64_t sequence; ///< By which the session still knows it, for a while.
    };
    struct Line {
        std::string key;
        Event first;
        Event last;
        std::vector<Step> steps; ///< One for each event told; at most kRepeatsMost.
    };
    /// A line as it was at a past moment.
    struct PastLine {
        std::size_t line;
        std::size_t steps; ///< How many of them had been.
        Event last;        ///< Of those; when nobody knows it any more the first one, at its time.
    };
    void add(const Event &event);
    [[nodiscard]] static bool takesUp(const Line &line, const std::string &key, const Event &event);
    static void renew(Line &line, const Event &event);
    void insertBegun();
    [[nodiscard]] Event eventOf(const Line &line, std::size_t steps) const;
    void lookBack(WallTime moment);
    [[nodiscard]] LedgerId ledger() const;
    [[nodiscard]] QString spoken(int row) const;

    Session &m_session;
    std::deque<Line> m_begun; ///< While a pull is under way: not yet inserted.
    std::deque<Line> m_lines; ///< The one with the newest event first.
    std::vector<PastLine> m_past;
    std::optional<WallTime> m_moment; ///< Set while something newer than it is hidden: then m_past is shown.
    std::uint64_t m_next = 0;
    std::uint64_t m_lost = 0;
    std::uint64_t m_seen = 0;
};

} // namespace qd::ui
