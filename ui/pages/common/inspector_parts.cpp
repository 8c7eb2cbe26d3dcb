#include "ui/pages/common/inspector_parts.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "ui/format/format.h"
#include "ui/models/decision_words.h"
#include "ui/pages/common/command_offers.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {

constexpr Px kGap{6};

QString noTime() {
    return QStringLiteral("–");
}

QString decisionLine(const Decision &decision, const Snapshot &snapshot) {
    const std::string_view queue = snapshot.text(static_cast<std::int64_t>(decision.queue.value));
    return decisionText(decision, QString::fromUtf8(queue.data(), static_cast<qsizetype>(queue.size())));
}

KeyValue nothingKept(std::uint32_t sampling) {
    const QString none =
        QCoreApplication::translate("Why", "No record kept. Of dispatches, 1 of %1 is sampled; retries, "
                                           "lost leases and dead letters are all kept until the ring is full.");
    return {noTime(), none.arg(sampling), false};
}

QString waitLine(const TaskWhy &why, const Snapshot &snapshot) {
    const auto moment = [&] { return formatMoment(why.until, snapshot.wallAt); };
    switch (why.waitsFor) {
    case WaitsFor::Nothing: break;
    case WaitsFor::RunAt: return QCoreApplication::translate("Why", "Waits for its time: not before %1.").arg(moment());
    case WaitsFor::RetryAt:
        return QCoreApplication::translate("Why", "Waits for its next attempt, at %1.").arg(moment());
    case WaitsFor::Resume: return QCoreApplication::translate("Why", "Suspended: it waits until somebody resumes it.");
    case WaitsFor::Parents: {
        QStringList names;
        for (const TaskId parent : why.parents)
            names.push_back(QString::fromStdString(taskIdText(snapshot.ledger, parent)));
        return QCoreApplication::translate("Why", "Waits for its parents: %1.").arg(names.join(QStringLiteral(", ")));
    }
    }
    return {};
}

} // namespace

QWidget *inspectorSection(const QString &title, QWidget *content, QWidget *parent) {
    auto *section = new QWidget(parent);
    auto *column = new QVBoxLayout(section);
    setMargins(column, {0, 6, 0, 0});
    setSpacing(column, kGap.design);
    column->addWidget(makeLabel(title, "title", section));
    column->addWidget(content);
    return section;
}

std::vector<KeyValue> whyLines(const TaskWhy &why, const Snapshot &snapshot, std::uint32_t sampling) {
    std::vector<KeyValue> rows;
    if (why.waitsFor != WaitsFor::Nothing) rows.push_back({noTime(), waitLine(why, snapshot), false});
    for (const Decision &decision : why.decisions) {
        QString text = decisionLine(decision, snapshot);
        if (!isInForce(decision, why)) text += QCoreApplication::translate("Why", " (No longer so.)");
        rows.push_back({formatClock(decision.at), std::move(text), false});
    }
    if (rows.empty()) rows.push_back(nothingKept(sampling));
    return rows;
}

std::vector<KeyValue> whyLines(const std::vector<Decision> &decisions, const Snapshot &snapshot,
                               std::uint32_t sampling) {
    std::vector<KeyValue> rows;
    for (const Decision &decision : decisions) {
        QString text = decisionLine(decision, snapshot);
        if (decision.task)
            text.prepend(QString::fromStdString(taskIdText(snapshot.ledger, decision.task)) + QStringLiteral(": "));
        rows.push_back({formatClock(decision.at), std::move(text), false});
    }
    if (rows.empty()) rows.push_back(nothingKept(sampling));
    return rows;
}

ActionRow::ActionRow(QWidget *parent) : QWidget(parent) {
    onLook(this, [this] { place(); });
}

QPushButton *ActionRow::addPlain(const QString &text, std::function<void()> run) {
    auto *button = new QPushButton(text, this);
    connect(button, &QPushButton::clicked, this, std::move(run));
    m_buttons.push_back(button);
    place();
    return button;
}

QPushButton *ActionRow::addNamed(const NamedAction &action, std::function<void()> run) {
    QPushButton *button = addPlain(action.title, std::move(run));
    nameAction(button, action.id);
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
