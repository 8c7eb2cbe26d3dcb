// Everything that is read on screen, in a language that nobody speaks: whatever stands outside its brackets did not
// pass through tr() and could not be translated.
#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtCore/QTranslator>
#include <QtGui/QAction>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QTableView>
#include <array>

#include "tests/app/quarterdeck/room_tour.h"
#include "ui/models/settings_model.h"
#include "ui/models/tasks_model.h"
#include "ui/translations/ts_translator.h"

using namespace qd;
using qd::test::RoomTour;

namespace {

constexpr QChar kOpen(0x27e6);  // ⟦
constexpr QChar kClose(0x27e7); // ⟧

QString u(const char *text) {
    return QString::fromUtf8(text);
}

class PseudoTranslator final : public QTranslator {
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    /// "context: source" of all that was asked for.
    [[nodiscard]] const QSet<QString> &asked() const { return m_asked; }
    [[nodiscard]] QString translate(const char *context, const char *source, const char *, int) const override {
        const QString text = u(source);
        if (text.trimmed().isEmpty()) return text;
        const bool ofQt = context[0] == 'Q' && qstrcmp(context, "QObject") != 0;
        if (!ofQt) m_asked << u(context) + u("\n") + text;
        // Other languages are longer, short words most of all.
        const QString more(std::max<qsizetype>(2, text.size() / 3), QLatin1Char('~'));
        return kOpen + text + more + kClose;
    }

private:
    mutable QSet<QString> m_asked;
};

/// What stands outside all brackets. One that was cut off lost its closing bracket.
QString outside(const QString &text) {
    QString rest;
    int depth = 0;
    for (const QChar c : text) {
        if (c == kOpen) {
            ++depth;
            rest += QLatin1Char(' ');
        } else if (c == kClose) {
            depth = std::max(0, depth - 1);
        } else if (depth == 0) {
            rest += c;
        }
    }
    return rest;
}

/// Not prose, or not ours to translate; each with its reason.
const std::array kAllowed{
    "https?://\\S+",     // addresses
    "(~?/[\\w.~-]+)+/?", // paths
    "\\b[0-9a-f]{6}-[0-9]+\\b",
    "\\bw-[0-9]+\\b", // ids of tasks and workers
    "\\bQuarterdeck\\b",
    "\\bqdctl\\b",
    "\\bquarterdeckd?\\b",                        // names of programs
    "\\b(quick one|bound to fail|a long one)\\b", // names of this test's tasks
    "\\b(synthetic|command|http|sha256sum)\\b",   // names of queues, types and programs
    "\\b(Ctrl|Alt|Shift|Meta|Space|Pause|Esc|Tab|Enter|Home|End|PgUp|PgDown|F[0-9]+)\\b", // keys as Qt names them
    "the archive is being moved",                  // what a person gave as a reason
    "\\b(coordinator|operator|root)\\b(?=$|[ ·])", // principals
    "\\b(min|ms)\\b",                              // units
    "\\bTask\\s+failed for good:",                 // the engine's own words: an event
    "Dead-lettered: [^|]*",                        // the engine's own words: a decision
    "\\bthread\\b",                                // and what it calls a worker of this process
    "Synthetic failure: [^|]*",                    // the engine's own words: an error
    "[\\w.-]+\\.(sha256|toml|db|jsonl)\\b",        // files
    "\\{[^}]*\\}",                                 // payloads
};

QString prose(const QString &text) {
    QString rest = outside(text);
    for (const char *pattern : kAllowed) rest.remove(QRegularExpression(u(pattern)));
    static const QRegularExpression word(u("[^\\W\\d_]{3,}"));
    return word.match(rest).hasMatch() ? rest.simplified() : QString();
}

} // namespace

class TstPseudoLocale : public QObject {
    Q_OBJECT
    PseudoTranslator m_translator;
    QStringList m_found;
    int m_texts = 0;

    void check(const QString &where, const QString &text) {
        if (text.isEmpty()) return;
        ++m_texts;
        const QString rest = prose(text);
        const QString line = where + u(": ") + rest + u("   <- ") + QString(text).left(120);
        if (!rest.isEmpty() && !m_found.contains(line)) m_found << line;
    }
    void checkWidget(const QWidget *widget) {
        const QString name = u(widget->metaObject()->className());
        for (const char *property : {"text", "title", "toolTip", "placeholderText", "windowTitle", "accessibleName",
                                     "accessibleDescription", "suffix", "prefix", "specialValueText"}) {
            const bool typed = qobject_cast<const QLineEdit *>(widget) && qstrcmp(property, "text") == 0;
            if (!typed) check(name + u(".") + u(property), widget->property(property).toString());
        }
        if (const auto *box = qobject_cast<const QComboBox *>(widget))
            for (int i = 0; i < box->count(); ++i) check(name + u(".item"), box->itemText(i));
        for (const QAction *action : widget->actions()) check(name + u(".action"), action->text());
        if (const auto *view = qobject_cast<const QTableView *>(widget)) checkTable(*view);
    }
    void checkTable(const QTableView &view) {
        const QAbstractItemModel *model = view.model();
        if (model == nullptr) return;
        const QString name = u(model->metaObject()->className());
        for (int column = 0; column < model->columnCount(); ++column) {
            for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole)})
                check(name + u(".header"), model->headerData(column, Qt::Horizontal, role).toString());
            if (isEngineText(model, column)) continue;
            for (int row = 0; row < std::min(model->rowCount(), 20); ++row)
                for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole)})
                    check(name + u(".cell"), model->index(row, column).data(role).toString());
        }
    }
    /// Settings as the file spells them; errors of handlers.
    static bool isEngineText(const QAbstractItemModel *model, int column) {
        if (qobject_cast<const ui::SettingsModel *>(model))
            return column != ui::SettingsModel::Source && column != ui::SettingsModel::Help;
        return qobject_cast<const ui::TasksModel *>(model) && column == ui::TasksModel::Error;
    }

private slots:
    void initTestCase() {
        RoomTour::useOwnSettings(u("tst_pseudo_locale"));
        QVERIFY(QCoreApplication::installTranslator(&m_translator));
    }
    void cleanupTestCase() { QCoreApplication::removeTranslator(&m_translator); }
    void whatIsOutsideTheBracketsIsFound() {
        QVERIFY(prose(kOpen + u("Workers~~") + kClose + u(" 12 %")).isEmpty());
        QVERIFY(prose(kOpen + u("Task ") + kOpen + u("x") + kClose + u(" and more") + kClose).isEmpty());
        QCOMPARE(prose(u("Workers")), u("Workers"));
        QCOMPARE(prose(kOpen + u("Go to~~") + kClose + u(" Overview")), u("Overview"));
    }
    void everyTextOnScreenPassedThroughTr() {
        RoomTour tour;
        const bool whole = tour.walk([&](const QString &, QWidget *surface) {
            checkWidget(surface);
            for (const QWidget *widget : surface->findChildren<QWidget *>())
                if (widget->isVisible() && widget->window() == surface) checkWidget(widget);
        });
        QVERIFY2(whole, qPrintable(tour.trouble()));
        QVERIFY(m_texts > 2000);
        for (const QString &line : m_found) qInfo("%s", qPrintable(line));
        QVERIFY(m_found.isEmpty());
    }
    /// By context, too: an entry under another class is never found.
    void everyTextThatWasAskedForIsThereInGerman() {
        ui::installTranslations(QLocale(QLocale::English)); // Its resource is there from now on.
        ui::TsTranslator german;
        QFile file(u(":/quarterdeck/translations/quarterdeck_de.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(german.loadTs(file));
        QVERIFY(m_translator.asked().size() > 300);
        QStringList missing;
        for (const QString &text : m_translator.asked()) {
            const QByteArray context = text.section(QLatin1Char('\n'), 0, 0).toUtf8();
            const QByteArray source = text.section(QLatin1Char('\n'), 1).toUtf8();
            if (german.translate(context.constData(), source.constData()).isNull()) missing << text;
        }
        for (const QString &text : missing) qInfo("no German: %s", qPrintable(text));
        QVERIFY(missing.isEmpty());
    }
};

QTEST_MAIN(TstPseudoLocale)
#include "tst_pseudo_locale.moc"
