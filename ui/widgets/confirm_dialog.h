#pragma once
// The question before an action that cannot simply be undone. The verb is on the button, the focus on Cancel.

#include <QtCore/QStringList>
#include <QtWidgets/QDialog>
#include <cstdint>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace qd::ui {

enum class ConfirmTier : std::uint8_t {
    Disruptive, ///< A preview of the effect, and a button.
    Destructive ///< Also the typed name and a reason.
};

struct ConfirmSpec {
    ConfirmTier tier = ConfirmTier::Disruptive;
    QString title;           ///< "Drain 3 workers?"
    QString text;            ///< What will happen, in one or two sentences.
    QStringList preview;     ///< The effect line by line; at most 12 are shown, the rest is counted.
    QString verb;            ///< "Drain workers": the button.
    QString dismiss{};       ///< The other button; empty = "Cancel".
    QString typedName;       ///< Destructive: what has to be typed, exactly.
    bool asksReason = false; ///< Disruptive ones may ask too; destructive ones always do.
};

/// Thread: GUI. Use open(), never exec(): the window goes on behind it. accepted() when confirmed.
class ConfirmDialog : public QDialog {
    Q_OBJECT
public:
    explicit ConfirmDialog(const ConfirmSpec &spec, QWidget *parent = nullptr);

    [[nodiscard]] QString reason() const;
    /// Left of the two: something that neither confirms nor cancels.
    QPushButton *addSideButton(const QString &text);
    [[nodiscard]] QPushButton *confirmButton() const { return m_confirm; }
    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addPreview(const QStringList &lines);
    void refresh();

    ConfirmSpec m_spec;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_reason = nullptr;
    QLabel *m_missing = nullptr; ///< What the button still waits for.
    QPushButton *m_confirm = nullptr;
    QPushButton *m_cancel = nullptr;
    QHBoxLayout *m_buttons = nullptr;
};

} // namespace qd::ui
