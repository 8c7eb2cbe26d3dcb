#include <QtTest/QTest>

#include "app/quarterdeck/options.h"

using namespace qd::app;

namespace {

Parsed parse(const QStringList &arguments) {
    return parseOptions(QStringList{QStringLiteral("quarterdeck")} + arguments);
}

} // namespace

class TstOptions : public QObject {
    Q_OBJECT

private slots:
    void withoutArgumentsNothingIsAskedFor() {
        const Parsed parsed = parse({});
        QVERIFY(!parsed.leave);
        QVERIFY(!parsed.options.demo && parsed.options.flags.empty() && parsed.options.page.isEmpty());
        QVERIFY(!parsed.options.size.isValid() && !parsed.options.load && !parsed.options.zoom);
    }
    void flagsBecomeSettings() {
        const Parsed parsed = parse({QStringLiteral("--set"), QStringLiteral("pool.workers=16"),
                                     QStringLiteral("--memory"), QStringLiteral("--data-folder"), QStringLiteral("/x"),
                                     QStringLiteral("--ledger"), QStringLiteral("/x/l.db")});
        const std::vector<std::string> expected{"pool.workers=16", "data_folder=/x", "ledger.path=/x/l.db",
                                                "ledger.kind=memory"};
        QVERIFY(parsed.options.flags == expected);
    }
    void aPictureHasAPlaceASizeAndATime() {
        const Parsed parsed = parse({QStringLiteral("--screenshot"), QStringLiteral("a.png"), QStringLiteral("--after"),
                                     QStringLiteral("0.5"), QStringLiteral("--size"), QStringLiteral("1100x700"),
                                     QStringLiteral("--page"), QStringLiteral("tasks"), QStringLiteral("--theme"),
                                     QStringLiteral("light")});
        QVERIFY(!parsed.leave);
        QCOMPARE(parsed.options.screenshot, QStringLiteral("a.png"));
        QCOMPARE(parsed.options.afterSeconds, 0.5);
        QCOMPARE(parsed.options.size, QSize(1100, 700));
        QCOMPARE(parsed.options.page, QStringLiteral("tasks"));
        QCOMPARE(parsed.options.theme, QStringLiteral("light"));
    }
    void theZoomIsAPercentage() {
        for (const int percent : {100, 137, 200})
            QCOMPARE(parse({QStringLiteral("--zoom"), QString::number(percent)}).options.zoom, percent);
    }
    void helpAndVersionLeaveWithoutAnError_data() {
        QTest::addColumn<QString>("flag");
        QTest::addColumn<QString>("says");
        QTest::newRow("help") << QStringLiteral("--help") << QStringLiteral("--data-folder");
        QTest::newRow("version") << QStringLiteral("--version") << QStringLiteral("quarterdeck ");
    }
    void helpAndVersionLeaveWithoutAnError() {
        QFETCH(QString, flag);
        QFETCH(QString, says);
        const Parsed parsed = parse({flag});
        QVERIFY(parsed.leave.has_value());
        QCOMPARE(parsed.leave->code, 0);
        QVERIFY(parsed.leave->text.contains(says));
    }
    void whatIsWrongIsNamedWithWhatIsAllowed_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QStringList &arguments, const char *says) {
            QTest::newRow(name) << arguments << QString::fromLatin1(says);
        };
        row("unknown", {QStringLiteral("--colour")}, "--help");
        row("stray word", {QStringLiteral("tasks")}, "\"tasks\" is no option");
        row("theme", {QStringLiteral("--theme"), QStringLiteral("blue")}, "dark, light or system");
        row("page", {QStringLiteral("--page"), QStringLiteral("foo")}, "overview, workers, tasks, settings");
        row("size", {QStringLiteral("--size"), QStringLiteral("10x10")}, "width x height");
        row("size without x", {QStringLiteral("--size"), QStringLiteral("1440")}, "width x height");
        row("zoom too large", {QStringLiteral("--zoom"), QStringLiteral("201")}, "100 to 200");
        row("zoom too small", {QStringLiteral("--zoom"), QStringLiteral("99")}, "100 to 200");
        row("zoom no number", {QStringLiteral("--zoom"), QStringLiteral("large")}, "100 to 200");
        row("after", {QStringLiteral("--after"), QStringLiteral("soon")}, "0 to 3600");
        row("after negative", {QStringLiteral("--after=-1")}, "0 to 3600");
        row("load", {QStringLiteral("--load"), QStringLiteral("9000")}, "0 to 5000");
        row("load no number", {QStringLiteral("--load"), QStringLiteral("much")}, "0 to 5000");
    }
    void whatIsWrongIsNamedWithWhatIsAllowed() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const Parsed parsed = parse(arguments);
        QVERIFY(parsed.leave.has_value());
        QCOMPARE(parsed.leave->code, 2);
        QVERIFY2(parsed.leave->text.contains(says), qPrintable(parsed.leave->text));
    }
};

QTEST_GUILESS_MAIN(TstOptions)
#include "tst_options.moc"
