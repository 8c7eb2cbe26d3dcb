#pragma once
#include <QtWidgets/QWidget>
#include <array>

#include "core/model/snapshot.h"

class QPushButton;

namespace qd::ui {

/// Which states are shown; nothing chosen = all. Each chip carries its state's shape, word and figure. Thread: GUI.
class StateChips final : public QWidget {
    Q_OBJECT
public:
    explicit StateChips(QWidget *parent = nullptr);

    void setCounts(const Totals &totals);
    /// Bits as in TaskFilter::states.
    [[nodiscard]] std::uint16_t states() const;
    void setStates(std::uint16_t states);
    [[nodiscard]] QPushButton *chip(TaskState state) const { return m_chips[static_cast<std::size_t>(state)]; }

signals:
    void statesChanged(std::uint16_t states);

private:
    void refreshLook();

    std::array<QPushButton *, kTaskStates> m_chips{};
};

} // namespace qd::ui
