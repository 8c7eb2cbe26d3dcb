#pragma once
// The queues with what can be done to them: pause with reason and end, resume.

#include <vector>

#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/page_context.h"
#include "ui/widgets/card.h"

class QPushButton;

namespace qd::ui {

class QueuesModel;
class TableView;

/// Thread: GUI.
class QueuesPanel final : public Card {
    Q_OBJECT
public:
    explicit QueuesPanel(const PageContext &context, QWidget *parent = nullptr);

    void refresh(); ///< Takes the session's snapshot; for whoever knows whether the panel is seen.

    [[nodiscard]] TableView *table() const { return m_table; }
    [[nodiscard]] QPushButton *pauseButton() const { return m_pause; }
    [[nodiscard]] QPushButton *resumeButton() const { return m_resume; }

signals:
    void queueChosen(const QString &name); ///< Its tasks are wanted.

private:
    void refreshActions();
    void pauseSelected();
    void resumeSelected();
    void offerCommands();
    [[nodiscard]] std::vector<DeskAction> pauses(const QStringList &names, const Override &lease,
                                                 const QString &reason) const;
    [[nodiscard]] std::vector<DeskAction> resumes() const;
    [[nodiscard]] QStringList selected() const;

    PageContext m_context;
    QueuesModel *m_model;
    TableView *m_table;
    QPushButton *m_pause;
    QPushButton *m_resume;
};

} // namespace qd::ui
