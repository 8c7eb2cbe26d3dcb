#pragma once
// What happened, newest first: each line says how grave it is by shape, word and colour, and how often it happened.

#include "ui/pages/common/page_context.h"
#include "ui/widgets/card.h"

namespace qd::ui {

class EventsModel;
class TableView;

/// Thread: GUI.
class EventsCard final : public Card {
    Q_OBJECT
public:
    explicit EventsCard(const PageContext &context, QWidget *parent = nullptr);

    void refresh();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitRows();

    PageContext m_context;
    EventsModel *m_model;
    TableView *m_table;
};

} // namespace qd::ui
