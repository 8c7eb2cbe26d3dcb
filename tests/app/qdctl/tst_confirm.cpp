#include <QtTest/QTest>
#include <sstream>

#include "app/qdctl/confirm.h"

using namespace qd;
using namespace qd::ctl;

Q_DECLARE_METATYPE(qd::Tier)

class TestConfirm : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void asksByTier_data() {
        QTest::addColumn<Tier>("tier");
        QTest::addColumn<bool>("tty");
        QTest::addColumn<bool>("yes");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("exit"); // 0 = goes on
        QTest::newRow("free") << Tier::Free << false << false << "" << 0;
        QTest::newRow("reversible") << Tier::Reversible << false << false << "" << 0;
        QTest::newRow("disruptive, y") << Tier::Disruptive << true << false << "y\n" << 0;
        QTest::newRow("disruptive, enter") << Tier::Disruptive << true << false << "\n" << 1;
        QTest::newRow("disruptive, end of input") << Tier::Disruptive << true << false << "" << 1;
        QTest::newRow("disruptive, no terminal") << Tier::Disruptive << false << false << "y\n" << 2;
        QTest::newRow("disruptive, --yes") << Tier::Disruptive << false << true << "" << 0;
        QTest::newRow("destructive, y") << Tier::Destructive << true << false << "y\n" << 1;
        QTest::newRow("destructive, verb") << Tier::Destructive << true << false << "cancel\n" << 0;
        QTest::newRow("destructive, count") << Tier::Destructive << true << false << "1 200\n" << 0;
        QTest::newRow("destructive, wrong count") << Tier::Destructive << true << false << "1201\n" << 1;
        QTest::newRow("destructive, no terminal") << Tier::Destructive << false << false << "cancel\n" << 2;
        QTest::newRow("destructive, --yes") << Tier::Destructive << false << true << "" << 0;
    }
    void asksByTier() {
        QFETCH(Tier, tier);
        QFETCH(bool, tty);
        QFETCH(bool, yes);
        QFETCH(QString, typed);
        std::ostringstream out;
        std::ostringstream err;
        std::istringstream in(typed.toStdString());
        Console console{.out = out, .err = err, .in = in, .errIsTty = tty, .inIsTty = tty};
        const auto answer = confirm(
            console, {.tier = tier, .verb = "cancel", .effect = "Cancels 1 200 tasks.", .affected = 1'200, .yes = yes});
        QTEST(answer ? 0 : static_cast<int>(answer.error().exit), "exit");
        QVERIFY(out.str().empty()); // questions never mix with what a script reads
    }
};

QTEST_GUILESS_MAIN(TestConfirm)
#include "tst_confirm.moc"
