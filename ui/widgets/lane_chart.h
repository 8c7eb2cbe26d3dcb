#pragma once
// One lane for each of many things over a common time axis; what it was busy with are bars, gaps are idle time. Only
// the lanes on screen are painted, and bars that share a pixel are painted as one with a mark.

#include <QtWidgets/QAbstractScrollArea>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "ui/theme/state_look.h"
#include "ui/widgets/painted_items.h"

namespace qd::ui {

/// Times are wall times in microseconds.
struct LaneBar {
    static constexpr std::int64_t kOpen = std::numeric_limits<std::int64_t>::max(); ///< Still going on.

    std::uint64_t id = 0;
    std::int64_t fromUs = 0;
    std::int64_t toUs = kOpen;
    ColorRole role = ColorRole::Healthy;
    Shape glyph = Shape::None; ///< Painted where the bar is wide enough; the state is never told by colour alone.

    bool operator==(const LaneBar &) const = default;
};

struct Lane {
    std::uint64_t id = 0;
    QString name;
    StateLook look;
    std::int64_t sinceUs = 0;  ///< It was not there before: hatched, no idleness.
    std::vector<LaneBar> bars; ///< By fromUs. Those that overlap are stacked, up to four deep.
};

/// Thread: GUI. Up and Down choose a lane, Left and Right a bar of it, Enter or a click opens it.
class LaneChart : public QAbstractScrollArea, public PaintedItems {
    Q_OBJECT
public:
    /// What is painted as one piece: a bar, or neighbours that are each narrower than a pixel.
    struct Piece {
        double left = 0;
        double right = 0;
        int track = 0;
        std::size_t first = 0; ///< Index into the lane's bars.
        std::size_t count = 1;
        ColorRole role = ColorRole::Healthy;
    };

    explicit LaneChart(QWidget *parent = nullptr);
    ~LaneChart() override;

    /// At most 100 000 lanes; lane and bar that were current stay so while they exist.
    void setLanes(std::vector<Lane> lanes);
    [[nodiscard]] const std::vector<Lane> &lanes() const { return m_lanes; }
    /// The time axis. Nothing is known before `knownFromUs`: that part is hatched, and no gap there means idle.
    void setWindow(std::int64_t fromUs, std::int64_t toUs, std::int64_t knownFromUs);
    /// Text of a bar for tool tip and screen reader, asked only when needed.
    void setTextProvider(std::function<QString(std::uint64_t bar)> provider);

    [[nodiscard]] std::vector<Piece> pieces(int lane) const;
    /// Share of the known part of the window in which the lane had a bar; NaN when nothing is known.
    [[nodiscard]] double busyShare(int lane) const;
    [[nodiscard]] QString laneText(int lane) const; ///< "w-3 · busy · 12 bars · busy 63 %", then the current bar.
    [[nodiscard]] QString tipAt(const QPoint &viewportPosition) const;
    [[nodiscard]] int current() const { return m_current; } ///< Lane; -1 = none.
    [[nodiscard]] std::uint64_t currentBar() const { return m_currentBar; }
    void setCurrent(int lane, std::uint64_t bar = 0);
    [[nodiscard]] int laneAt(const QPoint &viewportPosition) const;
    [[nodiscard]] QRect laneRect(int lane) const; ///< In viewport coordinates.
    void activateCurrent();
    /// Lanes painted since creation: what is not on screen costs nothing.
    [[nodiscard]] std::uint64_t lanesPainted() const { return m_lanesPainted; }

    [[nodiscard]] int itemCount() const override { return static_cast<int>(m_lanes.size()); }
    [[nodiscard]] QString itemText(int item) const override { return laneText(item); }
    [[nodiscard]] QRect itemRect(int item) const override;
    [[nodiscard]] int itemAt(const QPoint &position) const override;
    [[nodiscard]] int currentItem() const override { return m_current; }
    void pressItem(int item) override;

    [[nodiscard]] QSize sizeHint() const override { return {640, 320}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {280, 96}; }

signals:
    void currentChanged();
    void barActivated(quint64 bar);
    void laneActivated(quint64 lane);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    [[nodiscard]] double xOf(std::int64_t us) const;
    [[nodiscard]] int plotLeft() const;
    [[nodiscard]] int plotRight() const;
    [[nodiscard]] int tracksOf(int lane) const { return m_tracks[static_cast<std::size_t>(lane)]; }
    [[nodiscard]] QRectF pieceRect(int lane, const Piece &piece) const;
    [[nodiscard]] const Piece *pieceAt(const std::vector<Piece> &pieces, int lane, const QPoint &position) const;
    [[nodiscard]] std::int64_t knownFrom(int lane) const;
    void stack(std::size_t lane);
    void updateScrollBar();
    void stepBar(int by);
    void paintAxis(QPainter &painter) const;
    void paintLane(QPainter &painter, int lane);
    void paintPieces(QPainter &painter, int lane) const;
    void paintCurrent(QPainter &painter) const;

    std::vector<Lane> m_lanes;
    std::vector<std::uint8_t> m_tracks;                  ///< Of each lane, 1..4.
    std::vector<std::vector<std::uint8_t>> m_trackOfBar; ///< Beside Lane::bars.
    std::function<QString(std::uint64_t)> m_provider;
    std::int64_t m_fromUs = 0;
    std::int64_t m_toUs = 1;
    std::int64_t m_knownFromUs = 0;
    int m_current = -1;
    std::uint64_t m_currentBar = 0;
    std::uint64_t m_lanesPainted = 0;
};

} // namespace qd::ui
