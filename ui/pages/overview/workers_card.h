#pragma once
// The fleet at a glance: a cell for each worker, and the worst of them as rows.

#include "ui/pages/common/page_context.h"
#include "ui/widgets/card.h"

namespace qd {
struct Snapshot;
}

namespace qd::ui {

class HeatMap;
class TableView;
class WorkersModel;

/// Thread: GUI.
class WorkersCard final : public Card {
    Q_OBJECT
public:
    explicit WorkersCard(const PageContext &context, QWidget *parent = nullptr);

    void refresh(const Snapshot &snapshot);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildMap();
    void buildWorst();
    void fitColumns();

    PageContext m_context;
    HeatMap *m_map;
    WorkersModel *m_model;
    TableView *m_worst;
};

} // namespace qd::ui
