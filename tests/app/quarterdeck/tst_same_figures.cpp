// A figure that is shown in two places is the same figure: one snapshot, every page, compared as text.
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>
#include <map>
#include <memory>

#include "tests/app/quarterdeck/room_tour.h"
#include "ui/shell/status_line.h"

using namespace qd;
using qd::test::RoomTour;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

/// All that can be read on one page and around it, a line each; what has a name and a value is "name: value".
QStringList textsOf(const QWidget *root) {
    QStringList lines;
    for (const QWidget *widget : root->findChildren<QWidget *>()) {
        if (!widget->isVisible()) continue;
        lines << widget->property("text").toString();
        lines << widget->accessibleName() + u(": ") + widget->accessibleDescription();
        if (const auto *status = qobject_cast<const ui::StatusLine *>(widget)) lines << status->text();
    }
    lines.removeDuplicates();
    return lines;
}

/// What the pattern's group caught, in every line that has it.
QStringList figures(const QStringList &lines, const char *pattern) {
    const QRegularExpression expression(u(pattern));
    QStringList found;
    for (const QString &line : lines)
        if (const auto match = expression.match(line); match.hasMatch()) found << match.captured(1);
    return found;
}

} // namespace

class TstSameFigures : public QObject {
    Q_OBJECT
    std::unique_ptr<RoomTour> m_tour;
    std::map<QString, QStringList> m_pages; ///< By page, the frame around it included.

    /// In each of the places (page and pattern), and nowhere another one.
    void same(const QString &expected, const std::vector<std::pair<const char *, const char *>> &places) {
        for (const auto &[page, pattern] : places) {
            const QStringList found = figures(m_pages[u(page)], pattern);
            QVERIFY2(!found.isEmpty(), qPrintable(u(pattern) + u(" is nowhere on ") + u(page)));
            for (const QString &figure : found)
                QVERIFY2(figure == expected,
                         qPrintable(u(page) + u(", ") + u(pattern) + u(": ") + figure + u(" instead of ") + expected));
        }
    }

private slots:
    void initTestCase() {
        RoomTour::useOwnSettings(u("tst_same_figures"));
        m_tour = std::make_unique<RoomTour>();
        QVERIFY(m_tour->waitForEngine());
        QVERIFY2(m_tour->fill(), qPrintable(m_tour->trouble()));
        QVERIFY2(m_tour->schedule(3), qPrintable(m_tour->trouble())); // They wait for their time and for no worker.
        QTest::keyClick(&m_tour->window(), Qt::Key_Pause); // From here on every page shows this one snapshot.
        for (const char *page : {"overview", "workers", "tasks"}) {
            m_tour->window().showPage(u(page));
            QCoreApplication::processEvents();
            m_pages[u(page)] = textsOf(&m_tour->window());
        }
    }
    void tasksThatWait() {
        same(u("9"), {{"overview", "^Queue depth: (\\d+)"},
                      {"overview", "^(\\d+) waiting"},
                      {"overview", "^Queues & tasks: (\\d+)"},
                      {"workers", "^Queues & tasks: (\\d+)"},
                      {"tasks", "^Queues & tasks: (\\d+)"}});
        same(u("12"), {{"tasks", "^queued (\\d+)$"}});
    }
    void tasksThatRunAndWorkersThatAreBusy() {
        same(u("3"), {{"overview", "^In flight: (\\d+)"},
                      {"overview", "(\\d+) of \\d+ workers busy"},
                      {"overview", "busy (\\d+)"},
                      {"workers", "busy (\\d+)"},
                      {"tasks", "^running (\\d+)$"}});
    }
    void workers() {
        same(u("4"), {{"overview", "of (\\d+) workers busy"},
                      {"overview", "^Workers: (\\d+)$"},
                      {"workers", "^Workers: (\\d+)$"},
                      {"tasks", "^Workers: (\\d+)$"},
                      {"overview", "^(\\d+): paused"},
                      {"workers", "^(\\d+): paused"},
                      {"overview", "shown (\\d+) / kept \\d+ / seen \\d+ workers"},
                      {"workers", "shown (\\d+) / kept \\d+ / seen \\d+ workers"}});
    }
    void whatIsImposed() {
        same(u("1"), {{"overview", "paused (\\d+)"},
                      {"workers", "paused (\\d+)"},
                      {"overview", "^(\\d+) active"},
                      {"overview", "^(\\d+) override"},
                      {"workers", "^(\\d+) override"},
                      {"tasks", "^(\\d+) override"}});
    }
    void tasksThatEnded() {
        same(u("7"), {{"overview", "(\\d+) dead letters kept"}, {"tasks", "^failed (\\d+)$"}});
        same(u("60"), {{"overview", "(\\d+) since the start"}, {"tasks", "^completed (\\d+)$"}});
    }
    void theRateOfTheEngineAndTheAgeOfTheData() {
        const QStringList rate = figures(m_pages[u("overview")], "^Throughput: ([\\d.,]+)");
        QCOMPARE(rate.size(), 1);
        for (const char *page : {"overview", "workers", "tasks"}) same(rate.front(), {{page, "engine ([\\d.,]+)"}});
        for (const char *page : {"overview", "workers"}) {
            const QStringList age = figures(m_pages[u(page)], "^FROZEN.*, age (.*): $");
            QVERIFY2(age.size() == 1, qPrintable(m_pages[u(page)].filter(u("age")).join(u(" | "))));
            same(age.front(), {{page, "data age (.*)$"}});
        }
    }
    void cleanupTestCase() { m_tour.reset(); }
};

QTEST_MAIN(TstSameFigures)
#include "tst_same_figures.moc"
