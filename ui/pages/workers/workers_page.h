#pragma once
// All workers: map, table, and what can be done to them.

#include <QtWidgets/QWidget>
#include <vector>

#include "ui/pages/common/page_context.h"

class QPushButton;

namespace qd::ui {

class Card;
class FooterBar;
class HeatMap;
class SearchField;
class TableView;
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
    [[nodiscard]] QPushButton *pauseButton() const { return m_pause; }
    [[nodiscard]] QPushButton *resumeButton() const { return m_resume; }
    [[nodiscard]] QPushButton *drainButton() const { return m_drain; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] Card *mapCard();
    [[nodiscard]] Card *tableCard();
    void refresh();
    void refreshActions();
    [[nodiscard]] std::vector<WorkerId> selected() const;
    void inspect(WorkerId worker);

    PageContext m_context;
    WorkersModel *m_model;
    Card *m_mapCard = nullptr;
    HeatMap *m_heat = nullptr;
    SearchField *m_filter = nullptr;
    TableView *m_table = nullptr;
    FooterBar *m_footer = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_drain = nullptr;
    QPushButton *m_resize = nullptr;
};

} // namespace qd::ui
