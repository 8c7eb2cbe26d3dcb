// The filter of the tasks: typed, shown as chips, refused with a reason, saved and chosen again; what a bulk action and
// its copied command make of it.

#include <QtCore/QRegularExpression>
#include <QtCore/QSettings>
#include <QtCore/QStandardPaths>
#include <QtTest/QTest>
#include <QtWidgets/QInputDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <set>

#include "tests/ui/support/german.h"
#include "tests/ui/support/page_world.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/models/tasks_model.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/tasks/bulk_bar.h"
#include "ui/pages/tasks/filter_bar.h"
#include "ui/pages/tasks/filter_words.h"
#include "ui/pages/tasks/saved_filters.h"
#include "ui/pages/tasks/state_chips.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/search_field.h"

using namespace qd;
using namespace qd::ui;
using qd::test::PageWorld;

class TstFilterBar : public QObject {
    Q_OBJECT

    std::unique_ptr<PageWorld> m_world;
    std::unique_ptr<TasksPage> m_page;

    void addTask(std::uint64_t id, const char *name, TaskState state) {
        TaskBrief task;
        task.id = {id};
        task.name = name;
        task.state = state;
        m_world->session.tasks.push_back(task);
    }
    void type(const QString &text) {
        SearchField *field = m_page->filter()->field();
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    [[nodiscard]] int rows() const { return m_page->tasksTable()->model()->rowCount(); }
    QMenu *menu() {
        m_page->filter()->menuButton()->click();
        return m_page->filter()->findChild<QMenu *>(QString(), Qt::FindDirectChildrenOnly);
    }
    static QAction *find(QMenu *menu, const QString &beginning) {
        for (QAction *action : menu->actions())
            if (action->text().startsWith(beginning)) return action;
        return nullptr;
    }

private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("quarterdeck-test"));
        QCoreApplication::setApplicationName(QStringLiteral("tst_filter_bar"));
    }
    void init() {
        QSettings().clear();
        m_world = std::make_unique<PageWorld>();
        addTask(1, "nightly report", TaskState::Completed);
        addTask(2, "weekly report", TaskState::Failed);
        addTask(3, "mail", TaskState::Failed);
        m_page = std::make_unique<TasksPage>(m_world->context);
        m_page->resize(1200, 700);
        m_page->show();
        QTRY_COMPARE(rows(), 3);
    }
    void cleanup() {
        m_page.reset();
        m_world.reset();
        QSettings().clear();
    }

    void narrowsTheRowsByWhatIsTyped() {
        QVERIFY(!m_page->filter()->isVisible());
        type(QStringLiteral("report state:failed"));
        QTRY_COMPARE(rows(), 1);
        QCOMPARE(m_world->session.queries.back().filter.expression, std::string("report state:failed"));
        QVERIFY(m_page->filter()->isVisible());
        QCOMPARE(m_page->filter()->chips().size(), std::size_t{2});
        type(QStringLiteral("mail or nightly"));
        QTRY_COMPARE(rows(), 2);
        QCOMPARE(m_page->filter()->chips().size(), std::size_t{1}); // An "or" goes as a whole.
    }
    void takesAPartOutByItsChip() {
        type(QStringLiteral("report and state:failed"));
        QTRY_COMPARE(rows(), 1);
        QPushButton *chip = m_page->filter()->chips().front();
        QCOMPARE(chip->accessibleName(), QStringLiteral("Take report out of the filter"));
        QTest::mouseClick(chip, Qt::LeftButton);
        QCOMPARE(m_page->filter()->field()->text(), QStringLiteral("state:failed"));
        QTRY_COMPARE(rows(), 2);
        QTest::mouseClick(m_page->filter()->chips().front(), Qt::LeftButton);
        QTRY_COMPARE(rows(), 3);
        QVERIFY(!m_page->filter()->isVisible());
    }
    void saysWhatIsWrongAndKeepsTheRows() {
        type(QStringLiteral("report"));
        QTRY_COMPARE(rows(), 2);
        const std::size_t asked = m_world->session.queries.size();
        type(QStringLiteral("state:faild"));
        QTRY_VERIFY(m_page->filter()->problem().contains(QStringLiteral("is no state")));
        QCOMPARE(rows(), 2);
        for (std::size_t i = asked; i < m_world->session.queries.size(); ++i)
            QCOMPARE(m_world->session.queries[i].filter.expression, std::string("report"));
        type(QStringLiteral("state:failed"));
        QTRY_VERIFY(m_page->filter()->problem().isEmpty());
        QTRY_COMPARE(rows(), 2);
    }
    void everyFaultOfAFilterIsToldInGerman() {
        const qd::test::German german;
        const QStringList wrong{QStringLiteral("state:faild"),
                                QStringLiteral("stat:failed"),
                                QStringLiteral("a (b"),
                                QStringLiteral("a)"),
                                QStringLiteral("a or"),
                                QStringLiteral("age>30"),
                                QStringLiteral("priority>high"),
                                QStringLiteral("name>x"),
                                QStringLiteral("type:"),
                                QStringLiteral("\"open"),
                                QStringLiteral("age>1s,2s"),
                                QString(40, u'('),
                                QString(2000, u'a')};
        std::set<FilterFault> faults;
        static const QRegularExpression english(QStringLiteral("\\b(is|not|this|takes|use|has|one|at most)\\b"));
        for (const QString &text : wrong) {
            const auto read = readTaskExpression(text.toStdString());
            QVERIFY(!read.has_value());
            faults.insert(read.error().fault);
            const QString told = troubleText(read.error(), text);
            QVERIFY2(!english.match(told).hasMatch(), qPrintable(told));
            QVERIFY2(told.startsWith(QStringLiteral("Bei Zeichen ")) || text.size() == 2000, qPrintable(told));
        }
        QCOMPARE(faults.size(), kFilterFaults); // A new one needs its text here.
        m_page->filter()->setText(QStringLiteral("ü state:faild"));
        QVERIFY(m_page->filter()->problem().startsWith(
            QStringLiteral("Bei Zeichen 9 des Filters: „faild“ ist kein Zustand; es gibt pending, queued")));
    }
    void rowsOfAnotherFilterThanTheOneTypedCannotBeActedUpon() {
        type(QStringLiteral("report"));
        QTRY_COMPARE(rows(), 2);
        m_page->tasksTable()->selectAll();
        QVERIFY(m_page->bulk()->button(TaskVerb::Purge)->isEnabled());
        type(QStringLiteral("state:completed or"));
        QTRY_VERIFY(!m_page->filter()->problem().isEmpty());
        QVERIFY(m_page->filter()->problem().contains(QStringLiteral("rows below are those of: report")));
        QVERIFY(!m_page->tasksTable()->selectionModel()->hasSelection());
        QTest::keyClick(m_page->tasksTable(), Qt::Key_A, Qt::ControlModifier);
        QVERIFY(!m_page->bulk()->button(TaskVerb::Purge)->isEnabled());
        QVERIFY(!m_page->bulk()->allButton()->isVisible());
        type(QStringLiteral("state:completed or mail"));
        QTRY_COMPARE(rows(), 2);
        m_page->tasksTable()->selectAll();
        QVERIFY(m_page->bulk()->button(TaskVerb::Purge)->isEnabled());
    }
    void anEmptyListSaysThatTheFilterIsTheReason() {
        type(QStringLiteral("zebra"));
        QTRY_COMPARE(rows(), 0);
        auto *empty = m_page->findChild<EmptyState *>();
        QTRY_COMPARE(empty->title(), QStringLiteral("No task matches"));
        type(QStringLiteral("priority>=99x"));
        QTRY_COMPARE(empty->title(), QStringLiteral("This filter cannot be read"));
        type(QStringLiteral("zebras"));
        QTRY_COMPARE(empty->title(), QStringLiteral("No task matches"));
    }
    void newerRowsLeaveWhatIsSelectedSelected() {
        m_page->tasksTable()->selectRow(0);
        QTRY_VERIFY(m_page->bulk()->selectedRows() == 1);
        QCoreApplication::processEvents(); // The rows are held from now on.
        auto *model = qobject_cast<TasksModel *>(m_page->tasksTable()->model());
        const TaskId chosen = model->taskAt(0)->id;
        for (std::uint64_t id = 100; id < 500; ++id) addTask(id, "new", TaskState::Queued);
        model->refresh();
        QPushButton *newer = nullptr;
        QTRY_VERIFY2(([&] {
                         for (auto *button : m_page->findChildren<QPushButton *>())
                             if (button->text().contains(QStringLiteral("newer"))) newer = button;
                         return newer != nullptr && newer->isVisible();
                     }()),
                     "the button that shows newer rows");
        newer->click();
        QTRY_COMPARE(rows(), 403);
        QTRY_VERIFY(!model->isFetching());
        QCOMPARE(m_page->bulk()->selectedRows(), std::uint64_t{1});
        QVERIFY(m_page->bulk()->button(TaskVerb::Purge)->isEnabled() ||
                m_page->bulk()->button(TaskVerb::Retry)->isEnabled());
        // It comes into sight and is a selected row like any other.
        TableView *table = m_page->tasksTable();
        QTRY_VERIFY((table->scrollTo(model->index(402, 0)), table->rowAt(0) > 300)); // Once it has laid out its rows.
        QTRY_VERIFY(model->rowOf(chosen) >= 0 && !model->isFetching());
        QTRY_VERIFY(m_page->tasksTable()->selectionModel()->isRowSelected(model->rowOf(chosen), {}));
        QCOMPARE(m_page->bulk()->selectedRows(), std::uint64_t{1});
        // A filter that cannot be read takes it away, also where it is out of sight.
        m_page->bulk()->keepSelection();
        QCOMPARE(m_page->bulk()->selectedRows(), std::uint64_t{1});
        type(QStringLiteral("state:"));
        QTRY_COMPARE(m_page->bulk()->selectedRows(), std::uint64_t{0});
        type(QStringLiteral(" "));
        QTRY_VERIFY(!m_page->filter()->isUnreadable());
        table->selectRow(model->rowOf(chosen));
        // Whoever picks another row means that one.
        m_page->tasksTable()->scrollToTop();
        m_page->tasksTable()->selectRow(0);
        QTRY_COMPARE(m_page->bulk()->selectedRows(), std::uint64_t{1});
        QVERIFY(!m_page->tasksTable()->selectionModel()->isRowSelected(model->rowOf(chosen), {}));
    }
    void savesWithAllThatNarrowsAndChoosesAgain() {
        m_page->chips()->chip(TaskState::Failed)->click();
        type(QStringLiteral("report"));
        QTRY_COMPARE(rows(), 1);
        find(menu(), QStringLiteral("Save this filter"))->trigger();
        auto *ask = m_page->window()->findChild<QInputDialog *>();
        QVERIFY(ask != nullptr);
        ask->setTextValue(QStringLiteral("Bad reports"));
        ask->accept();
        QCOMPARE(SavedFilters::all(),
                 (std::vector<SavedFilter>{{QStringLiteral("Bad reports"), QStringLiteral("state:failed (report)")}}));
        m_page->chips()->setStates(0);
        m_page->filter()->setText({});
        QTRY_COMPARE(rows(), 3);
        find(menu(), QStringLiteral("Bad reports"))->trigger();
        QTRY_COMPARE(rows(), 1);
        QCOMPARE(m_page->filter()->field()->text(), QStringLiteral("state:failed (report)"));
        SavedFilters::remove(QStringLiteral("Bad reports"));
        QVERIFY(SavedFilters::all().empty());
    }
    void keepsAtMostFiftyAndNothingThatCannotBeRead() {
        for (std::size_t i = 0; i < SavedFilters::kMax; ++i)
            QVERIFY(SavedFilters::save({QStringLiteral("filter %1").arg(i), QStringLiteral("a")}));
        QVERIFY(!SavedFilters::save({QStringLiteral("one more"), QStringLiteral("a")}));
        QVERIFY(SavedFilters::save({QStringLiteral("filter 7"), QStringLiteral("b")}));
        QSettings().clear();
        QVERIFY(SavedFilters::save({QStringLiteral("of a later version"), QStringLiteral("colour:red")}));
        QVERIFY(SavedFilters::all().empty());
    }
    void offersExamplesThatCanBeRead() {
        QMenu *examples = menu();
        int seen = 0;
        for (const QAction *action : examples->actions()) {
            const QString text = action->text().section(QLatin1Char('\t'), 1);
            if (text.isEmpty()) continue;
            QVERIFY2(parseTaskExpression(text.toStdString()).has_value(), qPrintable(text));
            ++seen;
        }
        QVERIFY(seen >= 5);
    }
    void slashGoesToTheFieldAndEscEmptiesIt() {
        type(QStringLiteral("mail"));
        QTRY_COMPARE(rows(), 1);
        m_page->focusFilter();
        QCOMPARE(m_page->focusWidget(), m_page->filter()->field());
        QTest::keyClick(m_page->filter()->field(), Qt::Key_Escape);
        QTRY_COMPARE(rows(), 3);
    }
};

QTEST_MAIN(TstFilterBar)
#include "tst_filter_bar.moc"
