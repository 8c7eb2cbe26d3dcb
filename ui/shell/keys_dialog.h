#pragma once
#include <QtGui/QKeySequence>
#include <QtWidgets/QDialog>

class QKeySequenceEdit;
class QLabel;
class QPushButton;
class QTableWidget;

namespace qd::ui {

class Shortcuts;

/// Every action with its keys; what is changed here works at once. Thread: GUI; use open().
class KeysDialog final : public QDialog {
    Q_OBJECT
public:
    explicit KeysDialog(Shortcuts &shortcuts, QWidget *parent = nullptr);

    void choose(const QString &id);
    [[nodiscard]] QKeySequenceEdit *edit() const { return m_edit; }
    [[nodiscard]] QString message() const;

private:
    void fill();
    void showChosen();
    void take(const QKeySequence &keys);
    void tell(const QString &text, bool refused);
    [[nodiscard]] QString chosen() const;

    Shortcuts &m_shortcuts;
    QTableWidget *m_table;
    QLabel *m_title;
    QKeySequenceEdit *m_edit;
    QPushButton *m_none;
    QPushButton *m_reset;
    QPushButton *m_resetAll;
    QLabel *m_message;
};

} // namespace qd::ui
