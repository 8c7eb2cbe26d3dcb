#include "ui/pages/common/frozen_note.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/session/session.h"
#include "ui/theme/shapes.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {
constexpr Px kMark{10};
}

FrozenNote::FrozenNote(const Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_text(makeLabel({}, "second", this)) {
    m_text->setWordWrap(true);
    auto *row = new QHBoxLayout(this);
    setMargins(row, {kMark.design + 7, 0, 0, 0});
    row->addWidget(m_text);
    hide();
}

void FrozenNote::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF mark(1_px, (m_text->fontMetrics().height() - kMark) / 2.0 + 1_px, kMark, kMark);
    paintShape(painter, mark, Shape::Bars, theme().color(ColorRole::Idle));
}

QString FrozenNote::text() const {
    return isHidden() ? QString() : m_text->text();
}

void FrozenNote::tell(const QString &what, std::optional<WallTime> asOf, const QString &behind) {
    const bool frozen = m_session.isFrozen();
    if (frozen) {
        const WallTime shown = m_session.snapshot()->wallAt;
        const QString figures = formatClock(shown);
        if (!asOf)
            m_text->setText(tr("%1 had not been read when the view was frozen; they come when it goes on.").arg(what));
        else if (formatClock(*asOf) == figures)
            m_text->setText(tr("%1 and all figures: as of %2.").arg(what, figures));
        else
            m_text->setText(tr("%1: as of %2. All figures: as of %3.").arg(what, formatClock(*asOf), figures) +
                            (shown < *asOf && !behind.isEmpty() ? QLatin1Char(' ') + behind : QString()));
    }
    setVisible(frozen);
}

} // namespace qd::ui
