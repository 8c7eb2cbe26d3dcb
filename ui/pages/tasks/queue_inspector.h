#pragma once
#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

#include "core/model/snapshot.h"
#include "ui/pages/common/page_context.h"
#include "ui/widgets/action_id.h"

class QLabel;
class QPushButton;
class QSlider;

namespace qd::ui {

class KeyValueList;
class QueueFlows;
class StateBadge;

/// One queue: how it fills and empties, what holds it, and how long it would take with more or fewer workers.
/// Thread: GUI.
class QueueInspector final : public QWidget {
    Q_OBJECT
public:
    /// `flows` may go away before the inspector does.
    QueueInspector(const PageContext &context, const QString &queue, const QueueFlows *flows,
                   QWidget *parent = nullptr);

    [[nodiscard]] static NamedActions namedActions();
    [[nodiscard]] KeyValueList *facts() const { return m_facts; }
    [[nodiscard]] QSlider *workers() const { return m_workers; }
    [[nodiscard]] QLabel *answer() const { return m_answer; }      ///< "with 12 workers: 40 s"
    [[nodiscard]] QLabel *assumption() const { return m_assumed; } ///< What the answer takes for granted.
    [[nodiscard]] QPushButton *pauseButton() const { return m_pause; }

private:
    [[nodiscard]] QWidget *whatIf();
    void refresh();
    void refreshFacts(const Snapshot &snapshot, std::size_t row);
    void refreshWhatIf(const Snapshot &snapshot, std::size_t row);
    [[nodiscard]] std::ptrdiff_t rowIn(const Snapshot &snapshot) const;

    PageContext m_context;
    QString m_queue;
    QPointer<const QueueFlows> m_flows;
    StateBadge *m_badge;
    KeyValueList *m_facts;
    QSlider *m_workers;
    QLabel *m_answer;
    QLabel *m_assumed;
    QPushButton *m_pause = nullptr;
    QPushButton *m_resume = nullptr;
    bool m_moved = false; ///< The slider was set by hand; before that it stands at what works now.
};

} // namespace qd::ui
