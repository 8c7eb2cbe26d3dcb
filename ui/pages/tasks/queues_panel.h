#pragma once
// The queues with what can be done to them: pause with reason and end, resume.

#include "ui/pages/common/page_context.h"
#include "ui/widgets/card.h"

class QPushButton;

namespace qd::ui {

class QueueFlows;
class QueuesModel;
class TableView;

/// Thread: GUI.
class QueuesPanel final : public Card {
    Q_OBJECT
public:
    explicit QueuesPanel(const PageContext &context, QWidget *parent = nullptr);

    void refresh(); ///< Takes the session's snapshot; for whoever knows whether the panel is seen.

    [[nodiscard]] TableView *table() const { return m_table; }
    [[nodiscard]] QPushButton *detailsButton() const { return m_details; }
    [[nodiscard]] QPushButton *pauseButton() const { return m_pause; }
    [[nodiscard]] QPushButton *resumeButton() const { return m_resume; }

signals:
    void queueChosen(const QString &name); ///< Its tasks are wanted.

private:
    void refreshActions();
    void inspect(const QString &queue);
    [[nodiscard]] QStringList selected() const;
    [[nodiscard]] QStringList selectedPaused() const;

    PageContext m_context;
    QueuesModel *m_model;
    QueueFlows *m_flows;
    TableView *m_table;
    QPushButton *m_details;
    QPushButton *m_pause;
    QPushButton *m_resume;
};

} // namespace qd::ui
