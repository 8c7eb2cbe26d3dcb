#pragma once
// The columns of a table as a list: what is shown, in which order. Acts at once; everything by keyboard.

#include <QtWidgets/QDialog>

class QListWidget;
class QPushButton;

namespace qd::ui {

class TableColumns;

/// Thread: GUI. Space shows or hides the column that is marked.
class ColumnsDialog final : public QDialog {
    Q_OBJECT
public:
    ColumnsDialog(TableColumns &columns, const QString &table, QWidget *parent);

    [[nodiscard]] QListWidget *list() const { return m_list; }

private:
    void fill();
    void refreshButtons();
    void moveBy(int step);

    TableColumns &m_columns;
    QListWidget *m_list;
    QPushButton *m_up;
    QPushButton *m_down;
    bool m_filling = false;
};

} // namespace qd::ui
