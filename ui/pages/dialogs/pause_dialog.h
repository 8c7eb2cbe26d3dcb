#pragma once
#include <QtWidgets/QDialog>
#include <chrono>
#include <optional>

#include "core/model/overrides.h"

class QButtonGroup;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace qd::ui {

/// Why, and until when: every lease has a reason line and an explicit end. Thread: GUI; use open().
class PauseDialog final : public QDialog {
    Q_OBJECT
public:
    /// `what` as it reads in a title: "worker w-3", "queue http", "everything".
    PauseDialog(const QString &what, OverrideKind kind, const QString &target, QWidget *parent = nullptr,
                int count = 1);

    /// Without id, owner and start, which the engine gives.
    [[nodiscard]] Override lease(WallTime now) const;
    /// What the dialog opens with: an hour, no reason yet.
    [[nodiscard]] static Override usualLease(OverrideKind kind, const QString &target, WallTime now);
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QButtonGroup *choices() const { return m_until; }
    [[nodiscard]] QPushButton *pauseButton() const { return m_pause; }

private:
    OverrideKind m_kind;
    QString m_target;
    QLineEdit *m_reason;
    QButtonGroup *m_until;
    QPushButton *m_pause;
};

/// How many workers, with the same reason and end.
class ResizeDialog final : public QDialog {
    Q_OBJECT
public:
    ResizeDialog(int wanted, int automatic, int busy, QWidget *parent = nullptr);

    [[nodiscard]] int wanted() const;
    [[nodiscard]] bool isAutomatic() const { return m_automatic; } ///< The lease shall be lifted instead.
    [[nodiscard]] Override lease(WallTime now) const;
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QSpinBox *sizeBox() const { return m_size; }

private:
    QSpinBox *m_size;
    QLineEdit *m_reason;
    QButtonGroup *m_until;
    bool m_automatic = false;
};

} // namespace qd::ui
