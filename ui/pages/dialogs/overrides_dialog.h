#pragma once
#include <QtWidgets/QDialog>

class QPushButton;

namespace qd::ui {

class CommandDesk;
class EmptyState;
struct DeskAction;
class OverridesModel;
class Session;
class TableView;

/// Everything that is imposed; reverts what was selected, one or several. Thread: GUI; use open().
class OverridesDialog final : public QDialog {
    Q_OBJECT
public:
    OverridesDialog(Session &session, CommandDesk &desk, QWidget *parent = nullptr);
    [[nodiscard]] QPushButton *revertButton() const { return m_revert; }
    [[nodiscard]] TableView *table() const { return m_table; }

private:
    void refresh();
    void refreshRevert();
    void revert();
    [[nodiscard]] DeskAction revertAction() const;

    Session &m_session;
    CommandDesk &m_desk;
    OverridesModel *m_model;
    TableView *m_table;
    EmptyState *m_empty = nullptr;
    QPushButton *m_revert;
};

} // namespace qd::ui
