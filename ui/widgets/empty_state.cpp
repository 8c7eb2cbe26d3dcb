#include "ui/widgets/empty_state.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {

struct KindLook {
    const char *icon;
    ColorRole role;
    const char *title;
    const char *detail;
};

KindLook lookOfKind(EmptyKind kind) {
    switch (kind) {
    case EmptyKind::NothingYet:
        return {"box-empty", ColorRole::TextMuted, QT_TRANSLATE_NOOP("qd::ui::EmptyState", "Nothing here yet"),
                QT_TRANSLATE_NOOP("qd::ui::EmptyState", "It fills by itself as soon as there is something to show.")};
    case EmptyKind::FilteredToNothing:
        return {"filter", ColorRole::Idle, QT_TRANSLATE_NOOP("qd::ui::EmptyState", "Nothing matches the filter"),
                QT_TRANSLATE_NOOP("qd::ui::EmptyState", "There is data, but the filter hides all of it.")};
    case EmptyKind::CannotReach:
        return {
            "cut-off", ColorRole::Failing, QT_TRANSLATE_NOOP("qd::ui::EmptyState", "The source does not answer"),
            QT_TRANSLATE_NOOP("qd::ui::EmptyState", "What would stand here is not known. It comes back by itself.")};
    case EmptyKind::NotAllowed:
        return {"lock", ColorRole::Degraded, QT_TRANSLATE_NOOP("qd::ui::EmptyState", "You may not see this"),
                QT_TRANSLATE_NOOP("qd::ui::EmptyState", "Your role has no permission for it.")};
    }
    return {"box-empty", ColorRole::TextMuted, "", ""};
}

} // namespace

EmptyState::EmptyState(EmptyKind kind, QWidget *parent)
    : QWidget(parent), m_kind(kind), m_picture(new QLabel), m_title(makeLabel({}, "title")),
      m_detail(makeLabel({}, "second")), m_actions(new QHBoxLayout) {
    auto *column = new QVBoxLayout(this);
    setMargins(column, {24, 16, 24, 16});
    setSpacing(column, 8);
    m_picture->setAlignment(Qt::AlignCenter);
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    m_detail->setAlignment(Qt::AlignCenter);
    m_detail->setWordWrap(true);
    onLook(m_detail, [this] { m_detail->setMinimumWidth(160_px); });
    setSpacing(m_actions, 8);
    m_actions->setAlignment(Qt::AlignCenter);
    column->addStretch(2);
    column->addWidget(m_picture);
    column->addWidget(m_title);
    column->addWidget(m_detail);
    column->addSpacing(6_px);
    column->addLayout(m_actions);
    column->addStretch(3);
    setMessage(kind);
    onLook(this, [this] {
        refreshPicture();
        arrange();
    });
}

void EmptyState::setMessage(EmptyKind kind, const QString &title, const QString &detail) {
    m_kind = kind;
    const KindLook look = lookOfKind(kind);
    m_title->setText(title.isEmpty() ? tr(look.title) : title);
    m_detail->setText(detail.isEmpty() && title.isEmpty() ? tr(look.detail) : detail);
    m_detail->setVisible(!m_detail->text().isEmpty());
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_detail->text());
    refreshPicture();
}

QString EmptyState::title() const {
    return m_title->text();
}

QPushButton *EmptyState::addAction(const QString &text, std::function<void()> action) {
    auto *button = new QPushButton(text);
    if (m_actionCount++ == 0) button->setProperty("tone", QStringLiteral("primary"));
    connect(button, &QPushButton::clicked, this, [action = std::move(action)] {
        if (action) action();
    });
    m_actions->addWidget(button);
    return button;
}

void EmptyState::clearActions() {
    while (QLayoutItem *item = m_actions->takeAt(0)) {
        if (item->widget()) item->widget()->deleteLater();
        delete item;
    }
    m_actionCount = 0;
}

// Fixed, because what is hidden when it is low must not be what makes it low.
QSize EmptyState::sizeHint() const {
    return {280_px, 210_px};
}
QSize EmptyState::minimumSizeHint() const {
    return {180_px, 80_px + 36_px * m_actionCount};
}

void EmptyState::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    arrange();
}

/// Side by side where they fit, else one below the other: a button's verb is never cut.
void EmptyState::arrange() {
    int wanted = 48_px;
    for (int i = 0; i < m_actions->count(); ++i)
        if (const QWidget *button = m_actions->itemAt(i)->widget())
            wanted += button->sizeHint().width() + m_actions->spacing();
    // What must go first when it is low: the picture, then the second sentence; never what can be done.
    m_picture->setVisible(height() >= 190_px);
    m_detail->setVisible(height() >= 140_px && !m_detail->text().isEmpty());
    m_actions->setDirection(wanted <= width() ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void EmptyState::refreshPicture() {
    const KindLook look = lookOfKind(m_kind);
    m_picture->setPixmap(iconPicture(QString::fromLatin1(look.icon), look.role, 40_px, devicePixelRatioF()));
}

} // namespace qd::ui
