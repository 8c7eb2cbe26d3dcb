#pragma once
#include <QtWidgets/QWidget>
#include <vector>

class QPushButton;

namespace qd::ui {

/// A few choices side by side of which one holds. Thread: GUI.
class SegmentedSwitch : public QWidget {
    Q_OBJECT
public:
    /// `name` is what is chosen, for screen readers: "View".
    SegmentedSwitch(const QString &name, const QStringList &choices, QWidget *parent = nullptr);

    [[nodiscard]] int current() const { return m_current; }
    /// As if clicked, without the signal. What is out of range is left alone.
    void setCurrent(int choice);

signals:
    void chosen(int choice); ///< By a person.

private:
    std::vector<QPushButton *> m_buttons;
    int m_current = 0;
};

} // namespace qd::ui
