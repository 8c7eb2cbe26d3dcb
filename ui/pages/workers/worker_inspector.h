#pragma once
#include <QtWidgets/QWidget>

#include "core/base/time.h"
#include "ui/pages/common/page_context.h"

class QPushButton;

namespace qd {
struct Snapshot;
}

namespace qd::ui {

class KeyValueList;
class StateBadge;

/// One worker: what it does, since when it was heard of, what holds it, why. Thread: GUI.
class WorkerInspector final : public QWidget {
    Q_OBJECT
public:
    WorkerInspector(const PageContext &context, WorkerId worker, QWidget *parent = nullptr);
    [[nodiscard]] WorkerId worker() const { return m_worker; }
    [[nodiscard]] QPushButton *pauseButton() const { return m_pause; }
    [[nodiscard]] QPushButton *resumeButton() const { return m_resume; }

private:
    void refresh();
    void refreshFacts(const Snapshot &snapshot, std::size_t row);
    void refreshWhy(const Snapshot &snapshot);

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
};

} // namespace qd::ui
