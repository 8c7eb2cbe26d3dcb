#pragma once
#include <QtCore/QTimer>
#include <QtWidgets/QWidget>
#include <memory>
#include <optional>

#include "core/model/task.h"
#include "ui/pages/common/page_context.h"
#include "ui/session/session.h"
#include "ui/widgets/action_id.h"

class QLabel;
class QPushButton;

namespace qd::ui {

class FrozenNote;

class ActionRow;
class KeyValueList;
class OutputView;
class StateBadge;

/// One task: payload, result, live output, attempts, why, and what can be done. Asks again while it is not final.
/// Thread: GUI.
class TaskInspector final : public QWidget {
    Q_OBJECT
public:
    TaskInspector(const PageContext &context, TaskId task, QWidget *parent = nullptr);
    ~TaskInspector() override;

    [[nodiscard]] TaskId task() const { return m_task; }
    [[nodiscard]] static NamedActions namedActions();
    [[nodiscard]] QPushButton *allowButton() const { return m_allow; }
    [[nodiscard]] QPushButton *retryButton() const { return m_retry; }
    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }
    [[nodiscard]] bool isRead() const { return m_record.has_value(); }
    [[nodiscard]] QString outputNote() const; ///< "717 B written"
    /// The program that an error says is not allowed; empty for other errors.
    [[nodiscard]] static QString refusedProgram(const std::string &error);

private:
    void buildActions();
    void buildSections();
    void fetch();
    void take(Result<TaskRecord> answer);
    void refreshFacts();
    void refreshWhy();
    void refreshFrozen();
    void refreshActions();
    void refreshOutput();
    void allow();
    [[nodiscard]] int presentPriority() const;

    PageContext m_context;
    TaskId m_task;
    std::optional<TaskRecord> m_record;
    std::unique_ptr<QueryHandle> m_query;
    QTimer m_again;
    StateBadge *m_badge;
    QLabel *m_error;
    ActionRow *m_actions;
    KeyValueList *m_facts;
    OutputView *m_payload;
    OutputView *m_output;
    OutputView *m_errorOutput;
    QLabel *m_outputNote;
    FrozenNote *m_frozen;
    WallTime m_readAt;
    QWidget *m_errorSection = nullptr;
    KeyValueList *m_attempts;
    KeyValueList *m_why;
    QPushButton *m_allow = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_suspend = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_requeue = nullptr;
    QPushButton *m_priority = nullptr;
};

} // namespace qd::ui
