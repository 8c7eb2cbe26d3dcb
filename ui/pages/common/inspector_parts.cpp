#include "ui/pages/common/inspector_parts.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "ui/format/format.h"
#include "ui/pages/common/command_offers.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {
constexpr int kGap = 6;
}

QWidget *inspectorSection(const QString &title, QWidget *content, QWidget *parent) {
    auto *section = new QWidget(parent);
    auto *column = new QVBoxLayout(section);
    column->setContentsMargins(0, 6, 0, 0);
    column->setSpacing(kGap);
    column->addWidget(makeLabel(title, "title", section));
    column->addWidget(content);
    return section;
}

std::vector<KeyValue> whyLines(const std::vector<Decision> &decisions, const Snapshot &snapshot, std::uint32_t sampling,
                               bool ofTask) {
    std::vector<KeyValue> rows;
    for (const Decision &decision : decisions) {
        const std::string_view queue = snapshot.text(static_cast<std::int64_t>(decision.queue.value));
        QString text = QString::fromStdString(renderDecision(decision, queue));
        if (!ofTask && decision.task)
            text.prepend(QString::fromStdString(taskIdText(snapshot.ledger, decision.task)) + QStringLiteral(": "));
        rows.push_back({formatClock(decision.at), std::move(text), false});
    }
    if (rows.empty()) {
        const QString none =
            QCoreApplication::translate("Why", "No record kept. Of dispatches, 1 of %1 is sampled; retries, "
                                               "lost leases and dead letters are all kept until the ring is full.");
        rows.push_back({QStringLiteral("–"), none.arg(sampling), false});
    }
    return rows;
}

ActionRow::ActionRow(QWidget *parent) : QWidget(parent) {}

QPushButton *ActionRow::addPlain(const QString &text, std::function<void()> run) {
    auto *button = new QPushButton(text, this);
    connect(button, &QPushButton::clicked, this, std::move(run));
    m_buttons.push_back(button);
    place();
    return button;
}

QPushButton *ActionRow::add(const QString &text, CommandDesk &desk, std::function<DeskAction()> action) {
    QPushButton *button = addPlain(text, [&desk, action] { desk.run(action()); });
    offerCommand(button, desk, [&desk, action] { return desk.commandText(action()); });
    return button;
}

void ActionRow::place() {
    int x = 0;
    int y = 0;
    int line = 0;
    for (QPushButton *button : m_buttons) {
        if (button->isHidden()) continue;
        const QSize size = button->sizeHint();
        if (x > 0 && x + size.width() > width()) {
            x = 0;
            y += line + kGap;
        }
        button->setGeometry(x, y, size.width(), size.height());
        x += size.width() + kGap;
        line = std::max(line, size.height());
    }
    if (height() != std::max(1, y + line)) setFixedHeight(std::max(1, y + line));
}

void ActionRow::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    place();
}

bool ActionRow::event(QEvent *event) {
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Polish) place();
    return QWidget::event(event);
}

} // namespace qd::ui
