#include "ui/widgets/lane_chart.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolTip>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/format/format.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/lane_chart_parts.h"

namespace qd::ui {

using namespace lanes;

namespace {

constexpr std::size_t kLanesMax = 100'000;
constexpr std::size_t kTracksMax = 4;
constexpr std::int64_t kOverlapUs = 1000; ///< Two clocks meet where bars do: a millisecond is no overlap.
constexpr std::size_t kTipLines = 6;

} // namespace

LaneChart::LaneChart(QWidget *parent) : QAbstractScrollArea(parent) {
    installPaintedItems();
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Lanes"));
}

LaneChart::~LaneChart() = default;

void LaneChart::setLanes(std::vector<Lane> lanes) {
    if (lanes.size() > kLanesMax) lanes.resize(kLanesMax);
    const std::uint64_t kept = m_current >= 0 ? m_lanes[static_cast<std::size_t>(m_current)].id : 0;
    m_lanes = std::move(lanes);
    m_tracks.assign(m_lanes.size(), 1);
    m_trackOfBar.resize(m_lanes.size());
    for (std::size_t i = 0; i < m_lanes.size(); ++i) stack(i);
    if (m_current >= 0) {
        const auto it = std::ranges::find(m_lanes, kept, &Lane::id);
        m_current = it == m_lanes.end() ? -1 : static_cast<int>(it - m_lanes.begin());
        const bool barHere =
            m_current >= 0 && std::ranges::find(it->bars, m_currentBar, &LaneBar::id) != it->bars.end();
        if (!barHere) m_currentBar = 0;
    }
    updateScrollBar();
    viewport()->update();
}

/// Bars that overlap go under each other; what does not fit on four tracks lies on the last.
void LaneChart::stack(std::size_t lane) {
    std::array<std::int64_t, kTracksMax> ends;
    ends.fill(std::numeric_limits<std::int64_t>::min() / 2);
    std::vector<std::uint8_t> &tracks = m_trackOfBar[lane];
    tracks.clear();
    for (const LaneBar &bar : m_lanes[lane].bars) {
        std::size_t track = 0;
        while (track + 1 < kTracksMax && ends[track] > bar.fromUs + kOverlapUs) ++track;
        ends[track] = std::max(ends[track], bar.toUs);
        tracks.push_back(static_cast<std::uint8_t>(track));
        m_tracks[lane] = std::max(m_tracks[lane], static_cast<std::uint8_t>(track + 1));
    }
}

void LaneChart::setWindow(std::int64_t fromUs, std::int64_t toUs, std::int64_t knownFromUs) {
    toUs = std::max(toUs, fromUs + 1);
    const double perPixel =
        static_cast<double>(toUs - fromUs) / static_cast<double>(std::max(1, plotRight() - plotLeft()));
    const bool moved = std::abs(static_cast<double>(toUs - m_toUs)) >= perPixel || toUs - fromUs != m_toUs - m_fromUs ||
                       std::abs(static_cast<double>(knownFromUs - m_knownFromUs)) >= perPixel;
    if (!moved) return;
    m_fromUs = fromUs;
    m_toUs = toUs;
    m_knownFromUs = knownFromUs;
    viewport()->update();
}

void LaneChart::setTextProvider(std::function<QString(std::uint64_t)> provider) {
    m_provider = std::move(provider);
}

// --- geometry ----------------------------------------------------------------------------------------------------

int LaneChart::plotLeft() const {
    return kNameWidth;
}
int LaneChart::plotRight() const {
    return std::max<int>(kNameWidth + 10_px, viewport()->width() - kShareWidth);
}

double LaneChart::xOf(std::int64_t us) const {
    const double share =
        (static_cast<double>(us) - static_cast<double>(m_fromUs)) / static_cast<double>(m_toUs - m_fromUs);
    return plotLeft() + share * (plotRight() - plotLeft());
}

QRect LaneChart::laneRect(int lane) const {
    if (lane < 0 || lane >= static_cast<int>(m_lanes.size())) return {};
    return {0, kAxisHeight + lane * kLaneHeight - verticalScrollBar()->value(), viewport()->width(), kLaneHeight};
}

int LaneChart::laneAt(const QPoint &position) const {
    if (position.y() < kAxisHeight || position.y() >= viewport()->height()) return -1;
    const int lane = (position.y() - kAxisHeight + verticalScrollBar()->value()) / kLaneHeight;
    return lane < static_cast<int>(m_lanes.size()) ? lane : -1;
}

void LaneChart::updateScrollBar() {
    const int room = std::max(0, viewport()->height() - kAxisHeight);
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(m_lanes.size()) * kLaneHeight - room));
    verticalScrollBar()->setPageStep(std::max<int>(kLaneHeight, room));
    verticalScrollBar()->setSingleStep(kLaneHeight);
}

void LaneChart::resizeEvent(QResizeEvent *) {
    updateScrollBar();
}

std::vector<LaneChart::Piece> LaneChart::pieces(int lane) const {
    std::vector<Piece> out;
    std::array<std::ptrdiff_t, kTracksMax> last;
    last.fill(-1);
    const std::vector<LaneBar> &bars = m_lanes[static_cast<std::size_t>(lane)].bars;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const LaneBar &bar = bars[i];
        const std::int64_t to = std::min(bar.toUs, m_toUs);
        if (to < m_fromUs || bar.fromUs > m_toUs) continue;
        Piece piece{.left = xOf(std::max(bar.fromUs, m_fromUs)),
                    .right = xOf(to),
                    .track = m_trackOfBar[static_cast<std::size_t>(lane)][i],
                    .first = i,
                    .role = bar.role};
        const bool narrow = piece.right - piece.left < 1;
        if (narrow) piece.left = std::floor(piece.left);
        if (narrow) piece.right = piece.left + 1;
        std::ptrdiff_t &before = last[static_cast<std::size_t>(piece.track)];
        if (before >= 0) {
            Piece &previous = out[static_cast<std::size_t>(before)];
            const bool bothNarrow = narrow && previous.right - previous.left <= static_cast<double>(previous.count);
            const bool together = previous.first + previous.count == i && piece.left <= previous.right;
            if (bothNarrow && together) {
                previous.right = std::max(previous.right, piece.right);
                ++previous.count;
                if (rank(bar.role) > rank(previous.role)) previous.role = bar.role;
                continue;
            }
        }
        before = static_cast<std::ptrdiff_t>(out.size());
        out.push_back(piece);
    }
    return out;
}

std::int64_t LaneChart::knownFrom(int lane) const {
    return std::max({m_fromUs, m_knownFromUs, m_lanes[static_cast<std::size_t>(lane)].sinceUs});
}

double LaneChart::busyShare(int lane) const {
    const std::int64_t from = knownFrom(lane);
    if (from >= m_toUs) return std::numeric_limits<double>::quiet_NaN();
    std::int64_t covered = 0;
    std::int64_t seenTo = from;
    for (const LaneBar &bar : m_lanes[static_cast<std::size_t>(lane)].bars) {
        const std::int64_t begin = std::max(bar.fromUs, seenTo);
        const std::int64_t end = std::min(bar.toUs, m_toUs);
        if (end <= begin) continue;
        covered += end - begin;
        seenTo = end;
    }
    return static_cast<double>(covered) / static_cast<double>(m_toUs - from);
}

QRectF LaneChart::pieceRect(int lane, const Piece &piece) const {
    const QRect row = laneRect(lane);
    const double height = static_cast<double>(kBarHeight) / tracksOf(lane);
    const double top = row.top() + (kLaneHeight - kBarHeight) / 2.0 + piece.track * height;
    return {piece.left, top, std::max(1.0, piece.right - piece.left),
            std::max(2.0, height - (height < 10_px ? 1_px : 0))};
}

/// With two pixels to spare at the sides: a bar may be one pixel wide.
const LaneChart::Piece *LaneChart::pieceAt(const std::vector<Piece> &pieces, int lane, const QPoint &position) const {
    const Piece *near = nullptr;
    for (const Piece &piece : pieces) {
        const QRectF rect = pieceRect(lane, piece);
        if (rect.contains(position)) return &piece;
        if (rect.adjusted(-2_px, -2_px, 2_px, 2_px).contains(position)) near = &piece;
    }
    return near;
}

// --- text --------------------------------------------------------------------------------------------------------

QString LaneChart::laneText(int lane) const {
    if (lane < 0 || lane >= static_cast<int>(m_lanes.size())) return {};
    const Lane &one = m_lanes[static_cast<std::size_t>(lane)];
    QStringList parts{one.name, one.look.word};
    std::size_t count = 0;
    for (const Piece &piece : pieces(lane)) count += piece.count;
    parts << tr("%1 bars", nullptr, static_cast<int>(count)).arg(formatCount(count));
    parts << tr("busy %1").arg(formatPercent(busyShare(lane), 0));
    if (lane == m_current && m_currentBar != 0 && m_provider) parts << m_provider(m_currentBar);
    return parts.join(QStringLiteral(" · "));
}

QString LaneChart::tipAt(const QPoint &position) const {
    const int lane = laneAt(position);
    if (lane < 0) return {};
    const std::vector<Piece> all = pieces(lane);
    const Piece *piece = pieceAt(all, lane, position);
    if (piece == nullptr) {
        const bool unknown = position.x() >= plotLeft() && position.x() < xOf(knownFrom(lane));
        return laneText(lane) +
               (unknown ? QStringLiteral("\n") + tr("Whether it was busy then is not known") : QString());
    }
    const std::vector<LaneBar> &bars = m_lanes[static_cast<std::size_t>(lane)].bars;
    QStringList lines;
    if (piece->count > 1) lines << tr("%1 bars in one pixel; a shorter time shows them apart").arg(piece->count);
    for (std::size_t i = 0; i < std::min(piece->count, kTipLines) && m_provider; ++i)
        lines << m_provider(bars[piece->first + i].id);
    if (piece->count > kTipLines) lines << tr("and %1 more").arg(piece->count - kTipLines);
    return lines.join(QLatin1Char('\n'));
}

/// Screen readers know the widget, lanes are placed in its viewport.
QRect LaneChart::itemRect(int item) const {
    return laneRect(item).translated(viewport()->pos());
}
int LaneChart::itemAt(const QPoint &position) const {
    return laneAt(position - viewport()->pos());
}
void LaneChart::pressItem(int item) {
    setCurrent(item);
    activateCurrent();
}

// --- input -------------------------------------------------------------------------------------------------------

void LaneChart::setCurrent(int lane, std::uint64_t bar) {
    lane = std::clamp(lane, -1, static_cast<int>(m_lanes.size()) - 1);
    if (lane == m_current && bar == m_currentBar) return;
    m_current = lane;
    m_currentBar = bar;
    const QRect row = laneRect(lane);
    QScrollBar *scroll = verticalScrollBar();
    if (lane >= 0 && row.top() < kAxisHeight) scroll->setValue(lane * kLaneHeight);
    if (lane >= 0 && row.bottom() > viewport()->height())
        scroll->setValue(scroll->value() + row.bottom() - viewport()->height() + 1);
    viewport()->update();
    if (hasFocus()) announceItemFocus(*this, lane);
    emit currentChanged();
}

/// To the next bar of the current lane that is in the window; none yet = the newest.
void LaneChart::stepBar(int by) {
    if (m_current < 0) return setCurrent(0);
    const std::vector<LaneBar> &bars = m_lanes[static_cast<std::size_t>(m_current)].bars;
    std::vector<std::uint64_t> seen;
    for (const LaneBar &bar : bars)
        if (bar.fromUs <= m_toUs && bar.toUs >= m_fromUs) seen.push_back(bar.id);
    if (seen.empty()) return;
    const auto at = std::ranges::find(seen, m_currentBar);
    const auto last = static_cast<std::ptrdiff_t>(seen.size()) - 1;
    const std::ptrdiff_t next = at == seen.end() ? last : std::clamp<std::ptrdiff_t>(at - seen.begin() + by, 0, last);
    setCurrent(m_current, seen[static_cast<std::size_t>(next)]);
}

void LaneChart::activateCurrent() {
    if (m_currentBar != 0)
        emit barActivated(m_currentBar);
    else if (m_current >= 0)
        emit laneActivated(m_lanes[static_cast<std::size_t>(m_current)].id);
}

void LaneChart::keyPressEvent(QKeyEvent *event) {
    const int page = std::max(1, verticalScrollBar()->pageStep() / kLaneHeight);
    const int last = static_cast<int>(m_lanes.size()) - 1;
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    const auto go = [&](int lane) { setCurrent(std::clamp(lane, 0, last)); };
    if (plain && last >= 0) switch (event->key()) {
        case Qt::Key_Up: return go(m_current - 1);
        case Qt::Key_Down: return go(m_current + 1);
        case Qt::Key_PageUp: return go(m_current - page);
        case Qt::Key_PageDown: return go(m_current + page);
        case Qt::Key_Home: return go(0);
        case Qt::Key_End: return go(last);
        case Qt::Key_Left: return stepBar(-1);
        case Qt::Key_Right: return stepBar(1);
        case Qt::Key_Return:
        case Qt::Key_Enter: return activateCurrent();
        default: break;
        }
    QAbstractScrollArea::keyPressEvent(event);
}

void LaneChart::mousePressEvent(QMouseEvent *event) {
    const QPoint at = event->position().toPoint();
    const int lane = laneAt(at);
    if (lane < 0) return QAbstractScrollArea::mousePressEvent(event);
    const std::vector<Piece> all = pieces(lane);
    const Piece *piece = pieceAt(all, lane, at);
    const Lane &one = m_lanes[static_cast<std::size_t>(lane)];
    setCurrent(lane, piece == nullptr ? 0 : one.bars[piece->first].id);
    // Another button only chooses: a menu is about what it was opened on.
    if (event->button() == Qt::LeftButton && (piece != nullptr || at.x() < plotLeft())) activateCurrent();
}

/// Whoever took the press takes the release.
void LaneChart::mouseReleaseEvent(QMouseEvent *event) {
    event->accept();
}

void LaneChart::mouseMoveEvent(QMouseEvent *event) {
    const QPoint at = event->position().toPoint();
    const int lane = laneAt(at);
    const bool opens = lane >= 0 && (at.x() < plotLeft() || pieceAt(pieces(lane), lane, at) != nullptr);
    viewport()->setCursor(opens ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

bool LaneChart::viewportEvent(QEvent *event) {
    if (event->type() != QEvent::ToolTip) return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QString text = tipAt(help->pos());
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, viewport());
    return true;
}

void LaneChart::focusInEvent(QFocusEvent *event) {
    QAbstractScrollArea::focusInEvent(event);
    if (m_current >= 0) announceItemFocus(*this, m_current);
    viewport()->update();
}
void LaneChart::focusOutEvent(QFocusEvent *event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}
void LaneChart::changeEvent(QEvent *event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::StyleChange) updateScrollBar();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) viewport()->update();
}

} // namespace qd::ui
