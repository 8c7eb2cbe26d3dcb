// The filter that people type: what is read, and what is told about what cannot be.

#include <QtTest/QTest>

#include "core/model/task.h"
#include "core/model/task_expression.h"

using namespace qd;
using namespace std::chrono_literals;

namespace {

/// The tree in one line: "(state & (name | !tag))".
QString shape(const TaskTerm &term) {
    static const char *const names[] = {"text",       "id",    "name", "type",    "queue",    "state",
                                        "worker",     "error", "tag",  "payload", "priority", "failures",
                                        "deliveries", "exit",  "age",  "wait",    "runtime",  "finished"};
    QStringList inner;
    for (const TaskTerm &one : term.terms) inner << shape(one);
    switch (term.kind) {
    case TaskTerm::Kind::Everything: return QStringLiteral("*");
    case TaskTerm::Kind::Leaf: return QString::fromLatin1(names[static_cast<std::size_t>(term.field)]);
    case TaskTerm::Kind::All: return u'(' + inner.join(QStringLiteral(" & ")) + u')';
    case TaskTerm::Kind::Any: return u'(' + inner.join(QStringLiteral(" | ")) + u')';
    case TaskTerm::Kind::Not: return u'!' + inner.first();
    }
    return {};
}

} // namespace

class TestTaskExpression : public QObject {
    Q_OBJECT
private slots:
    void readsTheGrammar_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, const char *expected) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(expected);
        };
        row("", "*");
        row("   ", "*");
        row("report", "text");
        row("two words", "(text & text)");
        row("\"two words\"", "text");
        row("state:failed type:http worker:w-1* age>30s !tag:x", "(state & type & worker & age & !tag)");
        row("a or b c", "(text | (text & text))");
        row("(a or b) c", "((text | text) & text)");
        row("a AND b OR not c", "((text & text) | !text)");
        row("!(state:failed or tag:x)", "!(state | tag)");
        row("!!a", "!!text");
        row("STATE:Failed", "state");
        row("order", "text");   // Begins like "or".
        row("nothing", "text"); // Begins like "not".
        row("runtime>=1.5h", "runtime");
        row("12:30", "text"); // A time of day is no field.
        row("exit=-9", "exit");
    }
    void readsTheGrammar() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto parsed = parseTaskExpression(text.toStdString());
        QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().detail.c_str());
        QCOMPARE(shape(parsed->root), expected);
    }

    void saysWhatIsWrongAndWhere_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("at");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *text, int at, const char *says) {
            QTest::newRow(text) << QString::fromLatin1(text) << at << QString::fromLatin1(says);
        };
        row("state:faild", 7, "is no state; use pending");
        row("stat:failed", 1, "is no field; use one of");
        row("a (b", 3, "is not closed");
        row("a)", 2, "closes nothing");
        row("a or", 5, "a term is missing");
        row("age>30", 5, "is no duration");
        row("priority>high", 10, "is no whole number");
        row("id<=abc", 5, "is no whole number");
        row("id<1,2", 4, "takes one value");
        row("name>x", 5, "takes \":\" or \"=\"");
        row("type:", 6, "a value is missing");
        row("\"open", 1, "is not closed");
        row("age>1s,2s", 5, "takes one value");
        row("()", 2, "a term is missing");
    }
    void saysWhatIsWrongAndWhere() {
        QFETCH(QString, text);
        QFETCH(int, at);
        QFETCH(QString, says);
        const auto parsed = parseTaskExpression(text.toStdString());
        QVERIFY(!parsed.has_value());
        QCOMPARE(parsed.error().code, ErrorCode::Invalid);
        const QString detail = QString::fromStdString(parsed.error().detail);
        QVERIFY2(detail.startsWith(QStringLiteral("At character %1 ").arg(at)), qPrintable(detail));
        QVERIFY2(detail.contains(says), qPrintable(detail));
    }

    void namesTheFaultForThoseWhoSayItInOtherWords() {
        const auto field = readTaskExpression("a stat:failed");
        QCOMPARE(field.error().fault, FilterFault::UnknownField);
        QCOMPARE(field.error().at, std::size_t{2});
        QCOMPARE(field.error().word, std::string{"stat"});
        const auto sign = readTaskExpression("name>x");
        QCOMPARE(sign.error().fault, FilterFault::WrongOperator);
        QCOMPARE(sign.error().field, std::string{"name"});
        QCOMPARE(sign.error().word, std::string{">"});
    }
    void namesItsPartsForChips() {
        const std::string text = "state:failed  !tag:x (a or b)";
        const auto parsed = parseTaskExpression(text);
        QVERIFY(parsed.has_value());
        QStringList parts;
        for (const auto &part : parsed->parts) parts << QString::fromStdString(text.substr(part.from, part.length));
        QCOMPARE(parts.join(u'|'), QStringLiteral("state:failed|!tag:x|(a or b)"));
        const auto either = parseTaskExpression("state:failed or a");
        QCOMPARE(either->parts.size(), std::size_t{1});
    }
    void knowsWhatNeedsTheClockAndWhatNeedsPayloads() {
        QVERIFY(parseTaskExpression("x !(y or age>1s)")->dependsOnTime);
        QVERIFY(!parseTaskExpression("runtime>1s")->dependsOnTime);
        const auto parsed = parseTaskExpression("payload:Alpha or !payload:alpha,beta");
        QCOMPARE(parsed->payloads.size(), std::size_t{2});
        QCOMPARE(parsed->payloads[0].folded(), std::string{"alpha"});
    }
    void matchesTexts() {
        using Kind = TextPattern::Kind;
        QVERIFY(TextPattern("LPH", Kind::Part)("alpha"));
        QVERIFY(!TextPattern("lph", Kind::Whole)("alpha"));
        QVERIFY(TextPattern("Alpha", Kind::Whole)("aLPHA"));
        QVERIFY(TextPattern("w-1*", Kind::Whole)("w-12"));
        QVERIFY(!TextPattern("w-1*", Kind::Whole)("w-2"));
        QVERIFY(TextPattern("*a*b", Kind::Part)("xaybzb"));
        QVERIFY(!TextPattern("*a*b", Kind::Part)("xaybz"));
        QVERIFY(TextPattern("*", Kind::Part)(""));
        // Linear also where a careless matcher would try everything.
        QVERIFY(!TextPattern("*a*a*a*a*a*a*a*a*b", Kind::Part)(std::string(5000, 'a')));
    }
    void boundsWhatItReads() {
        QVERIFY(!parseTaskExpression(std::string(kExpressionBytesMax + 1, 'a')).has_value());
        QVERIFY(!parseTaskExpression(std::string(500, '(')).has_value());
        QVERIFY(!parseTaskExpression(std::string(500, '!')).has_value());
    }
};

QTEST_APPLESS_MAIN(TestTaskExpression)
#include "tst_task_expression.moc"
