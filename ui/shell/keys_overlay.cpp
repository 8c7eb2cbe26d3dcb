#include "ui/shell/keys_overlay.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {

constexpr std::size_t kTitleLines = 2; ///< With the gap above.

QGridLayout *gridOf(const KeyGroup &group, QStringList &spoken) {
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(7);
    grid->setColumnStretch(1, 1);
    grid->addWidget(makeLabel(group.title, "title"), 0, 0, 1, 2);
    int line = 1;
    for (const KeyHelp &help : group.keys) {
        grid->addWidget(makeLabel(help.keys, "mono"), line, 0);
        grid->addWidget(makeLabel(help.text, "second"), line, 1);
        spoken << help.keys + QLatin1Char(' ') + help.text;
        ++line;
    }
    return grid;
}

} // namespace

KeysOverlay::KeysOverlay(QWidget *parent) : QFrame(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Keys"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(14);
    column->addWidget(makeLabel(tr("Keys"), "pageTitle"));
    hide();
}

void KeysOverlay::open(const std::vector<KeyGroup> &groups) {
    delete m_body;
    m_body = new QWidget;
    auto *row = new QHBoxLayout(m_body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(36);
    std::size_t most = 0;
    for (const KeyGroup &group : groups) most = std::max(most, group.keys.size());
    QStringList spoken;
    QVBoxLayout *column = nullptr;
    std::size_t lines = 0;
    for (const KeyGroup &group : groups) {
        if (group.keys.empty()) continue;
        lines += group.keys.size() + kTitleLines;
        if (column == nullptr || lines > most + kTitleLines) {
            column = new QVBoxLayout;
            column->setSpacing(20);
            row->addLayout(column);
            row->setAlignment(column, Qt::AlignTop);
            lines = group.keys.size() + kTitleLines;
        }
        column->addLayout(gridOf(group, spoken));
    }
    row->addStretch(1);
    layout()->addWidget(m_body);
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    if (!isVisible()) m_before = QApplication::focusWidget();
    const QSize area = parentWidget()->size();
    show(); // the style sheet sets the labels' fonts only now; before, every size is a guess
    layout()->invalidate();
    layout()->activate();
    const QSize wanted = sizeHint().boundedTo(area - QSize(48, 48));
    setGeometry((area.width() - wanted.width()) / 2, (area.height() - wanted.height()) / 3, wanted.width(),
                wanted.height());
    raise();
    setFocus();
}

void KeysOverlay::dismiss() {
    if (!isVisible()) return;
    hide();
    if (m_before) m_before->setFocus(Qt::OtherFocusReason);
}

void KeysOverlay::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    paintRounded(painter, rect(), kCardRadius, theme().color(ColorRole::Card), theme().color(ColorRole::Focus));
}

void KeysOverlay::keyPressEvent(QKeyEvent *) {
    dismiss();
} // any key: nobody should look for the way out
void KeysOverlay::mousePressEvent(QMouseEvent *) {
    dismiss();
}
void KeysOverlay::focusOutEvent(QFocusEvent *event) {
    QFrame::focusOutEvent(event);
    if (event->reason() != Qt::ActiveWindowFocusReason) hide();
}

} // namespace qd::ui
