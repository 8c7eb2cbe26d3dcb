#include <QtGui/QImage>
#include <QtTest/QTest>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSlider>
#include <memory>

#include "tests/ui/support/page_world.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/format/format.h"
#include "ui/models/queues_model.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/dialogs/pause_dialog.h"
#include "ui/pages/tasks/queue_inspector.h"
#include "ui/pages/tasks/queues_panel.h"
#include "ui/widgets/key_value_list.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::dialogOf;
using qd::test::PageWorld;
using qd::test::SnapshotBuilder;

class TstQueuesPanel : public QObject {
    Q_OBJECT

    std::unique_ptr<PageWorld> m_world;
    std::unique_ptr<QueuesPanel> m_panel;
    SnapshotBuilder m_built;

    /// Ten seconds of a queue that gets 10 a second and serves 20 with four workers; 100 are queued.
    void runTenSeconds() {
        for (std::uint32_t id = 1; id <= 4; ++id) m_built.worker(id);
        for (std::int64_t second = 0; second <= 10; ++second) {
            m_built.queue("mail", {{QueueColumn::Queued, 100},
                                   {QueueColumn::Running, 4},
                                   {QueueColumn::Submitted, second * 10},
                                   {QueueColumn::Completed, second * 20},
                                   {QueueColumn::Lane5, 90},
                                   {QueueColumn::Lane10, 10}});
            m_world->session.show(m_built.build());
            m_built.head().takenAt += 1s;
        }
        m_panel->refresh();
    }
    [[nodiscard]] QueueInspector *open() {
        m_panel->table()->selectRow(0);
        m_panel->detailsButton()->click();
        return dynamic_cast<QueueInspector *>(m_world->host.inspected.get());
    }
    [[nodiscard]] static QString fact(const KeyValueList &list, const char *key) {
        for (const KeyValue &row : list.rows())
            if (row.key == QLatin1String(key)) return row.value;
        return QStringLiteral("(no such row)");
    }

private slots:
    void init() {
        m_world = std::make_unique<PageWorld>();
        m_built = {};
        m_panel = std::make_unique<QueuesPanel>(m_world->context);
        m_panel->resize(1200, 240);
        m_panel->show();
    }
    void cleanup() {
        m_panel.reset();
        m_world.reset();
    }

    void theInspectorTellsRatesAndTheTimeToDrain() {
        runTenSeconds();
        QueueInspector *inspector = open();
        QVERIFY(inspector != nullptr);
        QCOMPARE(m_world->host.calls.last(), QStringLiteral("Queue mail"));
        QCOMPARE(fact(*inspector->facts(), "Time to drain"), formatDuration(10s));
        QVERIFY(fact(*inspector->facts(), "Arrival").startsWith(formatRate(10)));
        QVERIFY(fact(*inspector->facts(), "Service").startsWith(formatRate(20)));
        QCOMPARE(fact(*inspector->facts(), "One busy worker"), formatRate(5));
    }
    void theSliderAnswersWithTheMeasuredRateAndSaysWhatItAssumes() {
        runTenSeconds();
        QueueInspector *inspector = open();
        QCOMPARE(inspector->workers()->value(), 4); // As many as work on it now.
        QVERIFY2(inspector->answer()->text().endsWith(formatDuration(10s)), qPrintable(inspector->answer()->text()));
        QTest::keyClick(inspector->workers(), Qt::Key_Right);
        QCOMPARE(inspector->workers()->value(), 5);
        QVERIFY(inspector->answer()->text().endsWith(formatDuration(Duration{100s} / 15)));
        inspector->workers()->setValue(2);
        QVERIFY(inspector->answer()->text().endsWith(QStringLiteral("grows")));
        QVERIFY(inspector->assumption()->text().contains(QStringLiteral("this queue alone")));
        QVERIFY(inspector->assumption()->text().contains(formatRate(10)));
        // What was chosen by hand stays when figures come in.
        m_built.queue("mail", {{QueueColumn::Running, 1}});
        m_world->session.show(m_built.build());
        QCOMPARE(inspector->workers()->value(), 2);
    }
    void withoutWorkTheAnswerIsNotMadeUp() {
        m_built.queue("mail", {{QueueColumn::Queued, 100}});
        m_world->session.show(m_built.build());
        m_panel->refresh();
        QueueInspector *inspector = open();
        QVERIFY(inspector->answer()->text().endsWith(QStringLiteral("—")));
        QVERIFY(inspector->assumption()->text().startsWith(QStringLiteral("Not known")));
    }
    void pausingFromTheInspectorAsksForReasonAndEnd() {
        runTenSeconds();
        QueueInspector *inspector = open();
        inspector->pauseButton()->click();
        auto *dialog = dialogOf<PauseDialog>(m_world->host);
        QVERIFY(dialog != nullptr);
        dialog->choices()->button(0)->click();
        dialog->pauseButton()->click();
        const Override lease = std::get<Impose>(m_world->session.posted.at(0).body).lease;
        QCOMPARE(lease.kind, OverrideKind::PauseQueue);
        QCOMPARE(lease.target, std::string("mail"));
        QVERIFY(lease.expiresAt == m_built.head().wallAt + 15min);
    }
    void aPauseIsShownWithOwnerEndAndReason() {
        runTenSeconds();
        Override lease;
        lease.kind = OverrideKind::PauseQueue;
        lease.target = "mail";
        lease.owner = "operator";
        lease.reason = "the mail server is down";
        lease.expiresAt = m_built.head().wallAt + 10min;
        m_built.lease(lease).queue("mail", {{QueueColumn::Paused, 1}});
        m_world->session.show(m_built.build());
        m_panel->refresh();
        const QString by = fact(*open()->facts(), "Paused by");
        for (const char *part : {"operator", "10:00", "the mail server is down"})
            QVERIFY2(by.contains(QLatin1String(part)), qPrintable(by));
    }
    void lanesArePaintedAsColumns() {
        runTenSeconds();
        TableView *table = m_panel->table();
        const QModelIndex lanes = table->model()->index(0, QueuesModel::Lanes);
        table->scrollTo(lanes);
        const QRect cell = table->visualRect(lanes);
        const QImage picture = table->viewport()->grab(cell).toImage();
        const QRgb ink = theme().color(ColorRole::Series1).rgb();
        QMap<int, int> heights; // By column of pixels.
        for (int x = 0; x < picture.width(); ++x)
            for (int y = 0; y < picture.height(); ++y)
                if (picture.pixel(x, y) == ink) ++heights[x];
        QVERIFY(heights.size() >= 12);                 // Two columns of six.
        QVERIFY(heights.last() > 4 * heights.first()); // Priority 5 has 90, priority 10 has 10.
        QVERIFY(heights.first() >= 2);
    }
    void severalQueuesHaveNoDetailsTogether() {
        runTenSeconds();
        m_built.queue("reports");
        m_world->session.show(m_built.build());
        m_panel->refresh();
        m_panel->table()->selectAll();
        QVERIFY(!m_panel->detailsButton()->isEnabled());
        QVERIFY(m_panel->pauseButton()->isEnabled());
    }
};

QTEST_MAIN(TstQueuesPanel)
#include "tst_queues_panel.moc"
