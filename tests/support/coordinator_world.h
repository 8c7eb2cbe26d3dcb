#pragma once
// A seeded world around the coordinator for tests: hosts, a ledger and a clock that only exist as numbers. The same
// seed gives the same inputs; every output goes into one hash.

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/coordinator/coordinator.h"

namespace qd::test {

/// FNV-1a over whatever the coordinator says.
class OutputHash {
public:
    void number(std::uint64_t value) {
        for (int i = 0; i < 8; ++i) {
            m_value ^= (value >> (8 * i)) & 0xffU;
            m_value *= 0x100000001b3ULL;
        }
    }
    void text(std::string_view value) {
        number(value.size());
        for (const char c : value) {
            m_value ^= static_cast<unsigned char>(c);
            m_value *= 0x100000001b3ULL;
        }
    }
    [[nodiscard]] std::uint64_t value() const { return m_value; }

private:
    std::uint64_t m_value = 0xcbf29ce484222325ULL;
};

void hashOutputs(OutputHash &hash, const StepOutputs &out);

/// How often each transition was taken, over all seeds.
using Coverage = std::map<std::tuple<TaskState, TaskState, Reason>, std::uint64_t>;

class World {
public:
    explicit World(std::uint64_t seed);

    /// One step with random inputs.
    void step();
    [[nodiscard]] std::uint64_t hash() const { return m_hash.value(); }
    void addCoverage(Coverage &coverage) const;
    /// Nothing accepted is missing: every task that was committed is known, in a state that the counts confirm.
    [[nodiscard]] std::string problem() const;
    [[nodiscard]] std::size_t accepted() const { return m_rows.size(); }

private:
    struct Stored {
        TaskRecord record;
        std::string key;
    };
    struct FakeWorker {
        std::uint64_t boot = 0;
        bool alive = true; ///< Answers heartbeats.
        std::vector<Dispatch> held;
        std::map<std::uint64_t, std::string> types;
    };

    void act(StepInputs &in);
    void submit(StepInputs &in);
    void bulk(StepInputs &in);
    void overrides(StepInputs &in);
    void hostsReport(StepInputs &in);
    void take(StepOutputs &out);
    void commit(StepInputs &in);
    void store(const LedgerBatch &batch);
    void restart();
    [[nodiscard]] Ticket ticket() { return {m_rng.next() | 1U, m_rng.next()}; }
    [[nodiscard]] TaskId anyTask();

    CoordinatorConfig m_config;
    Rng m_rng;
    std::unique_ptr<Coordinator> m_coordinator;
    Now m_now;
    OutputHash m_hash;
    StepOutputs m_out;
    std::map<std::uint64_t, Stored> m_rows; ///< What is durable.
    std::map<std::uint64_t, Override> m_leases;
    std::deque<std::unique_ptr<LedgerBatch>> m_uncommitted;
    std::map<std::uint32_t, FakeWorker> m_workers;
    std::vector<WorkerId> m_leaving;
    std::uint64_t m_nextSequence = 1;
    std::uint64_t m_nextBoot = 1;
    int m_stalledFor = 0;
    bool m_restarted = false; ///< What recovery decided is written by the next step.
    std::string m_problem;
    Coverage m_ended; ///< Of coordinators that were restarted.
};

} // namespace qd::test
