#pragma once
// Timers of one thread, thousands of them. A timer sits inside the thing that it wakes and knows its place in the
// heap, so that a task that ends early takes its timer with it instead of leaving it to rot.

#include <cstddef>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/time.h"

namespace qd {

constexpr std::size_t kNotInHeap = static_cast<std::size_t>(-1);

/// Must be cancelled before it is destroyed.
template <typename Owner> struct Timer {
    Owner *owner = nullptr;
    Instant due = kNever;
    std::size_t place = kNotInHeap;
};

/// A binary heap. Thread: one owner.
template <typename Owner> class TimerHeap {
public:
    /// Sets or moves the timer; kNever takes it out.
    void set(Timer<Owner> &timer, Instant due) {
        if (due == kNever) return cancel(timer);
        timer.due = due;
        if (timer.place == kNotInHeap) {
            timer.place = m_heap.size();
            m_heap.push_back(&timer);
        }
        settle(timer.place);
    }
    void cancel(Timer<Owner> &timer) {
        timer.due = kNever;
        const std::size_t hole = std::exchange(timer.place, kNotInHeap);
        if (hole == kNotInHeap) return;
        QD_ASSERT(hole < m_heap.size() && m_heap[hole] == &timer);
        Timer<Owner> *last = m_heap.back();
        m_heap.pop_back();
        if (last == &timer) return;
        put(hole, last);
        settle(hole);
    }
    /// Takes the earliest one out when it is due; null otherwise.
    [[nodiscard]] Owner *popDue(Instant now) {
        if (m_heap.empty() || m_heap.front()->due > now) return nullptr;
        Timer<Owner> &first = *m_heap.front();
        cancel(first);
        return first.owner;
    }
    [[nodiscard]] Instant next() const noexcept { return m_heap.empty() ? kNever : m_heap.front()->due; }
    [[nodiscard]] std::size_t size() const noexcept { return m_heap.size(); }

private:
    void put(std::size_t place, Timer<Owner> *timer) {
        m_heap[place] = timer;
        timer->place = place;
    }
    void settle(std::size_t place) {
        Timer<Owner> *timer = m_heap[place];
        while (place > 0 && timer->due < m_heap[(place - 1) / 2]->due) {
            put(place, m_heap[(place - 1) / 2]);
            place = (place - 1) / 2;
        }
        while (true) {
            std::size_t child = 2 * place + 1;
            if (child >= m_heap.size()) break;
            if (child + 1 < m_heap.size() && m_heap[child + 1]->due < m_heap[child]->due) ++child;
            if (m_heap[child]->due >= timer->due) break;
            put(place, m_heap[child]);
            place = child;
        }
        put(place, timer);
    }

    std::vector<Timer<Owner> *> m_heap;
};

} // namespace qd
