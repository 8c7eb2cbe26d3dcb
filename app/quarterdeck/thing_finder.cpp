#include "app/quarterdeck/thing_finder.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStringList>

#include <algorithm>

#include "core/model/snapshot.h"
#include "ui/pages/tasks/queue_actions.h"
#include "ui/pages/workers/worker_actions.h"
#include "ui/session/session.h"

namespace qd::app {

namespace {

constexpr std::size_t kOfEach = 8;
constexpr std::size_t kQueuesMost = 1000; ///< Looked at with each key.

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ThingFinder)
};

/// Collects what fits, of each kind at most so many.
class Finder {
public:
    Finder(const ui::PageContext &room, const QString &text)
        : m_room(room), m_snapshot(room.session.snapshot()), m_text(text),
          m_words(text.toCaseFolded().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {}

    ui::FoundThings find() {
        if (const auto task = parseTaskId(m_snapshot->ledger, m_text.toStdString()))
            addThing(m_text, Words::tr("task"), [room = m_room, id = *task] { room.host.openTask(id); });
        lookAtWorkers();
        lookAtQueues();
        return std::move(m_found);
    }

private:
    [[nodiscard]] bool isPaused(OverrideKind kind, const std::string &target) const {
        return std::ranges::any_of(*m_snapshot->overrides,
                                   [&](const Override &lease) { return lease.kind == kind && lease.target == target; });
    }
    void addThing(const QString &name, const QString &kind, std::function<void()> run) {
        m_found.things.push_back({name, name, kind, {}, std::move(run), {}});
    }
    void addVerb(const QString &title, const QString &kind, std::function<void()> run) {
        m_found.verbs.push_back({title, title, kind, {}, std::move(run), {}});
    }

    /// By the beginning of the name, alone or as one word of several: "w-3", "drain w-3".
    void lookAtWorkers() {
        const auto &workers = m_snapshot->workers;
        std::size_t found = 0;
        for (std::size_t row = 0; row < workers.rows && found < kOfEach; ++row) {
            const WorkerId id{static_cast<std::uint32_t>(workers.worker(WorkerColumn::Id, row))};
            const QString name = QString::fromStdString(workerIdText(id));
            if (std::ranges::none_of(m_words, [&](const QString &word) { return name.startsWith(word); })) continue;
            ++found;
            if (m_words.size() == 1)
                addThing(name, Words::tr("worker"), [room = m_room, id] { room.host.openWorker(id); });
            addWorkerVerbs(id, name);
        }
    }
    void addWorkerVerbs(WorkerId id, const QString &name) {
        const QString kind = Words::tr("worker");
        if (isPaused(OverrideKind::PauseWorker, name.toStdString()))
            addVerb(Words::tr("Resume worker %1").arg(name), kind,
                    [room = m_room, id] { ui::resumeWorkers(room, {id}); });
        else
            addVerb(Words::tr("Pause worker %1…").arg(name), kind,
                    [room = m_room, id] { ui::pauseWorkers(room, {id}); });
        addVerb(Words::tr("Drain worker %1…").arg(name), kind, [room = m_room, id] { ui::drainWorkers(room, {id}); });
    }

    void lookAtQueues() {
        const auto &queues = m_snapshot->queues;
        std::size_t found = 0;
        for (std::size_t row = 0; row < std::min<std::size_t>(queues.rows, kQueuesMost); ++row) {
            const std::string_view text = m_snapshot->text(queues.queue(QueueColumn::Name, row));
            const QString name = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
            if (found < kOfEach && name.contains(m_text, Qt::CaseInsensitive)) {
                ++found;
                addThing(name, Words::tr("queue"), [room = m_room, name] { room.host.openQueue(name); });
            }
            if (isPaused(OverrideKind::PauseQueue, std::string{text}))
                addVerb(Words::tr("Resume queue %1").arg(name), Words::tr("queue"),
                        [room = m_room, name] { ui::resumeQueues(room, {name}); });
            else
                addVerb(Words::tr("Pause queue %1…").arg(name), Words::tr("queue"),
                        [room = m_room, name] { ui::pauseQueues(room, {name}); });
        }
    }

    const ui::PageContext &m_room;
    std::shared_ptr<const Snapshot> m_snapshot;
    QString m_text;
    QStringList m_words;
    ui::FoundThings m_found;
};

} // namespace

ui::FoundThings findThings(const ui::PageContext &room, const QString &text) {
    return Finder{room, text}.find();
}

} // namespace qd::app
