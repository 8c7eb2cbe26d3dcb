#include "core/workers/handlers/process_spawner.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <thread>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "core/base/assert.h"
#include "core/base/callback_gate.h"
#include "core/base/mutex.h"
#include "core/base/uuid.h"
#include "core/workers/handlers/process_launch.h"
#include "core/workers/handlers/process_table.h"
#include "core/workers/handlers/stray_sweeper.h"
#include "core/workers/output_tail.h"

namespace qd {

namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr int kEventsAtOnce = 64;
constexpr auto kNoDeadline = SteadyTime::max();
/// A process that is stuck in the kernel ignores even SIGKILL: the destructor then goes on without it.
constexpr auto kStuckAfter = std::chrono::seconds{3};

/// What an epoll event is about; the child's serial number stands above it.
enum class Source : std::uint64_t { Wake, Exit, Input, Output, ErrorOutput };
constexpr unsigned kSourceBits = 3;

enum class Phase : std::uint8_t {
    Waiting, ///< For a free place among the parallel ones.
    Running,
    Stopping,  ///< SIGTERM was sent, the deadline sends SIGKILL.
    Killed,    ///< SIGKILL was sent, the exit is awaited.
    Lingering, ///< The leader has ended (not yet reaped, so the group's number is still ours); outputs are read out.
};

struct Child {
    ProcessSpec spec;
    ProcessSpawner::OnEnd onEnd;
    CallbackGate gate;
    std::atomic<bool> isAbandoned = false; ///< The handle is gone. Set by any thread.

    mutable Mutex mutex;
    OutputTail output QD_GUARDED_BY(mutex);
    OutputTail errorOutput QD_GUARDED_BY(mutex);

    // The spawner's thread only.
    std::uint64_t serial = 0;
    Phase phase = Phase::Waiting;
    LaunchedProcess process;
    std::uint32_t slot = 0;
    std::size_t inputSent = 0;
    SteadyTime deadline = kNoDeadline;
};
using ChildPtr = std::shared_ptr<Child>;

ProcessEnd notStarted(int code, std::string detail) {
    ProcessEnd end;
    end.kind = ProcessEnd::Kind::NotStarted;
    end.code = code;
    end.detail = std::move(detail);
    return end;
}

/// Collects the zombie. After this its number may be used again.
ProcessEnd reap(const LaunchedProcess &process) {
    siginfo_t info = {};
    while (::waitid(P_PIDFD, static_cast<id_t>(process.exit.get()), &info, WEXITED) != 0)
        if (errno != EINTR) return notStarted(errno, fmt::format("How it ended is unknown: {}", std::strerror(errno)));
    ProcessEnd end;
    end.kind = info.si_code == CLD_EXITED ? ProcessEnd::Kind::Exited : ProcessEnd::Kind::Killed;
    end.code = info.si_status;
    return end;
}

} // namespace

class ProcessSpawner::Impl {
public:
    explicit Impl(ProcessSpawnerOptions options);
    ~Impl();
    Impl(const Impl &) = delete;
    Impl &operator=(const Impl &) = delete;

    void add(ChildPtr child);
    void abandon(const ChildPtr &child);

    SurvivorReport m_survivors;
    std::string m_registryProblem;
    std::atomic<std::uint32_t> m_alive = 0;

private:
    void run();
    void takeMessages();
    void launchWaiting();
    void launch(const ChildPtr &child);
    void watch(const Child &child, const FileHandle &file, Source source, std::uint32_t events) const;
    void handle(const epoll_event &event);
    void writeInput(Child &child);
    void readOutput(Child &child, FileHandle &file, bool isError);
    void beginStop(Child &child);
    void onExit(const ChildPtr &child);
    void onDeadlines();
    void stopStrays();
    void conclude(const ChildPtr &child);
    void finish(const ChildPtr &child, ProcessEnd end);
    [[nodiscard]] int waitMs() const;
    [[nodiscard]] bool mayLeave() const;
    void wake() const;

    const ProcessSpawnerOptions m_options;
    std::optional<ChildRegistry> m_registry;
    std::optional<StraySweeper> m_strays; ///< Always there; also without a file, for strays of this life.
    FileHandle m_events;
    FileHandle m_wake;

    Mutex m_mutex;
    std::vector<ChildPtr> m_added QD_GUARDED_BY(m_mutex);
    std::vector<ChildPtr> m_abandoned QD_GUARDED_BY(m_mutex);
    bool m_isStopping QD_GUARDED_BY(m_mutex) = false;

    // The thread's own.
    std::deque<ChildPtr> m_waiting;
    std::map<std::uint64_t, ChildPtr> m_children;
    std::unordered_set<std::uint64_t> m_busyTasks; ///< Of m_children.
    std::unordered_set<std::uint64_t> m_busySeats;
    std::vector<std::uint32_t> m_freeSlots;
    std::uint64_t m_lastSerial = 0;
    SteadyTime m_leaveAt = kNoDeadline; ///< Set when stopping.
    bool m_hasStopped = false;          ///< Children were asked to stop: their strays are to be asked, too.
    std::array<char, kReadBytes> m_buffer{};

    std::thread m_thread; // Last: everything above is there when it starts.
};

ProcessSpawner::Impl::Impl(ProcessSpawnerOptions options)
    : m_options(std::move(options)), m_events(::epoll_create1(EPOLL_CLOEXEC)),
      m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    QD_ASSERT(m_events && m_wake);
    if (!m_options.childrenFile.empty()) {
        auto opened = ChildRegistry::open(m_options.childrenFile, m_survivors);
        if (opened)
            m_registry.emplace(std::move(*opened));
        else
            m_registryProblem = opened.error().detail;
    }
    m_strays.emplace(m_registry ? m_registry->marker() : Uuid::random().text());
    for (std::uint32_t slot = std::max(1U, m_options.parallel); slot > 0; --slot) m_freeSlots.push_back(slot - 1);
    epoll_event event = {};
    event.events = EPOLLIN;
    event.data.u64 = static_cast<std::uint64_t>(Source::Wake);
    ::epoll_ctl(m_events.get(), EPOLL_CTL_ADD, m_wake.get(), &event);
    m_thread = std::thread([this] { run(); });
}

ProcessSpawner::Impl::~Impl() {
    {
        const Lock lock(m_mutex);
        m_isStopping = true;
    }
    wake();
    m_thread.join();
}

void ProcessSpawner::Impl::add(ChildPtr child) {
    {
        const Lock lock(m_mutex);
        m_added.push_back(std::move(child));
    }
    wake();
}

void ProcessSpawner::Impl::abandon(const ChildPtr &child) {
    child->gate.close();
    child->isAbandoned = true;
    {
        const Lock lock(m_mutex);
        m_abandoned.push_back(child);
    }
    wake();
}

void ProcessSpawner::Impl::wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_wake.get(), &one, sizeof one);
}

void ProcessSpawner::Impl::run() {
    // SIGPIPE from a child that does not read its input, and the signals that are main()'s to handle.
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
    std::array<epoll_event, kEventsAtOnce> events{};
    while (!mayLeave()) {
        const int count = ::epoll_wait(m_events.get(), events.data(), kEventsAtOnce, waitMs());
        for (int i = 0; i < count; ++i) handle(events[static_cast<std::size_t>(i)]);
        takeMessages();
        stopStrays();
        onDeadlines();
        m_strays->sweep([this](std::uint64_t serial) { return m_children.contains(serial); });
        launchWaiting();
    }
    m_strays->sweepAll(m_leaveAt);
}

bool ProcessSpawner::Impl::mayLeave() const {
    if (m_leaveAt == kNoDeadline) return false;
    return m_children.empty() || std::chrono::steady_clock::now() >= m_leaveAt;
}

int ProcessSpawner::Impl::waitMs() const {
    SteadyTime next = std::min(m_leaveAt, m_strays->due());
    for (const auto &entry : m_children) next = std::min(next, entry.second->deadline);
    if (next == kNoDeadline) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - std::chrono::steady_clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void ProcessSpawner::Impl::takeMessages() {
    std::vector<ChildPtr> added;
    std::vector<ChildPtr> abandoned;
    bool isStopping = false;
    {
        const Lock lock(m_mutex);
        added.swap(m_added);
        abandoned.swap(m_abandoned);
        isStopping = m_isStopping;
    }
    for (ChildPtr &child : added)
        if (m_waiting.size() < m_options.waitingMax) {
            m_waiting.push_back(std::move(child));
        } else {
            ProcessEnd end;
            end.kind = ProcessEnd::Kind::Refused;
            end.detail = fmt::format("{} programs wait to be started already", m_options.waitingMax);
            finish(child, std::move(end));
        }
    for (const ChildPtr &child : abandoned)
        if (child->phase == Phase::Running) beginStop(*child);
    if (!isStopping || m_leaveAt != kNoDeadline) return;
    m_leaveAt = std::chrono::steady_clock::now() + m_options.killAfter + m_options.lingerFor + kStuckAfter;
    for (const ChildPtr &child : m_waiting) child->gate.close();
    m_waiting.clear();
    for (const auto &entry : m_children) {
        entry.second->gate.close();
        if (entry.second->phase == Phase::Running) beginStop(*entry.second);
    }
}

/// In order, but never beside a predecessor: one that was stopped (cancel, timeout) may take its time to end, and what
/// is run in its place must not meet it.
void ProcessSpawner::Impl::launchWaiting() {
    for (auto it = m_waiting.begin(); it != m_waiting.end() && !m_freeSlots.empty();) {
        const ChildPtr child = *it;
        if (!child->isAbandoned && (m_busyTasks.contains(child->spec.task) || m_busySeats.contains(child->spec.seat))) {
            ++it;
            continue;
        }
        it = m_waiting.erase(it);
        if (!child->isAbandoned) launch(child);
    }
}

void ProcessSpawner::Impl::launch(const ChildPtr &child) {
    const std::uint32_t slot = m_freeSlots.back();
    child->serial = ++m_lastSerial;
    auto launched = launchProcess(child->spec, childMark(m_strays->marker(), child->serial),
                                  m_registry ? &*m_registry : nullptr, slot);
    if (!launched) {
        if (m_registry) m_registry->leave(slot);
        const auto &[code, stage] = launched.error();
        finish(child, notStarted(code, fmt::format("could not {}: {}", stage, std::strerror(code))));
        return;
    }
    m_freeSlots.pop_back();
    child->slot = slot;
    child->process = std::move(*launched);
    if (m_registry) m_registry->enter(slot, child->process.pid);
    child->phase = Phase::Running;
    m_children.emplace(child->serial, child);
    if (child->spec.task != 0) m_busyTasks.insert(child->spec.task);
    if (child->spec.seat != 0) m_busySeats.insert(child->spec.seat);
    m_alive = static_cast<std::uint32_t>(m_children.size());
    watch(*child, child->process.exit, Source::Exit, EPOLLIN);
    watch(*child, child->process.output, Source::Output, EPOLLIN);
    watch(*child, child->process.errorOutput, Source::ErrorOutput, EPOLLIN);
    writeInput(*child);
    if (child->process.input) watch(*child, child->process.input, Source::Input, EPOLLOUT);
}

void ProcessSpawner::Impl::watch(const Child &child, const FileHandle &file, Source source,
                                 std::uint32_t events) const {
    epoll_event event = {};
    event.events = events;
    event.data.u64 = (child.serial << kSourceBits) | static_cast<std::uint64_t>(source);
    ::epoll_ctl(m_events.get(), EPOLL_CTL_ADD, file.get(), &event);
}

void ProcessSpawner::Impl::handle(const epoll_event &event) {
    const auto source = static_cast<Source>(event.data.u64 & ((1U << kSourceBits) - 1));
    if (source == Source::Wake) {
        std::uint64_t count = 0;
        [[maybe_unused]] const ssize_t got = ::read(m_wake.get(), &count, sizeof count);
        return;
    }
    const auto it = m_children.find(event.data.u64 >> kSourceBits);
    if (it == m_children.end()) return; // Ended by an earlier event of the same round.
    const ChildPtr child = it->second;
    switch (source) {
    case Source::Wake: break;
    case Source::Exit: onExit(child); return;
    case Source::Input: writeInput(*child); return;
    case Source::Output: readOutput(*child, child->process.output, false); break;
    case Source::ErrorOutput: readOutput(*child, child->process.errorOutput, true); break;
    }
    const bool areClosed = !child->process.output && !child->process.errorOutput;
    if (child->phase == Phase::Lingering && areClosed) conclude(child);
}

/// Closing a watched file takes it out of epoll: nobody else has a copy of our end.
void ProcessSpawner::Impl::writeInput(Child &child) {
    const std::string &input = child.spec.input;
    while (child.inputSent < input.size()) {
        const ssize_t sent =
            ::write(child.process.input.get(), input.data() + child.inputSent, input.size() - child.inputSent);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && errno == EAGAIN) return;
        if (sent < 0) break; // It does not want to read: its own business.
        child.inputSent += static_cast<std::size_t>(sent);
    }
    child.process.input.reset();
    child.spec.input = {};
}

/// One buffer at a time, so that a child that floods its output does not starve the others.
void ProcessSpawner::Impl::readOutput(Child &child, FileHandle &file, bool isError) {
    const ssize_t got = ::read(file.get(), m_buffer.data(), m_buffer.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (got <= 0) {
        file.reset();
        return;
    }
    const Lock lock(child.mutex);
    (isError ? child.errorOutput : child.output).append({m_buffer.data(), static_cast<std::size_t>(got)});
}

void ProcessSpawner::Impl::beginStop(Child &child) {
    child.phase = Phase::Stopping;
    child.deadline = std::chrono::steady_clock::now() + m_options.killAfter;
    ::kill(-child.process.pid, SIGTERM);
    ::kill(-child.process.pid, SIGCONT); // A stopped one could not hear the first.
    child.process.input.reset();
    m_hasStopped = true;
}

void ProcessSpawner::Impl::onExit(const ChildPtr &child) {
    // Level-triggered, and not reaped yet: it would report for ever.
    ::epoll_ctl(m_events.get(), EPOLL_CTL_DEL, child->process.exit.get(), nullptr);
    // While stopping, what is left of the group keeps the rest of its time.
    if (child->phase != Phase::Stopping) child->deadline = std::chrono::steady_clock::now() + m_options.lingerFor;
    child->phase = Phase::Lingering;
    child->process.input.reset();
    if (!child->process.output && !child->process.errorOutput) conclude(child);
}

void ProcessSpawner::Impl::onDeadlines() {
    const SteadyTime now = std::chrono::steady_clock::now();
    std::vector<ChildPtr> due;
    for (const auto &entry : m_children)
        if (entry.second->deadline <= now) due.push_back(entry.second);
    for (const ChildPtr &child : due) {
        child->deadline = kNoDeadline;
        if (child->phase == Phase::Lingering) {
            conclude(child);
        } else {
            ::kill(-child->process.pid, SIGKILL);
            child->phase = Phase::Killed;
        }
    }
}

void ProcessSpawner::Impl::conclude(const ChildPtr &child) {
    // What it left behind in its group ends with it. The zombie still holds the group's number: no stranger is hit.
    ::kill(-child->process.pid, SIGKILL);
    // What was written before that and fits the pipe; a daemon that holds the pipe open must not keep us here.
    for (std::size_t rounds = 0; rounds < 16 && child->process.output; ++rounds)
        readOutput(*child, child->process.output, false);
    for (std::size_t rounds = 0; rounds < 16 && child->process.errorOutput; ++rounds)
        readOutput(*child, child->process.errorOutput, true);
    ProcessEnd end = reap(child->process);
    if (m_registry) m_registry->leave(child->slot);
    m_freeSlots.push_back(child->slot);
    child->process = {};
    m_children.erase(child->serial);
    m_busyTasks.erase(child->spec.task);
    m_busySeats.erase(child->spec.seat);
    m_alive = static_cast<std::uint32_t>(m_children.size());
    m_strays->childEnded();
    finish(child, std::move(end));
}

/// What left the group of a child that is being stopped may tidy up as well.
void ProcessSpawner::Impl::stopStrays() {
    if (!std::exchange(m_hasStopped, false)) return;
    for (const MarkedProcess &process : markedProcesses(m_strays->marker())) {
        const auto it = m_children.find(process.serial);
        if (it == m_children.end() || it->second->phase != Phase::Stopping) continue;
        if (process.group == it->second->process.pid) continue; // It was told with its group.
        signalMarked(process, m_strays->marker(), SIGTERM);
        signalMarked(process, m_strays->marker(), SIGCONT);
    }
}

void ProcessSpawner::Impl::finish(const ChildPtr &child, ProcessEnd end) {
    {
        const Lock lock(child->mutex);
        end.output = child->output.text();
        end.errorOutput = child->errorOutput.text();
        end.outputBytes = child->output.bytes() + child->errorOutput.bytes();
    }
    child->gate.pass([&] { child->onEnd(std::move(end)); });
    child->gate.close(); // Called once, and what the callback holds is not needed any more.
}

ProcessSpawner::ProcessSpawner(ProcessSpawnerOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) {}

ProcessSpawner::~ProcessSpawner() = default;

std::unique_ptr<RunningTask> ProcessSpawner::start(ProcessSpec spec, OnEnd onEnd) {
    class Handle final : public RunningTask {
    public:
        Handle(Impl &spawner, ChildPtr child) : m_spawner(spawner), m_child(std::move(child)) {}
        ~Handle() override { m_spawner.abandon(m_child); }
        Handle(const Handle &) = delete;
        Handle &operator=(const Handle &) = delete;

        void tail(std::string &output, std::string &errorOutput, std::uint64_t &bytes) const override {
            const Lock lock(m_child->mutex);
            output = m_child->output.text();
            errorOutput = m_child->errorOutput.text();
            bytes = m_child->output.bytes() + m_child->errorOutput.bytes();
        }

    private:
        Impl &m_spawner;
        ChildPtr m_child;
    };
    auto child = std::make_shared<Child>();
    child->spec = std::move(spec);
    child->onEnd = std::move(onEnd);
    m_impl->add(child);
    return std::make_unique<Handle>(*m_impl, std::move(child));
}

const SurvivorReport &ProcessSpawner::survivors() const noexcept {
    return m_impl->m_survivors;
}

const std::string &ProcessSpawner::registryProblem() const noexcept {
    return m_impl->m_registryProblem;
}

std::uint32_t ProcessSpawner::childrenAlive() const noexcept {
    return m_impl->m_alive;
}

} // namespace qd
