#pragma once
// The settings in force: value, source, range, help. Read only: what changes them is named.

#include <QtWidgets/QWidget>

#include "ui/pages/common/page_context.h"

class QLabel;
class QPushButton;

namespace qd::ui {

class CopyLabel;
class EmptyState;
class FooterBar;
class SearchField;
class SettingsModel;
class TableView;

/// Thread: GUI.
class SettingsPage final : public QWidget {
    Q_OBJECT
public:
    explicit SettingsPage(const PageContext &context, QWidget *parent = nullptr);
    void focusFilter();
    [[nodiscard]] TableView *table() const { return m_table; }

signals:
    void keysWanted(); ///< The keys of the window's actions are no setting of the engine.

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *fileRow(QWidget *parent);
    void reload();
    void refreshFile();
    void fitHow();
    void refreshFooter();
    void copySelected();

    PageContext m_context;
    SettingsModel *m_model;
    SearchField *m_filter;
    TableView *m_table;
    EmptyState *m_none = nullptr;
    QLabel *m_how = nullptr;
    CopyLabel *m_file = nullptr;
    QPushButton *m_folder = nullptr;
    FooterBar *m_footer;
};

} // namespace qd::ui
