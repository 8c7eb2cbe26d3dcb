#pragma once
// The three charts of the page, with one time axis and one cursor: what flows, what waits, how long it waits.

#include <QtCore/QObject>
#include <array>
#include <chrono>
#include <optional>
#include <vector>

#include "ui/pages/common/page_context.h"
#include "ui/widgets/time_bar.h"

namespace qd::ui {

class Card;
class TimeSeriesChart;

/// Thread: GUI. Its cards are laid out by the page.
class TrendCharts final : public QObject {
    Q_OBJECT
public:
    static constexpr int kTurns = 3; ///< After so many draw() every chart has had its turn.

    /// The cards are children of `page`.
    TrendCharts(const PageContext &context, QWidget *page);

    [[nodiscard]] Card *flowCard() const { return m_flowCard; }
    [[nodiscard]] Card *depthCard() const { return m_depthCard; }
    [[nodiscard]] Card *latencyCard() const { return m_latencyCard; }

    /// The stretch of time that the charts show; nullopt: up to now. True: it is another one.
    bool setRange(std::optional<TimeRange> range);
    [[nodiscard]] bool hasRange() const { return m_range.has_value(); }
    void setMarks(const std::vector<TimeMark> &marks);
    /// The moment under a pointer elsewhere; 0 = none.
    void setLinkedMoment(qint64 ms);
    /// The figures in the legends, of the picture on screen.
    void refreshFigures();
    /// One chart at each turn: drawing all three in one frame would cost a frame.
    void draw(int turn);

signals:
    void momentHovered(qint64 ms); ///< Over one of the charts; 0 = left.

private:
    [[nodiscard]] std::array<TimeSeriesChart *, 3> charts() const { return {m_flow, m_depth, m_latency}; }
    void buildFlow(QWidget *page);
    void buildDepth(QWidget *page);
    void buildLatency(QWidget *page);
    void stretch();
    void tellSpan();
    void tellEmpty();

    PageContext m_context;
    TimeSeriesChart *m_flow = nullptr;
    TimeSeriesChart *m_depth = nullptr;
    TimeSeriesChart *m_latency = nullptr;
    Card *m_flowCard = nullptr;
    Card *m_depthCard = nullptr;
    Card *m_latencyCard = nullptr;
    std::optional<TimeRange> m_range;
    std::chrono::milliseconds m_span{0};
};

} // namespace qd::ui
