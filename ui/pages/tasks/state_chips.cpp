#include "ui/pages/tasks/state_chips.h"

#include <QtCore/QEvent>
#include <QtCore/QSignalBlocker>
#include <QtGui/QPainter>
#include <QtGui/QPixmap>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <array>

#include "core/model/query.h"
#include "ui/format/format.h"
#include "ui/pages/tasks/one_line_row.h"
#include "ui/theme/state_look.h"
#include "ui/theme/zoom.h"

namespace qd::ui {
namespace {

/// What people look for comes first: the last ones are folded into a menu where there is no room.
constexpr std::array<TaskState, kTaskStates> kByUse = {TaskState::Failed,    TaskState::Running,  TaskState::Queued,
                                                       TaskState::Completed, TaskState::Retrying, TaskState::Cancelled,
                                                       TaskState::Suspended, TaskState::Pending,  TaskState::Assigned};

QIcon shapeIcon(const StateLook &look, qreal ratio) {
    // The style keeps 4 pixels between picture and word, whatever the zoom: the rest is part of the picture.
    QPixmap pixmap(QSize(12_px + 4_px - 4, 12_px) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintShape(painter, QRectF(0, 0, 12_px, 12_px), look.shape, theme().color(look.role));
    return QIcon(pixmap);
}

} // namespace

StateChips::StateChips(QWidget *parent) : QWidget(parent) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto *row = new OneLineRow(this);
    column->addWidget(row);
    for (const TaskState state : kByUse) {
        QPushButton *chip = row->addPlain({}, [] {});
        chip->setCheckable(true);
        chip->setProperty("chip", true);
        chip->setText(lookOf(state).word);
        connect(chip, &QPushButton::toggled, this, [this] { emit statesChanged(states()); });
        m_chips[static_cast<std::size_t>(state)] = chip;
    }
    onLook(this, [this] { refreshLook(); });
}

void StateChips::refreshLook() {
    for (std::size_t i = 0; i < kTaskStates; ++i) {
        m_chips[i]->setIcon(shapeIcon(lookOf(static_cast<TaskState>(i)), devicePixelRatioF()));
        m_chips[i]->setMinimumWidth(m_chips[i]->sizeHint().width()); // What it had grown to was in other pixels.
    }
}

void StateChips::setCounts(const Totals &totals) {
    for (std::size_t i = 0; i < kTaskStates; ++i) {
        const StateLook look = lookOf(static_cast<TaskState>(i));
        const QString text = totals.byState[i] == 0
                                 ? look.word
                                 : look.word + QLatin1Char(' ') + formatCompact(static_cast<double>(totals.byState[i]));
        if (m_chips[i]->text() == text) continue;
        m_chips[i]->setText(text);
        // A chip only grows: its neighbours must not move back and forth with the figure under somebody's pointer.
        m_chips[i]->setMinimumWidth(std::max(m_chips[i]->minimumWidth(), m_chips[i]->sizeHint().width()));
    }
}

std::uint16_t StateChips::states() const {
    std::uint16_t states = 0;
    for (std::size_t i = 0; i < kTaskStates; ++i)
        if (m_chips[i]->isChecked())
            states = static_cast<std::uint16_t>(states | TaskFilter::bit(static_cast<TaskState>(i)));
    return states;
}

void StateChips::setStates(std::uint16_t states) {
    {
        const QSignalBlocker quiet(this);
        for (std::size_t i = 0; i < kTaskStates; ++i)
            m_chips[i]->setChecked((states & TaskFilter::bit(static_cast<TaskState>(i))) != 0);
    }
    emit statesChanged(states);
}

} // namespace qd::ui
