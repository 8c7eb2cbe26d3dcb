#pragma once
// Above what does not go back with a frozen view: of when it is, and of when the figures around it are.

#include <QtWidgets/QWidget>
#include <optional>

#include "core/base/time.h"

class QLabel;

namespace qd::ui {

class Session;

/// Thread: GUI. Hidden while the view is live.
class FrozenNote final : public QWidget {
    Q_OBJECT
public:
    explicit FrozenNote(const Session &session, QWidget *parent = nullptr);

    /// `what`: "The tasks", "This task". `asOf`: when they were read; nothing = they were not. `behind`: a sentence for
    /// the case that the view went back to before that.
    void tell(const QString &what, std::optional<WallTime> asOf, const QString &behind = {});
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Session &m_session;
    QLabel *m_text;
};

} // namespace qd::ui
