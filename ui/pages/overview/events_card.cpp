#include "ui/pages/overview/events_card.h"

#include <QtWidgets/QHeaderView>
#include <QtWidgets/QToolButton>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/events_model.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/overview/event_delegate.h"
#include "ui/session/session.h"
#include "ui/theme/zoom.h"

namespace qd::ui {

EventsCard::EventsCard(const PageContext &context, QWidget *parent)
    : Card({}, parent), m_context(context), m_model(new EventsModel(context.session, this)),
      m_table(new TableView(this)) {
    setTitle(tr("Events"));
    m_table->setModelAndWidths(m_model, {0, 0, -1, 0});
    m_table->setItemDelegateForColumn(EventsModel::Text, new EventDelegate(m_table));
    m_table->horizontalHeader()->hide();
    m_table->setAccessibleName(tr("Events, newest first"));
    offerExport(m_table, m_context.host);
    addHeaderWidget(m_table->makeMenuButton(this));
    connect(m_table, &TableView::rowActivated, this, [this](const QModelIndex &index) {
        const Event &event = m_model->eventAt(index.row());
        if (event.task) return m_context.host.openTask(event.task);
        if (event.worker) m_context.host.openWorker(event.worker);
    });
    addBody(m_table);
    onLook(this, [this] { fitRows(); }); // After the table's own, which gives it usual rows.
}

void EventsCard::refresh() {
    const Session &session = m_context.session;
    m_model->showUntil(session.isFrozen() ? std::optional(session.snapshot()->wallAt) : std::nullopt);
    m_model->pull();
    setCaption(m_model->lost() == 0 ? tr("newest first") : tr("%1 lost").arg(formatCount(m_model->lost())));
}

void EventsCard::resizeEvent(QResizeEvent *event) {
    Card::resizeEvent(event);
    fitRows();
}

/// A sentence of one line, or of two where the card is narrow.
void EventsCard::fitRows() {
    constexpr Px kWide{420};
    m_table->verticalHeader()->setDefaultSectionSize(EventDelegate::heightOf(width() < kWide ? 2 : 1));
}

} // namespace qd::ui
