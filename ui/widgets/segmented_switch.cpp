#include "ui/widgets/segmented_switch.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>

#include "ui/theme/zoom.h"

namespace qd::ui {

SegmentedSwitch::SegmentedSwitch(const QString &name, const QStringList &choices, QWidget *parent) : QWidget(parent) {
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    setSpacing(row, 2);
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    for (int i = 0; i < choices.size(); ++i) {
        auto *button = new QPushButton(choices[i], this);
        button->setCheckable(true);
        button->setChecked(i == 0);
        button->setAutoDefault(false);
        button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); // Its word is never cut: others give way.
        button->setToolTip(name + QStringLiteral(": ") + QString(choices[i]).remove(QLatin1Char('&')));
        // No QButtonGroup: with one Tab reaches only the button that holds, and the others are found by nobody.
        connect(button, &QPushButton::clicked, this, [this, i] {
            setCurrent(i);
            emit chosen(i);
        });
        m_buttons.push_back(button);
        row->addWidget(button);
    }
}

void SegmentedSwitch::setCurrent(int choice) {
    if (choice < 0 || choice >= static_cast<int>(m_buttons.size())) return;
    m_current = choice;
    for (int i = 0; i < static_cast<int>(m_buttons.size()); ++i)
        m_buttons[static_cast<std::size_t>(i)]->setChecked(i == choice);
}

} // namespace qd::ui
