#pragma once
// Pieces that inspectors share: headed sections, buttons that act, the decision records behind "why".

#include <QtWidgets/QWidget>
#include <functional>
#include <vector>

#include "core/model/event.h"
#include "core/model/snapshot.h"
#include "core/model/task_why.h"
#include "ui/pages/common/command_desk.h"
#include "ui/widgets/action_id.h"
#include "ui/widgets/key_value_list.h"

class QPushButton;
class QVBoxLayout;

namespace qd::ui {

/// A heading and what stands under it.
[[nodiscard]] QWidget *inspectorSection(const QString &title, QWidget *content, QWidget *parent);

/// What the task waits for, then one line per decision record, newest first; says what is not kept when there is none.
[[nodiscard]] std::vector<KeyValue> whyLines(const TaskWhy &why, const Snapshot &snapshot, std::uint32_t sampling);
/// The same of a worker's records; each line names its task.
[[nodiscard]] std::vector<KeyValue> whyLines(const std::vector<Decision> &decisions, const Snapshot &snapshot,
                                             std::uint32_t sampling);

/// Buttons that flow into as many lines as they need.
class ActionRow final : public QWidget {
    Q_OBJECT
public:
    explicit ActionRow(QWidget *parent = nullptr);

    /// `action` is made when the button is pressed; the context menu copies it as a qdctl line.
    QPushButton *add(const QString &text, CommandDesk &desk, std::function<DeskAction()> action);
    QPushButton *addPlain(const QString &text, std::function<void()> run);
    /// With keys, if somebody gives it any.
    QPushButton *addNamed(const NamedAction &action, std::function<void()> run);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void place();
    std::vector<QPushButton *> m_buttons;
};

} // namespace qd::ui
