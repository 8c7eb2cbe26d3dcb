#include "ui/pages/tasks/filter_bar.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QInputDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <array>
#include <utility>

#include "ui/pages/tasks/filter_words.h"
#include "ui/pages/tasks/saved_filters.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"
#include "ui/widgets/search_field.h"

namespace qd::ui {

namespace {

constexpr std::size_t kChipsMax = 8; ///< Of parts; more stand in the field only.
constexpr int kChipLetters = 40;

/// A menu takes one "&" for the mark of a letter.
QString inMenu(QString text) {
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

struct Example {
    const char *what;
    const char *text;
};
constexpr std::array<Example, 6> kExamples = {
    {{QT_TRANSLATE_NOOP("qd::ui::FilterBar", "Failed within the last hour"), "state:failed finished<1h"},
     {QT_TRANSLATE_NOOP("qd::ui::FilterBar", "Waiting for more than 30 s"), "state:queued,pending age>30s"},
     {QT_TRANSLATE_NOOP("qd::ui::FilterBar", "Slow: ran for more than 10 s"), "runtime>10s"},
     {QT_TRANSLATE_NOOP("qd::ui::FilterBar", "Failed at least once and not given up"),
      "failures>0 !state:failed,cancelled"},
     {QT_TRANSLATE_NOOP("qd::ui::FilterBar", "Lost with its worker at least once"), "deliveries>1"},
     {QT_TRANSLATE_NOOP("qd::ui::FilterBar", "Text in the payload (slower)"), "payload:invoice"}}};

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent), m_field(new SearchField(tr("Filter: words, state:failed, age>30s …"), this)),
      m_menu(new QPushButton(tr("Filters"), this)), m_problem(new QLabel(this)), m_row(new QHBoxLayout(this)) {
    m_field->setMaxLength(static_cast<int>(kExpressionBytesMax));
    // With a large zoom it gives way.
    onLook(m_field, [this] { m_field->setMinimumWidth(std::min<int>(330_px, 400)); });
    m_field->setAccessibleDescription(tr("Words look into name, id and error. Fields, such as state:failed or age>30s, "
                                         "narrow it down; join them with and, or, ! and brackets."));
    m_field->setToolTip(
        tr("<p>Words look into name, id and error.</p>"
           "<p><b>type: queue: state: worker: tag: id:</b> the whole value, <b>*</b> stands for anything, commas give "
           "alternatives<br><b>name: error: payload:</b> a part of it (<b>=</b> the whole)<br>"
           "<b>priority failures deliveries exit</b> with = &lt; &lt;= &gt; &gt;=<br>"
           "<b>age wait runtime finished</b> likewise, with a unit: 500ms, 30s, 5min, 2h, 7d</p>"
           "<p>Joined by <b>and</b> (or nothing), <b>or</b>, <b>!</b> and brackets.</p>"));
    m_menu->setToolTip(tr("Examples, and the filters you saved"));
    connect(m_menu, &QPushButton::clicked, this, &FilterBar::openMenu);
    m_row->setContentsMargins(0, 0, 0, 0);
    setSpacing(m_row, 6);
    m_problem->setProperty("role", QStringLiteral("bad"));
    m_problem->setWordWrap(true);
    m_row->addWidget(m_problem, 1);
    m_row->addStretch(0);
    hide();
    connect(m_field, &SearchField::searchChanged, this, &FilterBar::read);
}

void FilterBar::setText(const QString &text) {
    m_field->setText(text);
    read(text.trimmed());
}

QString FilterBar::problem() const {
    return m_problem->isHidden() ? QString() : m_problem->text();
}

void FilterBar::read(const QString &text) {
    const auto parsed = readTaskExpression(text.toStdString());
    m_problem->setVisible(!parsed);
    const bool wasUnreadable = std::exchange(m_unreadable, !parsed);
    if (!parsed) {
        const QString rows = m_expression.isEmpty() ? tr("all tasks") : m_expression;
        m_problem->setText(troubleText(parsed.error(), text) + QLatin1Char('\n') +
                           tr("Until it can be read, the rows below are those of: %1").arg(rows));
        showParts(text, {});
        show();
        if (!wasUnreadable) emit readableChanged(false);
        return;
    }
    if (wasUnreadable) emit readableChanged(true);
    showParts(text, parsed->parts);
    setVisible(!text.isEmpty());
    if (text == m_expression) return;
    m_expression = text;
    emit expressionChanged(m_expression);
}

void FilterBar::showParts(const QString &text, const std::vector<TaskExpression::Part> &parts) {
    for (QPushButton *chip : m_chips) chip->deleteLater();
    m_chips.clear();
    m_parts = parts;
    const QByteArray bytes = text.toUtf8();
    for (std::size_t i = 0; i < parts.size() && i < kChipsMax; ++i) {
        const QString part = QString::fromUtf8(
            bytes.mid(static_cast<qsizetype>(parts[i].from), static_cast<qsizetype>(parts[i].length)).trimmed());
        const QString shortened = part.size() > kChipLetters ? part.left(kChipLetters) + u'…' : part;
        auto *chip =
            new QPushButton(QString(shortened).replace(u'&', QStringLiteral("&&")) + QStringLiteral("  ✕"), this);
        chip->setProperty("chip", true);
        chip->setAccessibleName(tr("Take %1 out of the filter").arg(part));
        chip->setToolTip(chip->accessibleName());
        connect(chip, &QPushButton::clicked, this, [this, i] { dropPart(i); });
        m_row->insertWidget(static_cast<int>(i), chip);
        m_chips.push_back(chip);
    }
}

void FilterBar::dropPart(std::size_t index) {
    const QByteArray bytes = m_expression.toUtf8(); // What the parts are of; the field may be ahead.
    if (index >= m_parts.size()) return;
    const TaskExpression::Part part = m_parts[index];
    // "and" that joined it goes with it.
    QByteArray before = bytes.left(static_cast<qsizetype>(part.from)).trimmed();
    const auto behind = static_cast<qsizetype>(part.from) + static_cast<qsizetype>(part.length);
    QByteArray after = bytes.mid(behind).trimmed();
    if (before.toLower().endsWith(" and"))
        before.chop(4);
    else if (after.toLower().startsWith("and "))
        after.remove(0, 4);
    setText(QString::fromUtf8(before.trimmed() + ' ' + after.trimmed()).trimmed());
    m_field->setFocus(); // The chip that had the focus is gone.
}

QString FilterBar::whole() const {
    const QString beside = m_beside ? m_beside() : QString();
    if (beside.isEmpty() || m_expression.isEmpty()) return beside + m_expression;
    return m_parts.size() > 1 ? beside + QLatin1Char(' ') + m_expression
                              : beside + QStringLiteral(" (") + m_expression + QLatin1Char(')');
}

void FilterBar::choose(const QString &text) {
    emit savedChosen();
    setText(text);
    m_field->setFocus();
}

void FilterBar::openMenu() {
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const std::vector<SavedFilter> saved = SavedFilters::all();
    const QString now = whole();
    QAction *save = menu->addAction(tr("Save this filter…"), this, &FilterBar::saveAs);
    save->setEnabled(!now.isEmpty());
    if (!saved.empty()) {
        menu->addSection(tr("Saved"));
        for (const SavedFilter &filter : saved)
            menu->addAction(inMenu(filter.name) + QLatin1Char('\t') + inMenu(filter.text.left(kChipLetters)), this,
                            [this, text = filter.text] { choose(text); });
        QMenu *remove = menu->addMenu(tr("Remove"));
        for (const SavedFilter &filter : saved)
            remove->addAction(inMenu(filter.name), this, [name = filter.name] { SavedFilters::remove(name); });
    }
    menu->addSection(tr("Examples"));
    for (const Example &example : kExamples)
        menu->addAction(tr(example.what) + QLatin1Char('\t') + QString::fromLatin1(example.text), this,
                        [this, text = QString::fromLatin1(example.text)] { choose(text); });
    menu->popup(m_menu->mapToGlobal(QPoint(0, m_menu->height())));
}

void FilterBar::saveAs() {
    const QString text = whole();
    if (text.isEmpty()) return;
    auto *ask = new QInputDialog(window());
    ask->setAttribute(Qt::WA_DeleteOnClose);
    ask->setWindowTitle(tr("Save the filter"));
    ask->setLabelText(tr("Name for: %1").arg(text));
    ask->setOkButtonText(tr("Save filter"));
    ask->setCancelButtonText(tr("Cancel"));
    connect(ask, &QInputDialog::textValueSelected, this, [this, text](const QString &name) {
        if (name.trimmed().isEmpty() || SavedFilters::save({name.trimmed(), text})) return;
        m_problem->setText(
            tr("There are %1 saved filters already; remove one first.").arg(static_cast<int>(SavedFilters::kMax)));
        m_problem->show();
        show();
    });
    ask->open();
}

} // namespace qd::ui
