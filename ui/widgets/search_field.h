#pragma once
#include <QtCore/QTimer>
#include <QtWidgets/QLineEdit>

namespace qd::ui {

/// A filter line: magnifier, clear button, Esc clears. Emits when typing pauses, at once on Enter. Thread: GUI.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString &placeholder, QWidget *parent = nullptr);

    /// Milliseconds of silence before searchChanged; default 150.
    void setDelay(int ms);

signals:
    void searchChanged(const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void emitNow();

    QTimer m_pause;
    QString m_last;
};

} // namespace qd::ui
