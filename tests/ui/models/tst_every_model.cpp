// Every item model of the window under Qt's tester while chance inserts, removes, sorts and filters. A model that is
// new in ui/ and not driven here fails the test by its name.
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QPersistentModelIndex>
#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>
#include <array>
#include <functional>
#include <map>
#include <memory>

#include "tests/ui/support/fake_session.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/models/events_model.h"
#include "ui/models/notices_model.h"
#include "ui/models/overrides_model.h"
#include "ui/models/queues_model.h"
#include "ui/models/settings_model.h"
#include "ui/models/tasks_model.h"
#include "ui/models/workers_model.h"
#include "ui/pages/dialogs/chart_data_model.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::FakeSession;
using qd::test::SnapshotBuilder;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

using Dice = QRandomGenerator;

/// A model and one step of its life.
struct Driven {
    std::unique_ptr<QAbstractItemModel> model;
    std::function<void(Dice &)> step;
};

constexpr std::array kTexts{"", "w-1", "a", "nothing is called this"};

QString anyText(Dice &dice) {
    return u(kTexts[static_cast<std::size_t>(dice.bounded(static_cast<int>(kTexts.size())))]);
}

Qt::SortOrder anyOrder(Dice &dice) {
    return dice.bounded(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder;
}

/// Both tables of a snapshot; ids come and go, figures move.
std::shared_ptr<const Snapshot> anySnapshot(Dice &dice, std::uint64_t revision, Instant now) {
    SnapshotBuilder built;
    built.head().revision = revision;
    built.head().takenAt = now;
    const int share = dice.bounded(10);
    for (std::uint32_t id = 1; id <= 60; ++id)
        if (dice.bounded(10) >= share)
            built.worker(id, {{WorkerColumn::Completed, dice.bounded(5)}, {WorkerColumn::Failed, dice.bounded(3)}});
    for (int i = 0; i < 30; ++i)
        if (dice.bounded(10) >= share)
            built.queue("queue-" + std::to_string(i), {{QueueColumn::Queued, dice.bounded(4)}});
    return built.build();
}

template <typename Model> Driven snapshotDriven() {
    auto model = std::make_unique<Model>();
    auto step = [shown = model.get(), revision = std::uint64_t{0}, now = Instant{} + 1h](Dice &dice) mutable {
        now += std::chrono::milliseconds{dice.bounded(3000)};
        switch (dice.bounded(6)) {
        case 0: return shown->sort(dice.bounded(shown->columnCount()), anyOrder(dice));
        case 1: return shown->setTextFilter(anyText(dice));
        case 2: return shown->setHoldOrder(dice.bounded(2) == 0);
        default: shown->apply(anySnapshot(dice, ++revision, now), now);
        }
    };
    return {std::move(model), std::move(step)};
}

Driven overrides() {
    auto model = std::make_unique<OverridesModel>();
    auto step = [shown = model.get()](Dice &dice) {
        SnapshotBuilder built;
        for (std::uint64_t id = 1; id <= 20; ++id) {
            if (dice.bounded(2) == 0) continue;
            Override lease;
            lease.id = OverrideId{id};
            lease.reason = "reason " + std::to_string(dice.bounded(3));
            built.lease(std::move(lease));
        }
        shown->apply(*built.build());
    };
    return {std::move(model), std::move(step)};
}

Driven settings() {
    auto model = std::make_unique<SettingsModel>();
    auto step = [shown = model.get()](Dice &dice) {
        if (dice.bounded(2) == 0) return shown->setTextFilter(anyText(dice));
        std::vector<SettingLine> lines;
        for (int i = dice.bounded(40); i > 0; --i) lines.push_back({"key." + std::to_string(i), "1", {}, "", "a line"});
        shown->setLines(std::move(lines));
    };
    return {std::move(model), std::move(step)};
}

Driven events() {
    auto session = std::make_shared<FakeSession>();
    auto model = std::make_unique<EventsModel>(*session);
    auto step = [session, shown = model.get()](Dice &dice) {
        std::uint64_t next = session->eventList.empty() ? 1 : session->eventList.back().sequence + 1;
        if (dice.bounded(8) == 0) session->eventList.clear(); // The ring went round.
        for (int i = dice.bounded(400); i > 0; --i) {
            Event event;
            event.sequence = next++;
            event.at = WallTime{std::chrono::seconds(next)};
            event.text = dice.bounded(100) == 0 ? "something" : "something else " + std::to_string(next);
            session->eventList.push_back(std::move(event));
        }
        if (dice.bounded(8) == 0 && next > 1) // A frozen view goes back, and on again.
            shown->showUntil(WallTime{std::chrono::seconds(dice.bounded(static_cast<int>(next)))});
        else
            shown->showUntil(std::nullopt);
        shown->pull();
    };
    return {std::move(model), std::move(step)};
}

Driven notices() {
    auto session = std::make_shared<FakeSession>();
    auto model = std::make_unique<NoticesModel>(*session);
    auto step = [session, shown = model.get()](Dice &dice) {
        switch (dice.bounded(4)) {
        case 0:
            if (shown->rowCount() > 0) shown->markRead(dice.bounded(shown->rowCount()));
            return;
        case 1: return shown->markAllRead();
        case 2: return shown->add(Severity::Bad, anyText(dice), WallTime{});
        default:
            for (int i = dice.bounded(60); i > 0; --i) {
                Event event;
                event.sequence = session->eventList.empty() ? 1 : session->eventList.back().sequence + 1;
                event.severity = dice.bounded(2) == 0 ? Severity::Warning : Severity::Bad;
                event.text = dice.bounded(3) == 0 ? "something bad" : "bad " + std::to_string(event.sequence);
                session->eventList.push_back(std::move(event));
            }
            shown->pull();
        }
    };
    return {std::move(model), std::move(step)};
}

Driven tasks() {
    auto session = std::make_shared<FakeSession>();
    auto model = std::make_unique<TasksModel>(*session);
    auto step = [session, shown = model.get(), next = std::uint64_t{0}](Dice &dice) mutable {
        TaskFilter filter;
        switch (dice.bounded(7)) {
        case 0: shown->sort(dice.bounded(2) == 0 ? TasksModel::Id : TasksModel::Name, anyOrder(dice)); break;
        case 1: shown->setHold(dice.bounded(2) == 0); break;
        case 2:
            if (dice.bounded(2) == 0) filter.states = TaskFilter::bit(TaskState::Failed);
            shown->setFilter(filter);
            break;
        case 3: shown->showNewest(); break;
        case 4:
            session->tasks.erase(session->tasks.begin(),
                                 session->tasks.begin() + static_cast<std::ptrdiff_t>(session->tasks.size() / 2));
            break;
        default:
            for (int i = dice.bounded(150); i > 0; --i) {
                TaskBrief task;
                task.id = TaskId{++next};
                task.state = dice.bounded(3) == 0 ? TaskState::Failed : TaskState::Queued;
                task.name = "task " + std::to_string(dice.bounded(1000));
                session->tasks.push_back(std::move(task));
            }
        }
        shown->refresh();
        if (shown->rowCount() > 0) static_cast<void>(shown->index(dice.bounded(shown->rowCount()), 0).data());
        QCoreApplication::processEvents();
    };
    return {std::move(model), std::move(step)};
}

/// Points come at one end and go at the other, or it is another range with another number of lines.
Driven chartData() {
    auto model = std::make_unique<ChartDataModel>();
    auto step = [shown = model.get(), data = ChartData{}, now = qint64{0}](Dice &dice) mutable {
        if (dice.bounded(6) == 0) {
            data = {};
            data.columns.resize(std::size_t{1} + static_cast<std::size_t>(dice.bounded(3)));
        }
        if (data.columns.empty()) data.columns.resize(2);
        const auto gone = static_cast<std::ptrdiff_t>(dice.bounded(static_cast<int>(data.timesMs.size()) + 1) / 3);
        data.timesMs.erase(data.timesMs.begin(), data.timesMs.begin() + gone);
        const int come = dice.bounded(9);
        for (int i = 0; i < come; ++i) data.timesMs.push_back(now += 100);
        for (ChartColumn &column : data.columns) {
            column.values.erase(column.values.begin(), column.values.begin() + gone);
            for (int i = 0; i < come; ++i) column.values.push_back(dice.bounded(4) == 0 ? qQNaN() : dice.bounded(1.0));
        }
        shown->apply(data);
    };
    return {std::move(model), std::move(step)};
}

const std::map<QString, Driven (*)()> &drivers() {
    static const std::map<QString, Driven (*)()> all{{u("WorkersModel"), snapshotDriven<WorkersModel>},
                                                     {u("QueuesModel"), snapshotDriven<QueuesModel>},
                                                     {u("OverridesModel"), overrides},
                                                     {u("SettingsModel"), settings},
                                                     {u("EventsModel"), events},
                                                     {u("NoticesModel"), notices},
                                                     {u("TasksModel"), tasks},
                                                     {u("ChartDataModel"), chartData}};
    return all;
}

/// Concrete classes below ui/ that derive from an item model of Qt's, directly or not.
QStringList modelClasses() {
    static const QRegularExpression line(u("class (\\w+)(?: final)? : public (\\w+)"));
    QHash<QString, QString> bases;
    QDirIterator files(u(QD_SOURCE_DIR "/ui"), {u("*.h"), u("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) continue;
        for (auto found = line.globalMatch(QString::fromUtf8(file.readAll())); found.hasNext();) {
            const QRegularExpressionMatch match = found.next();
            bases.insert(match.captured(1), match.captured(2));
        }
    }
    static const QRegularExpression root(u("^(QAbstract\\w*(Model|Proxy)\\w*|Q\\w+ProxyModel|QStandardItemModel|"
                                           "QStringListModel)$"));
    QStringList models;
    for (auto it = bases.constBegin(); it != bases.constEnd(); ++it) {
        QString base = it.value();
        while (bases.contains(base)) base = bases.value(base);
        if (root.match(base).hasMatch()) models << it.key();
    }
    models.removeAll(u("SnapshotTableModel")); // Abstract: its children are driven.
    models.sort();
    return models;
}

} // namespace

class TstEveryModel : public QObject {
    Q_OBJECT

private slots:
    void everyModelOfTheWindowIsDrivenHere() {
        QStringList driven;
        for (const auto &[name, make] : drivers()) driven << name;
        QCOMPARE(modelClasses(), driven);
    }
    void keepsItsPromisesWhateverHappens_data() {
        QTest::addColumn<QString>("name");
        for (const auto &[name, make] : drivers()) QTest::newRow(qPrintable(name)) << name;
    }
    void keepsItsPromisesWhateverHappens() {
        QFETCH(QString, name);
        const quint32 seed = qEnvironmentVariableIsSet("QD_SEED")
                                 ? static_cast<quint32>(qEnvironmentVariableIntValue("QD_SEED"))
                                 : QRandomGenerator::global()->generate();
        qInfo("QD_SEED=%u", seed);
        Dice dice(seed);
        const Driven driven = drivers().at(name)();
        QAbstractItemModel *model = driven.model.get();
        const QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        int most = 0;
        for (int i = 0; i < 80; ++i) {
            driven.step(dice);
            most = std::max(most, model->rowCount());
            // Whoever holds on to a row holds on to it, or is told that it is gone.
            const QPersistentModelIndex held =
                model->rowCount() > 0 ? model->index(dice.bounded(model->rowCount()), 0) : QModelIndex();
            driven.step(dice);
            if (held.isValid()) QVERIFY(held.row() < model->rowCount());
            if (QTest::currentTestFailed()) return;
        }
        QVERIFY(most > 3);
    }
};

QTEST_MAIN(TstEveryModel)
#include "tst_every_model.moc"
