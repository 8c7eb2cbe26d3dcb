#include <QtTest/QTest>
#include <sstream>

#include "app/qdctl/format.h"
#include "app/qdctl/live_tail.h"
#include "app/qdctl/text_table.h"

using namespace qd::ctl;

namespace {

struct Screen {
    std::ostringstream out;
    std::ostringstream err;
    std::istringstream in;
    Console console{.out = out, .err = err, .in = in};
};

} // namespace

class TestTextForms : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void alignsColumnsByTheirWidestCell() {
        Screen screen;
        TextTable table({{"ID"}, {"COUNT", Align::Right}, {"NAME"}});
        table.add({"9c41e0-1", "7", "first"});
        table.add({"9c41e0-22", "1 024", ""});
        QCOMPARE(QString::fromStdString(table.render(screen.console)), QStringLiteral("ID         COUNT  NAME\n"
                                                                                      "9c41e0-1       7  first\n"
                                                                                      "9c41e0-22  1 024\n"));
    }

    void cutsOnlyColumnsThatMayShrink() {
        Screen screen;
        screen.console.width = 30;
        TextTable table({{"ID"}, {"NAME", Align::Left, true}});
        table.add({"9c41e0-1042", "a name that is much longer than the terminal is wide"});
        QCOMPARE(QString::fromStdString(table.render(screen.console)),
                 QStringLiteral("ID           NAME\n9c41e0-1042  a name that is m…\n"));
    }

    void leavesColumnsOutOfANarrowTerminalInsteadOfWrapping() {
        Screen screen;
        TextTable table({{"ID"},
                         {"CREATED", Align::Left, false, 1},
                         {"WORKER", Align::Left, false, 2},
                         {"ERROR", Align::Left, true}});
        table.add({"9c41e0-1042", "2026-11-21 12:00:00", "w-1", "exit code 1 and much more of it"});
        for (const int width : {100, 60, 40, 20, 8}) {
            screen.console.width = width;
            const QString text = QString::fromStdString(table.render(screen.console));
            for (const QString &line : text.split(QLatin1Char('\n'))) QVERIFY2(line.size() <= width, qPrintable(text));
            // The one that matters least goes first, and is named.
            QCOMPARE(text.contains(QStringLiteral("2026")), width >= 60);
            if (width == 40) QVERIFY2(text.contains(QStringLiteral("w-1")), qPrintable(text));
            if (width == 40) QVERIFY2(text.endsWith(QStringLiteral("too narrow for CREATED\n")), qPrintable(text));
        }
    }

    void countsGlyphsAsOneColumn() {
        Screen screen;
        TextTable table({{"STATE"}, {"N", Align::Right}});
        table.add({stateText("completed", true), "1"});
        table.add({stateText("failed", true), "2"});
        QCOMPARE(QString::fromStdString(table.render(screen.console)),
                 QStringLiteral("STATE        N\n✓ completed  1\n✗ failed     2\n"));
    }

    void paintsOnlyWhereColourIsOn() {
        Screen screen;
        QCOMPARE(screen.console.paint(Style::Bad, "x"), std::string("x"));
        screen.console.colour = true;
        QCOMPARE(screen.console.paint(Style::Bad, "x"), std::string("\x1b[31mx\x1b[0m"));
    }

    void makesForeignControlCharactersHarmless() {
        QCOMPARE(printable("a\x1b[2Jb\nc"), std::string("a.[2Jb.c"));
        QCOMPARE(printable("a\x1b]0;x\x07\nc", true), std::string("a.]0;x.\nc"));
        QCOMPARE(printable("\xC2\x9B"
                           "31mé"),
                 std::string(".31mé"));
    }

    void neverPaintsAnUnknownStateGreen() {
        QCOMPARE(stateStyle("strange"), Style::Warning);
        QCOMPARE(stateText("strange", true), std::string("? strange"));
    }

    void writesDurations_data() {
        QTest::addColumn<double>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("below one") << 0.42 << "0.4 ms";
        QTest::newRow("milliseconds") << 12.0 << "12 ms";
        QTest::newRow("seconds") << 3400.0 << "3.4 s";
        QTest::newRow("minutes") << 312'000.0 << "5 min 12 s";
        QTest::newRow("hours") << 7'500'000.0 << "2 h 5 min";
        QTest::newRow("days") << 273'600'000.0 << "3 d 4 h";
    }
    void writesDurations() {
        QFETCH(double, milliseconds);
        QTEST(QString::fromStdString(formatDuration(milliseconds)), "text");
    }

    void readsDurations_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qlonglong>("milliseconds"); // -1 = refused
        QTest::newRow("minutes") << "30m" << qlonglong{1'800'000};
        QTest::newRow("two units") << "1h30m" << qlonglong{5'400'000};
        QTest::newRow("bare seconds") << "90" << qlonglong{90'000};
        QTest::newRow("milliseconds") << "500ms" << qlonglong{500};
        QTest::newRow("fraction") << "1.5s" << qlonglong{1'500};
        QTest::newRow("days") << "2d" << qlonglong{172'800'000};
        QTest::newRow("empty") << "" << qlonglong{-1};
        QTest::newRow("negative") << "-5s" << qlonglong{-1};
        QTest::newRow("unknown unit") << "5y" << qlonglong{-1};
        QTest::newRow("word") << "soon" << qlonglong{-1};
        QTest::newRow("too long") << "4000d" << qlonglong{-1};
        QTest::newRow("not a number") << "nan" << qlonglong{-1};
    }
    void readsDurations() {
        QFETCH(QString, text);
        const auto duration = parseDuration(text.toStdString());
        QTEST(duration ? qlonglong{duration->count()} : qlonglong{-1}, "milliseconds");
        if (!duration) QVERIFY(duration.error().detail.find("30m") != std::string::npos);
    }

    void readsMomentsWithZones() {
        QCOMPARE(parseMoment("1970-01-01T00:00:01Z").value_or(-1), std::int64_t{1'000'000});
        QCOMPARE(parseMoment("1970-01-01T02:00:00.5+02:00").value_or(-1), std::int64_t{500'000});
        QVERIFY(!parseMoment("2026-13-01T00:00:00Z"));
        QVERIFY(!parseMoment("yesterday"));
    }

    void encodesQueryText() { QCOMPARE(percentEncode("a b&c=ü,1"), std::string("a%20b%26c%3D%C3%BC,1")); }

    void followsAGrowingTail() {
        LiveTail tail;
        QCOMPARE(tail.take("one\n"), std::string("one\n"));
        QCOMPARE(tail.take("one\ntwo\n"), std::string("two\n"));
        QCOMPARE(tail.take("two\nthree\n"), std::string("three\n")); // the front was dropped by the bound
        QCOMPARE(tail.take("two\nthree\n"), std::string());
        QVERIFY(tail.take("new").starts_with("\n[some output was not kept]\n"));
    }
};

QTEST_GUILESS_MAIN(TestTextForms)
#include "tst_text_forms.moc"
