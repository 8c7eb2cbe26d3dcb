#include "ui/widgets/confirm_dialog.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "ui/theme/zoom.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {
constexpr int kPreviewMax = 12;
constexpr int kReasonMax = 200;
} // namespace

ConfirmDialog::ConfirmDialog(const ConfirmSpec &spec, QWidget *parent) : QDialog(parent), m_spec(spec) {
    setWindowTitle(spec.title);
    setModal(true);
    setAttribute(Qt::WA_DeleteOnClose, false);
    onLook(this, [this] {
        setMinimumWidth(420_px);
        setMaximumWidth(640_px);
    });
    auto *column = new QVBoxLayout(this);
    setMargins(column, {20, 18, 20, 16});
    setSpacing(column, 10);
    auto *title = makeLabel(spec.title, "pageTitle");
    title->setWordWrap(true);
    column->addWidget(title);
    auto *text = makeLabel(spec.text, "");
    text->setWordWrap(true);
    text->setObjectName(QStringLiteral("text"));
    column->addWidget(text);
    addPreview(spec.preview);

    const bool destructive = spec.tier == ConfirmTier::Destructive;
    if (destructive) {
        column->addWidget(makeLabel(tr("Type “%1” to confirm").arg(spec.typedName), "second"));
        m_name = new QLineEdit;
        m_name->setAccessibleName(tr("Name of what will be destroyed"));
        column->addWidget(m_name);
        connect(m_name, &QLineEdit::textChanged, this, &ConfirmDialog::refresh);
    }
    if (destructive || spec.asksReason) {
        column->addWidget(makeLabel(
            destructive ? tr("Reason (required: it is kept with what was done)") : tr("Reason (optional)"), "second"));
        m_reason = new QLineEdit;
        m_reason->setMaxLength(kReasonMax);
        m_reason->setAccessibleName(tr("Reason"));
        column->addWidget(m_reason);
        connect(m_reason, &QLineEdit::textChanged, this, &ConfirmDialog::refresh);
    }

    if (destructive) {
        m_missing = makeLabel({}, "muted");
        column->addWidget(m_missing);
    }
    m_cancel = new QPushButton(spec.dismiss.isEmpty() ? tr("Cancel") : spec.dismiss);
    m_confirm = new QPushButton(spec.verb);
    m_confirm->setProperty("tone", destructive ? QStringLiteral("danger") : QStringLiteral("primary"));
    // Enter in a field must never confirm by accident; only a press on the button itself does.
    m_confirm->setAutoDefault(false);
    m_cancel->setAutoDefault(!destructive); // In a field Enter goes on to the next, it does not throw the words away.
    m_cancel->setDefault(!destructive);
    m_cancel->installEventFilter(this);
    m_confirm->installEventFilter(this);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_confirm, &QPushButton::clicked, this, &QDialog::accept);
    m_buttons = new QHBoxLayout;
    setSpacing(m_buttons, 8);
    m_buttons->addStretch(1);
    m_buttons->addWidget(m_cancel);
    m_buttons->addWidget(m_confirm);
    column->addSpacing(6_px);
    column->addLayout(m_buttons);
    if (m_name) {
        m_name->setFocus();
        connect(m_name, &QLineEdit::returnPressed, m_reason, qOverload<>(&QWidget::setFocus));
        connect(m_reason, &QLineEdit::returnPressed, m_confirm, qOverload<>(&QWidget::setFocus));
    } else {
        m_cancel->setFocus();
    }
    refresh();
}

QString ConfirmDialog::reason() const {
    return m_reason ? m_reason->text().trimmed() : QString();
}

QPushButton *ConfirmDialog::addSideButton(const QString &text) {
    auto *button = new QPushButton(text);
    button->setAutoDefault(false);
    button->installEventFilter(this);
    m_buttons->insertWidget(0, button);
    return button;
}

void ConfirmDialog::showEvent(QShowEvent *event) {
    // As high as its text is at the width it really gets: by itself a dialog reckons with the width it wished for.
    const int wide = std::clamp(sizeHint().width(), minimumWidth(), maximumWidth());
    resize(wide, layout()->totalHeightForWidth(wide));
    QDialog::showEvent(event);
}

/// QDialog gives Enter to the default button, whatever button has the focus ring: what is shown is what is pressed.
bool ConfirmDialog::eventFilter(QObject *watched, QEvent *event) {
    auto *button = qobject_cast<QPushButton *>(watched);
    if (button != nullptr && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            button->click();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void ConfirmDialog::addPreview(const QStringList &lines) {
    if (lines.isEmpty()) return;
    QStringList shown = lines.mid(0, kPreviewMax);
    if (lines.size() > kPreviewMax) shown << tr("… and %n more", "", static_cast<int>(lines.size()) - kPreviewMax);
    auto *preview = makeLabel(shown.join(QLatin1Char('\n')), "mono");
    preview->setAccessibleName(tr("What it affects"));
    preview->setWordWrap(true); // Names of files are as long as they like.
    preview->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *frame = new QFrame;
    auto *inner = new QVBoxLayout(frame);
    setMargins(inner, {12, 8, 12, 8});
    inner->addWidget(preview);
    frame->setObjectName(QStringLiteral("preview"));
    static_cast<QVBoxLayout *>(layout())->addWidget(frame);
}

void ConfirmDialog::refresh() {
    const bool nameFits = !m_name || m_name->text() == m_spec.typedName;
    const bool hasReason = m_spec.tier != ConfirmTier::Destructive || !reason().isEmpty();
    m_confirm->setEnabled(nameFits && hasReason);
    if (!m_missing) return;
    m_missing->setText(!nameFits    ? tr("Waits for “%1”, typed exactly").arg(m_spec.typedName)
                       : !hasReason ? tr("Waits for a reason")
                                    : QString());
}

} // namespace qd::ui
