#include "ui/shell/follow_line.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

#include "ui/format/format.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {
constexpr Px kMark{9};
constexpr Px kLeft{14};
} // namespace

FollowLine::FollowLine(QWidget *parent)
    : QWidget(parent), m_text(makeLabel({}, "second", this)), m_live(new QPushButton(this)),
      m_leader(new QPushButton(tr("Time bar"), this)) {
    auto *row = new QHBoxLayout(this);
    setMargins(row, {kLeft.design + kMark.design + 8, 3, 12, 3});
    row->addWidget(m_text, 1);
    row->addWidget(m_live);
    row->addWidget(m_leader);
    m_leader->setToolTip(tr("Bring the main window to the front: its time bar moves this window too"));
    connect(m_live, &QPushButton::clicked, this, &FollowLine::freezeRequested);
    connect(m_leader, &QPushButton::clicked, this, &FollowLine::leaderRequested);
    setLiveMode(LiveMode::None, std::nullopt);
}

QString FollowLine::text() const {
    return m_text->text();
}

void FollowLine::setLiveMode(LiveMode mode, std::optional<WallTime> moment) {
    switch (mode) {
    case LiveMode::None:
        m_text->setText(tr("Follows the main window: no data"));
        m_shape = Shape::Ring, m_role = ColorRole::TextMuted;
        break;
    case LiveMode::Live:
        m_text->setText(tr("Follows the main window: live"));
        m_shape = Shape::Play, m_role = ColorRole::Healthy;
        break;
    case LiveMode::Frozen:
    case LiveMode::Replay:
        m_text->setText(tr("Follows the main window: frozen at %1").arg(moment ? formatClock(*moment) : noValue()));
        m_shape = Shape::Bars, m_role = ColorRole::Idle;
        break;
    }
    const bool live = mode == LiveMode::Live;
    m_live->setEnabled(mode != LiveMode::None);
    m_live->setText(live || mode == LiveMode::None ? tr("Freeze") : tr("Go live"));
    m_live->setToolTip(live ? tr("Freeze all windows (Pause)") : tr("All windows go on (Pause or L)"));
    setAccessibleName(m_text->text());
    update();
}

void FollowLine::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &look = theme();
    painter.fillRect(rect(), look.color(ColorRole::Bar));
    painter.fillRect(QRect(0, 0, width(), 1_px), look.color(ColorRole::CardBorder));
    painter.setRenderHint(QPainter::Antialiasing);
    paintShape(painter, QRectF(kLeft, height() / 2.0 - kMark / 2.0, kMark, kMark), m_shape, look.color(m_role));
}

} // namespace qd::ui
