#pragma once
#include <QtWidgets/QWidget>

#include "core/base/time.h"
#include "core/model/snapshot.h"
#include "ui/models/rate_window.h"
#include "ui/pages/common/page_context.h"
#include "ui/widgets/action_id.h"

class QPushButton;

namespace qd::ui {

class KeyValueList;
class PolledQuery;
class StateBadge;

/// One worker: what it does, since when it was heard of, what holds it, why. Thread: GUI.
class WorkerInspector final : public QWidget {
    Q_OBJECT
public:
    WorkerInspector(const PageContext &context, WorkerId worker, QWidget *parent = nullptr);
    [[nodiscard]] WorkerId worker() const { return m_worker; }
    [[nodiscard]] static NamedActions namedActions();
    [[nodiscard]] QPushButton *pauseButton() const { return m_pause; }
    [[nodiscard]] QPushButton *resumeButton() const { return m_resume; }

    [[nodiscard]] KeyValueList *facts() const { return m_facts; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void refresh();
    void refreshFacts(const Snapshot &snapshot, std::size_t row);
    void refreshWhy(const Snapshot &snapshot);
    [[nodiscard]] QString rateText() const;
    [[nodiscard]] QString percentilesText(WallTime startedAt) const;
    [[nodiscard]] QString comparedText(const Snapshot &snapshot);
    [[nodiscard]] QString processText(const Snapshot &snapshot, std::size_t row, WorkerColumn column) const;

    PageContext m_context;
    WorkerId m_worker;
    StateBadge *m_badge;
    KeyValueList *m_facts;
    KeyValueList *m_why;
    QPushButton *m_pause = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_drain = nullptr;
    QPushButton *m_task = nullptr;
    TaskId m_current;
    Instant m_whyAt;
    PolledQuery *m_kept = nullptr; ///< Its newest tasks that have ended.
    RateWindow m_ended;
    QString m_compared;
    Instant m_comparedAt;
};

} // namespace qd::ui
