#include <QtCore/QBuffer>
#include <QtCore/QFile>
#include <QtCore/QLocale>
#include <QtCore/QRegularExpression>
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
