#pragma once
// The centre for notices: what was missed, what it is about, and the way there.

#include <QtWidgets/QDialog>

#include "ui/pages/common/page_context.h"

class QLabel;
class QPushButton;

namespace qd::ui {

class EmptyState;
class NoticesModel;
class TableView;

/// Thread: GUI. Stays open beside the window.
class NoticesDialog final : public QDialog {
    Q_OBJECT
public:
    NoticesDialog(NoticesModel &model, PageHost &host, QWidget *parent);

    [[nodiscard]] TableView *table() const { return m_table; }

private:
    void refresh();
    void goTo(const QModelIndex &index);

    NoticesModel &m_model;
    PageHost &m_host;
    TableView *m_table;
    EmptyState *m_empty;
    QLabel *m_counts;
    QLabel *m_end; ///< Below the last line: what is not in the list.
    QPushButton *m_go;
    QPushButton *m_markRead;
};

} // namespace qd::ui
