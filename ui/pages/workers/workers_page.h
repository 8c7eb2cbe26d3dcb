#pragma once
// All workers: map, table, and what can be done to them.

#include <QtWidgets/QWidget>
#include <vector>

#include "ui/pages/common/page_context.h"

class QPushButton;
class QStackedWidget;

namespace qd::ui {

class Card;
class FooterBar;
class LanesPanel;
class SearchField;
class SegmentedSwitch;
class TableView;
class WorkerMap;
class WorkersModel;

/// Thread: GUI.
class WorkersPage final : public QWidget {
    Q_OBJECT
public:
    explicit WorkersPage(const PageContext &context, QWidget *parent = nullptr);

    /// Selects the worker and opens its inspector.
    void showWorker(WorkerId worker);
    void focusFilter();
    [[nodiscard]] TableView *table() const { return m_table; }
    [[nodiscard]] WorkerMap *map() const { return m_map; }
    [[nodiscard]] LanesPanel *lanes() const { return m_lanes; }
    [[nodiscard]] SegmentedSwitch *viewSwitch() const { return m_view; }
    [[nodiscard]] QPushButton *pauseButton() const { return m_pause; }
    [[nodiscard]] QPushButton *resumeButton() const { return m_resume; }
    [[nodiscard]] QPushButton *drainButton() const { return m_drain; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] Card *listCard();
    void buildTable(QWidget *parent);
    void showView(int view);
    void refreshCaption();
    void refresh();
    void refreshActions();
    [[nodiscard]] std::vector<WorkerId> selected() const;
    void inspect(WorkerId worker);

    PageContext m_context;
    WorkersModel *m_model;
    WorkerMap *m_map;
    SearchField *m_filter = nullptr;
    TableView *m_table = nullptr;
    LanesPanel *m_lanes = nullptr;
    SegmentedSwitch *m_view = nullptr;
    QStackedWidget *m_body = nullptr;
    Card *m_listCard = nullptr;
    FooterBar *m_footer = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_drain = nullptr;
};

} // namespace qd::ui
