#include <QtCore/QBuffer>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QLocale>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtCore/QXmlStreamReader>
#include <QtTest/QTest>

#include "ui/format/format.h"
#include "ui/theme/state_look.h"
#include "ui/translations/ts_translator.h"

using namespace qd::ui;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

/// %1, %2, %n of a text, sorted.
QStringList placesOf(const QString &text) {
    static const QRegularExpression place(u("%[0-9n]"));
    QStringList places;
    for (auto found = place.globalMatch(text); found.hasNext();) places << found.next().captured();
    places.sort();
    places.removeDuplicates();
    return places;
}

QSet<QString> sourcesOf(const QString &name) {
    QSet<QString> sources;
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) return sources;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd())
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == u("source"))
            sources << xml.readElementText();
    return sources;
}

/// "context: source" of every message.
QSet<QString> entriesOf(const QString &name) {
    QSet<QString> entries;
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) return entries;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == u("name")) context = xml.readElementText();
        if (xml.name() == u("source")) entries << context + u(": ") + xml.readElementText();
    }
    return entries;
}

/// The literals in tr("..."), translate("context", "...") and QT_TRANSLATE_NOOP("context", "..."), pieces joined.
QStringList translatedTexts(const QString &code) {
    static const QString literals = u("((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*)+)");
    static const QRegularExpression call(u("(?:\\btr\\(|\\b(?:translate|QT_TRANSLATE_NOOP)\\(\\s*\"[^\"]*\",)\\s*") +
                                         literals);
    static const QRegularExpression piece(u("\"((?:[^\"\\\\]|\\\\.)*)\""));
    QStringList texts;
    for (auto found = call.globalMatch(code); found.hasNext();) {
        QString text;
        for (auto part = piece.globalMatch(found.next().captured(1)); part.hasNext();) text += part.next().captured(1);
        text.replace(u("\\n"), u("\n")).replace(u("\\\""), u("\"")).replace(u("\\\\"), u("\\"));
        texts << text;
    }
    return texts;
}

} // namespace

class TstTranslations : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        installTranslations(QLocale()); // As main() does; for all tests below.
    }
    void everyMessageIsTranslatedWithItsPlacesAndMargins() {
        QFile file(u(":/quarterdeck/translations/quarterdeck_de.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QString source;
        int messages = 0;
        const auto check = [&](const QString &text) {
            QVERIFY2(!text.isEmpty(), qPrintable(source));
            QVERIFY2(placesOf(text) == placesOf(source), qPrintable(source + u(" -> ") + text));
            // Texts are put together from pieces: a lost space joins two words.
            QVERIFY2(text.startsWith(u(" ")) == source.startsWith(u(" ")), qPrintable(source));
            QVERIFY2(text.endsWith(u(" ")) == source.endsWith(u(" ")), qPrintable(source));
            QVERIFY2(text.endsWith(u("…")) == source.endsWith(u("…")), qPrintable(source));
        };
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement) continue;
            if (xml.name() == u("source")) {
                source = xml.readElementText();
                ++messages;
            } else if (xml.name() == u("numerusform")) {
                check(xml.readElementText());
            } else if (xml.name() == u("translation")) {
                QVERIFY2(!xml.attributes().hasAttribute(u("type")), qPrintable(u("unfinished: ") + source));
            }
        }
        QVERIFY(!xml.hasError());
        QVERIFY(messages > 400);
    }
    /// The word that settings, logs and files have too: whoever reads both must not look for two things.
    void theLedgerHasOneNameAndOneGender() {
        static const QRegularExpression english(u("\\b[Ll]edger\\b"));
        static const QRegularExpression other(u("\\b(Buch|Buchs|Buches|Hauptbuch|[Dd]er Ledger|[Dd]en Ledger)\\b"));
        QFile file(u(":/quarterdeck/translations/quarterdeck_de.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QString source;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement) continue;
            if (xml.name() == u("source")) source = xml.readElementText();
            if (xml.name() != u("translation")) continue;
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            QVERIFY2(!other.match(text).hasMatch(), qPrintable(text));
            if (english.match(source).hasMatch()) QVERIFY2(text.contains(u("Ledger")), qPrintable(text));
        }
    }
    void everyTextOfTheSourceHasAnEntry() {
        const QSet<QString> known = sourcesOf(u(":/quarterdeck/translations/quarterdeck_de.ts"));
        QStringList missing;
        int texts = 0;
        for (const char *room : {"/ui", "/app/quarterdeck"}) {
            QDirIterator files(u(QD_SOURCE_DIR) + u(room), {u("*.h"), u("*.cpp")}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                for (const QString &text : translatedTexts(QString::fromUtf8(file.readAll()))) {
                    ++texts;
                    if (!known.contains(text))
                        missing << file.fileName().section(QLatin1Char('/'), -1) + u(": ") + text;
                }
            }
        }
        QVERIFY(texts > 400);
        for (const QString &line : missing) qInfo("no entry: %s", qPrintable(line));
        QVERIFY(missing.isEmpty());
    }
    void textsOfTheSourceAreReadAsACompilerDoes() {
        const QString code =
            u("tr(\"a \\\"b\\\"\\n\"\n   \"c\").arg(x); translate(\"Ctx\", \"d\"); QT_TRANSLATE_NOOP(\"S\", \"e\"); "
              "attr(\"no\"); tr(name)");
        QCOMPARE(translatedTexts(code), (QStringList{u("a \"b\"\nc"), u("d"), u("e")}));
    }
    void numbersAndWordsFollowTheLocale() {
        QCOMPARE(formatPercent(0.125), u("12,5\u202F%"));
        QCOMPARE(lookOf(qd::TaskState::Running).word, u("läuft"));
        QCOMPARE(QCoreApplication::translate("qd::ui::TopStrip", "LIVE"), u("LIVE"));
        QCOMPARE(QCoreApplication::translate("TaskActions", "Cancel…"), u("Abbrechen…"));
    }
    void oneAndManyAreToldApart_data() {
        QTest::addColumn<int>("n");
        QTest::addColumn<QString>("german");
        QTest::newRow("none") << 0 << u("0 Aufgaben laufen.");
        QTest::newRow("one") << 1 << u("1 Aufgabe läuft.");
        QTest::newRow("many") << 7 << u("7 Aufgaben laufen.");
    }
    void oneAndManyAreToldApart() {
        QFETCH(int, n);
        QFETCH(QString, german);
        QCOMPARE(QCoreApplication::translate("qd::app::ControlRoom", "%n task(s) are running.", nullptr, n), german);
    }
    void englishHasItsPluralsWithoutALanguage() {
        TsTranslator english;
        QFile file(u(":/quarterdeck/translations/quarterdeck_en.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(english.loadTs(file));
        QCOMPARE(english.translate("qd::ui::TopStrip", "%n override(s)", nullptr, 1), u("%n override"));
        QCOMPARE(english.translate("qd::ui::TopStrip", "%n override(s)", nullptr, 2), u("%n overrides"));
        QVERIFY(english.translate("qd::ui::TopStrip", "LIVE").isNull()); // As it stands in the source.
    }
    void englishPluralsStandWhereTheyAreAskedFor() {
        const QSet<QString> german = entriesOf(u(":/quarterdeck/translations/quarterdeck_de.ts"));
        const QSet<QString> english = entriesOf(u(":/quarterdeck/translations/quarterdeck_en.ts"));
        QVERIFY(english.size() > 10);
        for (const QString &entry : english) QVERIFY2(german.contains(entry), qPrintable(entry));
    }
    void whatQtItselfSaysIsGermanToo() {
        QCOMPARE(QCoreApplication::translate("QWidgetTextControl", "Select All"), u("Alles auswählen"));
        QCOMPARE(QCoreApplication::translate("QFileDialog", "File &name:"), u("Datei&name:"));
    }
    void aBrokenFileIsRefusedAndUnfinishedMessagesAreLeftOut() {
        TsTranslator translator;
        QByteArray broken("<TS><context><name>A</name><message><source>x</source>");
        QBuffer buffer(&broken);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        QVERIFY(!translator.loadTs(buffer));
        QVERIFY(translator.isEmpty());
        QByteArray half("<TS><context><name>A</name>"
                        "<message><source>x</source><translation type=\"unfinished\">y</translation></message>"
                        "<message><source>a &amp; b</source><translation>c &amp; d</translation></message>"
                        "</context></TS>");
        QBuffer other(&half);
        QVERIFY(other.open(QIODevice::ReadOnly));
        QVERIFY(translator.loadTs(other));
        QCOMPARE(translator.size(), qsizetype{1});
        QCOMPARE(translator.translate("A", "a & b"), u("c & d"));
    }
};

QTEST_MAIN(TstTranslations)
#include "tst_translations.moc"
