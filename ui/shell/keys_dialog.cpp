#include "ui/shell/keys_dialog.h"

#include <QtCore/QSignalBlocker>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QKeySequenceEdit>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableWidget>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <array>

#include "ui/shell/shortcuts.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {

enum Column { Action, Where, Keys, ColumnCount };

/// One chord, taken when it is pressed: Qt's own field waits a second for three more.
class ChordField final : public QKeySequenceEdit {
public:
    using QKeySequenceEdit::QKeySequenceEdit;

protected:
    void keyPressEvent(QKeyEvent *event) override {
        static constexpr std::array kHeld{Qt::Key_Control, Qt::Key_Shift, Qt::Key_Alt,
                                          Qt::Key_Meta,    Qt::Key_AltGr, Qt::Key_unknown};
        if (std::find(kHeld.begin(), kHeld.end(), event->key()) != kHeld.end()) return;
        setKeySequence(QKeySequence(event->keyCombination()));
    }
    void keyReleaseEvent(QKeyEvent *) override {}
};

QTableWidgetItem *cell(const QString &text) {
    auto *item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    return item;
}

} // namespace

KeysDialog::KeysDialog(Shortcuts &shortcuts, QWidget *parent)
    : QDialog(parent), m_shortcuts(shortcuts), m_table(new QTableWidget(this)), m_title(makeLabel({}, "second", this)),
      m_edit(new ChordField(this)), m_none(new QPushButton(tr("&No keys"), this)),
      m_reset(new QPushButton(tr("&Reset"), this)), m_resetAll(nullptr), m_message(new QLabel(this)) {
    setWindowTitle(tr("Keys"));
    resize(680_px, 560_px);
    auto *column = new QVBoxLayout(this);
    column->addWidget(makeLabel(tr("Keys of every action"), "title", this));
    column->addWidget(
        makeLabel(tr("Choose an action, go to the field below and press the new keys. Letters alone (g and "
                     "a place, / and ?) are fixed."),
                  "second", this));
    m_table->setColumnCount(ColumnCount);
    m_table->setHorizontalHeaderLabels({tr("Action"), tr("Where"), tr("Keys")});
    m_table->horizontalHeader()->setSectionResizeMode(Action, QHeaderView::Stretch);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->hide();
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Actions and their keys"));
    column->addWidget(m_table, 1);
    auto *row = new QHBoxLayout;
    row->addWidget(m_title, 1);
    row->addWidget(m_edit);
    row->addWidget(m_none);
    row->addWidget(m_reset);
    column->addLayout(row);
    m_message->setWordWrap(true);
    column->addWidget(m_message);
    onLook(this, [this] {
        m_table->setColumnWidth(Where, 180_px);
        m_table->setColumnWidth(Keys, 150_px);
        m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
        m_edit->setMinimumWidth(180_px);
        m_message->setMinimumHeight(2 * m_message->fontMetrics().height());
    });
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    m_resetAll = buttons->addButton(tr("Reset &all"), QDialogButtonBox::ResetRole);
    column->addWidget(buttons);
    for (QPushButton *button : findChildren<QPushButton *>()) button->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table, &QTableWidget::itemSelectionChanged, this, &KeysDialog::showChosen);
    connect(m_table, &QTableWidget::cellActivated, this, [this] { m_edit->setFocus(); });
    connect(m_edit, &QKeySequenceEdit::keySequenceChanged, this, &KeysDialog::take);
    connect(m_none, &QPushButton::clicked, this, [this] { take({}); });
    connect(m_reset, &QPushButton::clicked, this, [this] {
        const QString why = m_shortcuts.reset(chosen());
        tell(why, !why.isEmpty());
    });
    connect(m_resetAll, &QPushButton::clicked, this, [this] {
        m_shortcuts.resetAll();
        tell(tr("All actions have their usual keys again."), false);
    });
    connect(&m_shortcuts, &Shortcuts::changed, this, &KeysDialog::fill);
    fill();
    m_table->selectRow(0);
}

void KeysDialog::fill() {
    const auto &entries = m_shortcuts.entries();
    m_table->setRowCount(static_cast<int>(entries.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const ShortcutEntry &entry = entries[static_cast<std::size_t>(row)];
        const QString keys = m_shortcuts.keysOf(entry.id).toString(QKeySequence::NativeText);
        auto *title = cell(entry.title);
        title->setData(Qt::UserRole, entry.id);
        m_table->setItem(row, Action, title);
        m_table->setItem(row, Where, cell(entry.place.isEmpty() ? tr("everywhere") : entry.place));
        auto *shown = cell(keys.isEmpty() ? tr("none") : keys);
        QFont font = fontOf(FontRole::Mono);
        font.setBold(m_shortcuts.isChanged(entry.id)); // Not the usual ones: they stand out.
        shown->setFont(font);
        if (keys.isEmpty()) shown->setForeground(theme().color(ColorRole::TextMuted));
        m_table->setItem(row, Keys, shown);
    }
    showChosen();
}

QString KeysDialog::chosen() const {
    const QTableWidgetItem *item = m_table->item(m_table->currentRow(), Action);
    return item == nullptr ? QString() : item->data(Qt::UserRole).toString();
}

void KeysDialog::choose(const QString &id) {
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (m_table->item(row, Action)->data(Qt::UserRole).toString() == id) m_table->selectRow(row);
}

QString KeysDialog::message() const {
    return m_message->text();
}

void KeysDialog::showChosen() {
    const QString id = chosen();
    const QTableWidgetItem *item = m_table->item(m_table->currentRow(), Action);
    m_title->setText(item == nullptr ? QString() : item->text());
    m_edit->setAccessibleName(tr("New keys of %1").arg(m_title->text()));
    const QSignalBlocker quiet(m_edit);
    m_edit->setKeySequence(m_shortcuts.keysOf(id));
    m_edit->setEnabled(!id.isEmpty());
    m_none->setEnabled(!m_shortcuts.keysOf(id).isEmpty());
    m_reset->setEnabled(m_shortcuts.isChanged(id));
}

void KeysDialog::take(const QKeySequence &keys) {
    if (keys == QKeySequence(Qt::Key_Escape)) { // The way out of everything else is the way out of this.
        showChosen();
        m_table->setFocus();
        return;
    }
    const QString id = chosen();
    const QString title = m_title->text();
    const QString why = m_shortcuts.setKeys(id, keys);
    if (!why.isEmpty())
        tell(why, true);
    else if (keys.isEmpty())
        tell(tr("\"%1\" has no keys now.").arg(title), false);
    else
        tell(tr("%1 runs \"%2\" now.").arg(keys.toString(QKeySequence::NativeText), title), false);
    showChosen();
}

void KeysDialog::tell(const QString &text, bool refused) {
    m_message->setText(text);
    QPalette palette = m_message->palette();
    palette.setColor(QPalette::WindowText, theme().color(refused ? ColorRole::Failing : ColorRole::Text));
    m_message->setPalette(palette);
    m_message->setAccessibleName(text);
}

} // namespace qd::ui
