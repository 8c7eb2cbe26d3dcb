#pragma once
// A std::mutex that clang's thread-safety analysis understands: a mutex names what it guards.

#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define QD_THREAD_ATTRIBUTE(x) __attribute__((x))
#else
#define QD_THREAD_ATTRIBUTE(x)
#endif
#define QD_CAPABILITY(name) QD_THREAD_ATTRIBUTE(capability(name))
#define QD_SCOPED_CAPABILITY QD_THREAD_ATTRIBUTE(scoped_lockable)
#define QD_GUARDED_BY(mutex) QD_THREAD_ATTRIBUTE(guarded_by(mutex))
#define QD_REQUIRES(...) QD_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define QD_ACQUIRE(...) QD_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define QD_RELEASE(...) QD_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))
#define QD_EXCLUDES(...) QD_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))

namespace qd {

class QD_CAPABILITY("mutex") Mutex {
public:
    void lock() QD_ACQUIRE() { m_mutex.lock(); }
    void unlock() QD_RELEASE() { m_mutex.unlock(); }

private:
    friend class Lock;
    std::mutex m_mutex;
};

/// Holds a Mutex for a scope; condition variables wait through it.
class QD_SCOPED_CAPABILITY Lock {
public:
    explicit Lock(Mutex &mutex) QD_ACQUIRE(mutex) : m_lock(mutex.m_mutex) {}
    ~Lock() QD_RELEASE() = default;
    Lock(const Lock &) = delete;
    Lock &operator=(const Lock &) = delete;

    [[nodiscard]] std::unique_lock<std::mutex> &native() { return m_lock; }

private:
    std::unique_lock<std::mutex> m_lock;
};

} // namespace qd
