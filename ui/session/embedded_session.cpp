#include "ui/session/embedded_session.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QMetaObject>
#include <QtCore/QThread>
#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <utility>

#include "core/base/assert.h"
#include "core/base/time.h"

namespace qd::ui {

using namespace std::chrono_literals;

/// Engine threads put functions in, the GUI thread runs them. Outlives the session as long as the engine still holds
/// callbacks; close() makes late ones fall silent. One wake-up per batch, not per answer.
class AnswerInbox : public std::enable_shared_from_this<AnswerInbox> {
public:
    explicit AnswerInbox(QObject *receiver) : m_receiver(receiver) {}

    /// Thread: any.
    void put(std::function<void()> work) {
        const std::lock_guard lock(m_mutex);
        if (m_receiver == nullptr) return;
        m_work.push_back(std::move(work));
        if (std::exchange(m_woken, true)) return;
        // Posting under the lock keeps the receiver alive while it is being posted to: close() waits for the lock.
        QMetaObject::invokeMethod(m_receiver, [self = shared_from_this()] { self->run(); }, Qt::QueuedConnection);
    }
    /// Thread: GUI.
    void close() {
        const std::lock_guard lock(m_mutex);
        m_receiver = nullptr;
        m_work.clear();
    }

private:
    void run() {
        std::vector<std::function<void()>> work;
        {
            const std::lock_guard lock(m_mutex);
            m_woken = false;
            work = std::exchange(m_work, {});
        }
        for (const auto &one : work) one();
    }

    std::mutex m_mutex;
    QObject *m_receiver;                       // guarded by m_mutex
    std::vector<std::function<void()>> m_work; // guarded by m_mutex
    bool m_woken = false;                      // guarded by m_mutex
};

namespace {

/// The ledgers' own words (LedgerStats), in the language of the window.
QString durabilityText(const std::string &durability) {
    [[maybe_unused]] constexpr std::array kKnown{
        QT_TRANSLATE_NOOP("Durability", "durable: WAL + FULL"),
        QT_TRANSLATE_NOOP("Durability", "WAL + NORMAL: the last commits may be lost with the power"),
        QT_TRANSLATE_NOOP("Durability", "lost on exit")};
    return QCoreApplication::translate("Durability", durability.c_str());
}

/// Shared between the handle (GUI) and the callback (engine threads): a cancelled query never answers.
struct QueryLife {
    std::atomic<bool> cancelled{false};
};

class LifeHandle final : public QueryHandle {
public:
    explicit LifeHandle(std::shared_ptr<QueryLife> life) : m_life(std::move(life)) {}
    ~LifeHandle() override { m_life->cancelled = true; }
    LifeHandle(const LifeHandle &) = delete;
    LifeHandle &operator=(const LifeHandle &) = delete;

private:
    std::shared_ptr<QueryLife> m_life;
};

std::shared_ptr<const Snapshot> emptySnapshot() {
    auto empty = std::make_shared<Snapshot>();
    empty->overrides = std::make_shared<const std::vector<Override>>();
    empty->texts = std::make_shared<const std::vector<std::string>>();
    empty->takenAt = bootNow();
    empty->wallAt = wallNow();
    return empty;
}

Outcome outcomeOf(const Ticket &ticket, Error error = {}) {
    Outcome outcome;
    outcome.ticket = ticket;
    outcome.error = std::move(error);
    return outcome;
}

constexpr std::chrono::milliseconds kAgeTick{200};

std::chrono::milliseconds intervalOf(Pace pace) {
    switch (pace) {
    case Pace::Visible: return 33ms;
    case Pace::Background: return 500ms;
    case Pace::Hidden: return 0ms;
    }
    return 0ms;
}

/// Wraps an answer so that it runs on the GUI thread, and only while its handle lives.
template <typename T>
std::function<void(Result<T>)> onGuiThread(std::shared_ptr<AnswerInbox> inbox, std::shared_ptr<QueryLife> life,
                                           std::function<void(Result<T>)> answer) {
    return [inbox = std::move(inbox), life = std::move(life), answer = std::move(answer)](Result<T> result) {
        inbox->put([life, answer, result = std::move(result)]() mutable {
            if (!life->cancelled) answer(std::move(result));
        });
    };
}

} // namespace

EmbeddedSession::EmbeddedSession(QObject *parent)
    : Session(parent), m_snapshot(emptySnapshot()), m_newest(m_snapshot),
      m_answers(std::make_shared<AnswerInbox>(this)),
      m_principal(qEnvironmentVariable("USER", QStringLiteral("operator")).toStdString()) {
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &EmbeddedSession::ask);
    connect(&m_ageTick, &QTimer::timeout, this, &EmbeddedSession::refreshAge);
    m_ageTick.start(kAgeTick);
    connect(&m_overdue, &QTimer::timeout, this, &EmbeddedSession::noticeOverdue);
}

EmbeddedSession::~EmbeddedSession() {
    m_answers->close();
}

void EmbeddedSession::attach(std::shared_ptr<Engine> engine) {
    QD_ASSERT(m_engine == nullptr);
    m_engine = std::move(engine);
    m_engine->keepReplica();
    setPace(m_pace);
    take(m_engine->snapshot());
}

void EmbeddedSession::detach() {
    m_frame.stop();
    m_ageTick.stop();
    m_held.clear();
    m_overdue.stop();
    m_engine.reset();
}

void EmbeddedSession::setDoor(DoorAddress door) {
    m_door = std::move(door);
    emit doorChanged();
}

void EmbeddedSession::setPace(Pace pace) {
    m_pace = pace;
    startFrame();
}

/// A frozen view needs the newest only for its histories, and twice a second is enough for those.
void EmbeddedSession::startFrame() {
    if (m_pace == Pace::Hidden)
        m_ageTick.stop();
    else if (!m_ageTick.isActive())
        m_ageTick.start(kAgeTick);
    if (m_engine == nullptr || m_pace == Pace::Hidden) return m_frame.stop();
    m_frame.start(intervalOf(isFrozen() ? Pace::Background : m_pace));
}

/// One picture is asked for at a time and shown when it comes, not at the next beat: an event is on screen a picture
/// earlier.
void EmbeddedSession::ask() {
    const bool goesOn = m_newest->phase == EnginePhase::Running || m_newest->phase == EnginePhase::Draining;
    if (m_watch.asked(bootNow(), m_newest->takenAt, goesOn)) emit silenceChanged();
    if (std::exchange(m_asked, true)) return;
    m_engine->nextSnapshot([this, inbox = m_answers](std::shared_ptr<const Snapshot> next) {
        // `this` is used on the GUI thread only, and the inbox is closed before the session goes.
        inbox->put([this, next = std::move(next)]() mutable {
            m_asked = false;
            take(std::move(next));
        });
    });
}

void EmbeddedSession::take(std::shared_ptr<const Snapshot> next) {
    if (m_engine == nullptr) return; // It has been let go of meanwhile.
    const bool goesOn = next->phase == EnginePhase::Running || next->phase == EnginePhase::Draining;
    if (m_watch.asked(bootNow(), next->takenAt, goesOn)) emit silenceChanged();
    if (next->revision == m_newest->revision && next->takenAt == m_newest->takenAt) return;
    m_newest = std::move(next);
    m_memory.take(m_newest);
    const bool live = !isFrozen();
    if (live) {
        m_snapshot = m_newest;
        m_age = std::max(Duration::zero(), bootNow() - m_snapshot->takenAt);
    }
    emit newestChanged();
    if (live) emit snapshotChanged();
}

void EmbeddedSession::refreshAge() {
    const Duration age = std::max(Duration::zero(), bootNow() - m_snapshot->takenAt);
    // Snapshots that come regularly tell the age themselves; digits that swing within a frame say nothing.
    if (!isFrozen() && age < kAgeTick) return;
    m_age = age;
    emit dataAgeChanged();
}

void EmbeddedSession::setFrozen(bool frozen) {
    if (frozen == isFrozen()) return;
    if (frozen) {
        m_frozenAt = engineNow();
        pinMemory();
        startFrame();
        emit frozenChanged(true);
        return;
    }
    m_frozenAt.reset();
    m_memory.pin(std::nullopt);
    startFrame();
    m_snapshot = m_newest;
    m_age = std::max(Duration::zero(), bootNow() - m_snapshot->takenAt);
    emit frozenChanged(false);
    emit snapshotChanged();
    for (const Held &held : std::exchange(m_held, {}))
        if (!held.isCancelled()) held.ask();
}

/// The picture at which a view stops can be come back to, and what led there stays as long as it is looked at.
void EmbeddedSession::pinMemory() {
    if (m_newest->revision > 0) m_memory.keep(m_newest);
    m_memory.pin(m_newest->takenAt);
}

void EmbeddedSession::showMoment(WallTime moment) {
    const bool wasLive = !isFrozen();
    if (wasLive) pinMemory();
    const auto picture = m_memory.at(moment);
    if (picture == nullptr) return setFrozen(true); // Nothing has been seen yet.
    if (!wasLive && picture == m_snapshot) return;  // Pointers move more often than pictures.
    m_snapshot = picture;
    m_frozenAt = picture->takenAt;
    m_age = std::max(Duration::zero(), bootNow() - picture->takenAt);
    if (wasLive) {
        startFrame();
        emit frozenChanged(true);
    }
    emit momentChanged();
    emit snapshotChanged();
}

/// Asked now, or when the view goes on: an answer from after the frozen moment would be of another picture.
void EmbeddedSession::whenLive(std::function<bool()> isCancelled, std::function<void()> ask) {
    if (!isFrozen()) return ask();
    std::erase_if(m_held, [](const Held &held) { return held.isCancelled(); });
    m_held.push_back({std::move(isCancelled), std::move(ask)});
}

// Window and engine share one boot clock; a remote session will have to carry an offset.
Instant EmbeddedSession::engineNow() const {
    // As old as the picture is told to be: two views of one picture never tell two ages of one thing.
    return m_frozenAt.value_or(m_snapshot->takenAt + m_age);
}

QString EmbeddedSession::title() const {
    return tr("Embedded coordinator");
}

QString EmbeddedSession::subtitle() const {
    if (m_engine == nullptr) return tr("starting");
    const LedgerStats &ledger = m_snapshot->ledgerStats;
    if (ledger.kind.empty()) return tr("opening the ledger");
    const QString kind = ledger.kind == "sqlite"   ? QStringLiteral("SQLite")
                         : ledger.kind == "memory" ? tr("memory")
                                                   : QString::fromStdString(ledger.kind);
    return tr("%1 ledger · %2").arg(kind, durabilityText(ledger.durability));
}

bool EmbeddedSession::production() const {
    return m_engine != nullptr && m_engine->settings().profile == Profile::Production;
}

std::vector<SettingLine> EmbeddedSession::settings() const {
    return m_engine == nullptr ? std::vector<SettingLine>{} : m_engine->settingLines();
}

QString EmbeddedSession::settingsFile() const {
    if (m_engine == nullptr) return {};
    const auto &read = m_engine->settings().configFile;
    return QString::fromStdString((read.empty() ? defaultConfigFile() : read).string());
}

std::unique_ptr<QueryHandle> EmbeddedSession::query(TaskQuery query, std::function<void(Result<TaskPage>)> answer) {
    auto life = std::make_shared<QueryLife>();
    auto reply = onGuiThread<TaskPage>(m_answers, life, std::move(answer));
    if (m_engine == nullptr) {
        reply(fail(ErrorCode::Unavailable, "the engine is not running"));
    } else {
        const auto isCancelled = [life] { return life->cancelled.load(); };
        whenLive(isCancelled, [this, query = std::move(query), isCancelled, reply = std::move(reply)] {
            m_engine->query(query, isCancelled, reply);
        });
    }
    return std::make_unique<LifeHandle>(std::move(life));
}

std::unique_ptr<QueryHandle> EmbeddedSession::task(TaskId id, std::function<void(Result<TaskRecord>)> answer) {
    auto life = std::make_shared<QueryLife>();
    auto reply = onGuiThread<TaskRecord>(m_answers, life, std::move(answer));
    if (m_engine == nullptr) {
        reply(fail(ErrorCode::Unavailable, "the engine is not running"));
    } else {
        whenLive([life] { return life->cancelled.load(); },
                 [this, id, reply = std::move(reply)] { m_engine->task(id, reply); });
    }
    return std::make_unique<LifeHandle>(std::move(life));
}

LiveOutput EmbeddedSession::liveOutput(TaskId id) const {
    return m_engine == nullptr ? LiveOutput{} : m_engine->liveOutput(id);
}

RingPage<Event> EmbeddedSession::events(std::uint64_t from, std::size_t limit) const {
    if (m_engine != nullptr) {
        RingPage<Event> page = m_engine->events(from, limit);
        if (!isFrozen()) return page;
        const auto later = std::find_if(page.entries.begin(), page.entries.end(),
                                        [this](const Event &event) { return event.at > m_snapshot->wallAt; });
        if (later == page.entries.end()) return page;
        page.next = later->sequence; // They are read when the view goes on.
        page.entries.erase(later, page.entries.end());
        return page;
    }
    RingPage<Event> none;
    none.next = from;
    return none;
}

/// In a frozen view nothing is newer than its picture.
std::vector<Decision> EmbeddedSession::shown(std::vector<Decision> decisions) const {
    if (isFrozen())
        std::erase_if(decisions, [this](const Decision &decision) { return decision.at > m_snapshot->wallAt; });
    return decisions;
}

std::vector<Decision> EmbeddedSession::decisionsFor(WorkerId worker, std::size_t limit) const {
    if (m_engine == nullptr) return {};
    return shown(m_engine->decisionsFor({}, worker, limit));
}

TaskWhy EmbeddedSession::whyOf(const TaskRecord &task) const {
    constexpr std::size_t kRecordsMax = 12; // what an inspector has room for
    if (m_engine == nullptr) return taskWhy(task, *m_snapshot, {}, {});
    return taskWhy(task, *m_snapshot, shown(m_engine->decisionsFor(task.id, {}, kRecordsMax)),
                   shown(m_engine->heldDecisions(task.spec.queue, kRecordsMax)));
}

std::uint32_t EmbeddedSession::dispatchSampling() const {
    return m_engine == nullptr ? 1 : m_engine->dispatchSampling();
}

Ticket EmbeddedSession::post(CommandBody body, const QString &reason) {
    const Ticket ticket = Uuid::random();
    if (m_engine == nullptr) {
        tellLater(ticket, CommandState::Refused,
                  outcomeOf(ticket, {ErrorCode::Unavailable, "the engine is not running"}));
        return ticket;
    }
    Command command{ticket, m_principal, Origin::Window, m_snapshot->revision, reason.toStdString(), std::move(body)};
    m_pending.emplace(ticket, Pending{std::chrono::steady_clock::now()});
    const auto accepted = m_engine->post(std::move(command), [this, inbox = m_answers](const Outcome &outcome) {
        // `this` is used on the GUI thread only, and the inbox is closed before the session goes.
        inbox->put([this, outcome] { finish(outcome); });
    });
    if (!accepted) {
        m_pending.erase(ticket);
        tellLater(ticket, CommandState::Refused, outcomeOf(ticket, accepted.error()));
        return ticket;
    }
    if (!m_overdue.isActive()) m_overdue.start(m_patience / 4);
    tellLater(ticket, CommandState::Accepted, outcomeOf(ticket));
    return ticket;
}

// Queued: whoever posts must know the ticket before the first signal about it.
void EmbeddedSession::tellLater(const Ticket &ticket, CommandState state, Outcome outcome) {
    QMetaObject::invokeMethod(
        this, [this, ticket, state, outcome = std::move(outcome)] { emit commandChanged(ticket, state, outcome); },
        Qt::QueuedConnection);
}

void EmbeddedSession::finish(const Outcome &outcome) {
    m_pending.erase(outcome.ticket);
    if (m_pending.empty()) m_overdue.stop();
    emit commandChanged(outcome.ticket, outcome.ok ? CommandState::Applied : CommandState::Refused, outcome);
}

void EmbeddedSession::noticeOverdue() {
    const auto now = std::chrono::steady_clock::now();
    std::vector<Ticket> overdue; // A listener may post again, so the map is not walked while signalling.
    for (auto &[ticket, pending] : m_pending) {
        if (!pending.toldUnknown && now - pending.since >= m_patience) {
            pending.toldUnknown = true;
            overdue.push_back(ticket);
        }
    }
    for (const Ticket &ticket : overdue) {
        emit commandChanged(ticket, CommandState::Unknown,
                            outcomeOf(ticket, {ErrorCode::Timeout, "no outcome yet; it may still come"}));
    }
}

Result<void> EmbeddedSession::allowProgram(const QString &program) {
    if (m_engine == nullptr) return fail(ErrorCode::Unavailable, "the engine is not running");
    return m_engine->allowProgram(program.toStdString());
}

} // namespace qd::ui
