#include "ui/shell/keys_overlay.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "ui/theme/zoom.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {

constexpr std::size_t kTitleLines = 2; ///< With the gap above.

QGridLayout *gridOf(const KeyGroup &group, QStringList &spoken) {
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(16_px); // Made anew each time it opens.
    grid->setVerticalSpacing(7_px);
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

KeysOverlay::KeysOverlay(QWidget *parent) : QFrame(parent), m_scroll(new QScrollArea(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Keys"));
    auto *column = new QVBoxLayout(this);
    setMargins(column, {24, 20, 24, 20});
    setSpacing(column, 14);
    column->addWidget(makeLabel(tr("Keys"), "pageTitle"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidgetResizable(true);
    m_scroll->viewport()->setAutoFillBackground(false);
    column->addWidget(m_scroll);
    hide();
}

void KeysOverlay::open(const std::vector<KeyGroup> &groups) {
    auto *body = new QWidget;
    auto *row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    setSpacing(row, 36);
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
            setSpacing(column, 20);
            row->addLayout(column);
            row->setAlignment(column, Qt::AlignTop);
            lines = group.keys.size() + kTitleLines;
        }
        column->addLayout(gridOf(group, spoken));
    }
    row->addStretch(1);
    m_scroll->setWidget(body); // The former one goes.
    body->setAutoFillBackground(false);
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    if (!isVisible()) m_before = QApplication::focusWidget();
    const QSize area = parentWidget()->size();
    show();                     // the style sheet sets the labels' fonts only now; before, every size is a guess
    m_scroll->updateGeometry(); // It does not say that it has another body.
    layout()->invalidate();
    layout()->activate();
    const QSize room = area - QSize(48_px, 48_px);
    const QSize around = sizeHint() - m_scroll->sizeHint();
    if (around.width() + body->sizeHint().width() > room.width()) row->setDirection(QBoxLayout::TopToBottom);
    const QSize wanted =
        (around + body->sizeHint() + QSize(m_scroll->verticalScrollBar()->sizeHint().width(), 2)).boundedTo(room);
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

void KeysOverlay::keyPressEvent(QKeyEvent *event) {
    QScrollBar *bar = m_scroll->verticalScrollBar();
    const bool page = event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    const bool up = event->key() == Qt::Key_Up || event->key() == Qt::Key_PageUp;
    const bool scrolls = page || up || event->key() == Qt::Key_Down;
    if (!scrolls || bar->maximum() == 0) return dismiss(); // any other key: nobody should look for the way out
    bar->setValue(bar->value() + (up ? -1 : 1) * (page ? bar->pageStep() : int{kRowHeight}));
}
void KeysOverlay::mousePressEvent(QMouseEvent *) {
    dismiss();
}
void KeysOverlay::focusOutEvent(QFocusEvent *event) {
    QFrame::focusOutEvent(event);
    if (event->reason() != Qt::ActiveWindowFocusReason) hide();
}

} // namespace qd::ui
