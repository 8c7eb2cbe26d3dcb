#include "app/quarterdeckd/stop_signals.h"

#include <csignal>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/base/assert.h"

namespace qd::daemon {

namespace {

void raise(int fd) {
    const std::uint64_t one = 1;
    // Fails only when the counter is full: then it is raised already.
    [[maybe_unused]] const auto written = ::write(fd, &one, sizeof one);
}

void lower(int fd) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto size = ::read(fd, &count, sizeof count);
}

} // namespace

StopSignals::StopSignals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    QD_ASSERT(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
    std::signal(SIGPIPE, SIG_IGN);
    m_signals = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    m_drain = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    m_now = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    m_stopped = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    QD_ASSERT(m_signals >= 0 && m_drain >= 0 && m_now >= 0 && m_stopped >= 0);
}

StopSignals::~StopSignals() {
    for (const int fd : {m_signals, m_drain, m_now, m_stopped}) ::close(fd);
}

void StopSignals::request(StopMode mode) {
    raise(mode == StopMode::Now ? m_now : m_drain);
}
void StopSignals::announceStopped() {
    raise(m_stopped);
}

Wake StopSignals::wait(Duration patience, StopMode &mode) {
    pollfd fds[] = {{m_stopped, POLLIN, 0}, {m_now, POLLIN, 0}, {m_drain, POLLIN, 0}, {m_signals, POLLIN, 0}};
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(patience).count();
    if (::poll(fds, std::size(fds), static_cast<int>(ms < 0 ? 0 : ms)) <= 0) return Wake::Timeout;
    if (fds[0].revents != 0) return Wake::Stopped;
    if (fds[1].revents != 0 || fds[2].revents != 0) {
        mode = fds[1].revents != 0 ? StopMode::Now : StopMode::Drain;
        lower(fds[1].revents != 0 ? m_now : m_drain);
        return Wake::Request;
    }
    // One signal per read: two that arrived together are a first and a second one.
    signalfd_siginfo info{};
    return ::read(m_signals, &info, sizeof info) == sizeof info ? Wake::Signal : Wake::Timeout;
}

} // namespace qd::daemon
