#pragma once
#include <QtWidgets/QDialog>
#include <optional>
#include <vector>

#include "core/base/error.h"
#include "core/model/command.h"

class QComboBox;
class QDropEvent;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace qd::ui {

/// One task or many of one kind, or what was dropped: JSON lines become their tasks, other files become checksum
/// commands. Thread: GUI; use open().
class SubmitDialog final : public QDialog {
    Q_OBJECT
public:
    /// `ledger`: whose task ids may stand as parents in dropped JSON lines.
    explicit SubmitDialog(LedgerId ledger, QWidget *parent = nullptr);

    /// What "Submit" would submit; an error says what to correct.
    [[nodiscard]] Result<SubmitTasks> submission() const;
    void addFiles(const QStringList &paths);
    /// Opens again as it was left: nothing that was typed is lost. Says why until something is changed; an empty reason
    /// says nothing.
    void comeBack(const QString &why);
    /// The local files of a drag; empty: nothing to take.
    [[nodiscard]] static QStringList filesOf(const QDropEvent &event);

    [[nodiscard]] QComboBox *typeBox() const { return m_type; }
    [[nodiscard]] QPlainTextEdit *payloadEdit() const { return m_payload; }
    [[nodiscard]] QSpinBox *countBox() const { return m_count; }
    [[nodiscard]] QPushButton *submitButton() const { return m_submit; }
    [[nodiscard]] QString message() const;
    [[nodiscard]] QLabel *refusalLabel() const { return m_refusal; }
    [[nodiscard]] QLineEdit *nameEdit() const { return m_name; }

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void offerPayload();
    void refresh();
    void buildForm();
    void addJsonLines(const QString &path);
    void refuse(const QString &why);
    void clearFiles();
    [[nodiscard]] QString unknownTypesNote() const;
    [[nodiscard]] Result<TaskSpec> typedTask() const;

    LedgerId m_ledger;
    QComboBox *m_type;
    QLineEdit *m_name;
    QPlainTextEdit *m_payload;
    QSpinBox *m_priority;
    QSpinBox *m_count;
    QLineEdit *m_key;
    QLineEdit *m_queue;
    QLabel *m_message;
    QLabel *m_refusal; ///< What the engine said to the last try.
    QLabel *m_files;
    QPushButton *m_clear;
    QPushButton *m_submit;
    std::vector<TaskSpec> m_dropped; ///< Takes the place of what is typed.
    QStringList m_refused;           ///< Lines that are no task: "tasks.jsonl:7: ..."
    qsizetype m_refusedCount = 0;
    QString m_lastOffer;
};

} // namespace qd::ui
