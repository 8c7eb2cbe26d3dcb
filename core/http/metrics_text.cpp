#include "core/http/metrics_text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace qd::http {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<std::pair<std::string, std::string>>;

class Families {
public:
    void begin(std::string_view name, std::string_view help, MetricType type) {
        m_families.push_back({std::string{name}, std::string{help}, type, {}});
    }
    ClientMetric &add(const Labels &labels) {
        ClientMetric metric;
        for (const auto &[name, value] : labels) metric.label.push_back({name, value});
        m_families.back().metric.push_back(std::move(metric));
        return m_families.back().metric.back();
    }
    void value(double value, const Labels &labels = {}) {
        ClientMetric &metric = add(labels);
        if (m_families.back().type == MetricType::Counter)
            metric.counter.value = value;
        else
            metric.gauge.value = value;
    }
    void one(std::string_view name, std::string_view help, MetricType type, std::uint64_t amount) {
        begin(name, help, type);
        value(static_cast<double>(amount));
    }
    void histogram(std::string_view name, std::string_view help, const Histogram &source) {
        begin(name, help, MetricType::Histogram);
        auto &out = add({}).histogram;
        out.sample_count = source.count();
        out.sample_sum = static_cast<double>(source.sumUs()) / 1e6;
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < Histogram::kBuckets; ++i) {
            below += source.buckets()[i];
            // One bucket per power of two: the eight between are for percentiles on screen.
            if (i % (1U << Histogram::kSubBits) != (1U << Histogram::kSubBits) - 1 || i + 1 == Histogram::kBuckets)
                continue;
            out.bucket.push_back({below, static_cast<double>(Histogram::upperEdgeUs(i)) / 1e6});
        }
        out.bucket.push_back({source.count(), std::numeric_limits<double>::infinity()});
    }
    [[nodiscard]] std::string text() const { return prometheus::TextSerializer{}.Serialize(m_families); }

private:
    std::vector<MetricFamily> m_families;
};

void addTasks(Families &out, const Totals &totals) {
    out.begin("qd_tasks", "Tasks by state.", MetricType::Gauge);
    for (std::size_t i = 0; i < kTaskStates; ++i)
        out.value(static_cast<double>(totals.byState[i]), {{"state", std::string{toText(static_cast<TaskState>(i))}}});
    const auto counter = [&out](std::string_view name, std::string_view help, std::uint64_t value) {
        out.one(name, help, MetricType::Counter, value);
    };
    counter("qd_tasks_submitted_total", "Tasks accepted.", totals.submitted);
    counter("qd_tasks_dispatched_total", "Tasks handed to workers.", totals.dispatched);
    counter("qd_tasks_completed_total", "Tasks completed.", totals.completed);
    counter("qd_tasks_failed_total", "Tasks gone to the dead letters.", totals.failed);
    counter("qd_tasks_cancelled_total", "Tasks cancelled.", totals.cancelled);
    counter("qd_tasks_retried_total", "Attempts that failed and were planned again.", totals.retried);
    counter("qd_leases_lost_total", "Leases lost.", totals.leasesLost);
    counter("qd_stale_refused_total", "Reports of an old epoch.", totals.staleRefused);
    counter("qd_commands_refused_total", "Commands refused.", totals.commandsRefused);
    out.histogram("qd_task_wait_seconds", "Ready until dispatched.", totals.waitTime);
    out.histogram("qd_task_run_seconds", "Run time of attempts.", totals.runTime);
}

void addQueues(Families &out, const Snapshot &snapshot) {
    constexpr std::array<std::pair<QueueColumn, std::string_view>, 4> kStates = {{{QueueColumn::Queued, "queued"},
                                                                                  {QueueColumn::Running, "running"},
                                                                                  {QueueColumn::Scheduled, "scheduled"},
                                                                                  {QueueColumn::Retrying, "retrying"}}};
    const std::size_t rows = std::min<std::size_t>(snapshot.queues.rows, kMetricQueuesMax);
    out.begin("qd_queue_tasks", "Tasks of a queue by state.", MetricType::Gauge);
    for (std::size_t row = 0; row < rows; ++row)
        for (const auto &[column, state] : kStates)
            out.value(static_cast<double>(snapshot.queues.queue(column, row)),
                      {{"queue", std::string{snapshot.text(snapshot.queues.queue(QueueColumn::Name, row))}},
                       {"state", std::string{state}}});
    out.one("qd_metric_queues_left_out", "Queues that these metrics do not list.", MetricType::Gauge,
            snapshot.queues.rows - rows);
}

void addWorkers(Families &out, const Snapshot &snapshot) {
    std::array<std::uint64_t, 5> byState{};
    std::uint64_t slots = 0;
    std::uint64_t busy = 0;
    for (std::size_t row = 0; row < snapshot.workers.rows; ++row) {
        const auto state = static_cast<std::size_t>(snapshot.workers.worker(WorkerColumn::Lifecycle, row));
        if (state < byState.size()) ++byState[state];
        slots += static_cast<std::uint64_t>(snapshot.workers.worker(WorkerColumn::Slots, row));
        busy += static_cast<std::uint64_t>(snapshot.workers.worker(WorkerColumn::Busy, row));
    }
    out.begin("qd_workers", "Workers by lifecycle.", MetricType::Gauge);
    for (std::size_t i = 0; i < byState.size(); ++i)
        out.value(static_cast<double>(byState[i]),
                  {{"lifecycle", std::string{toText(static_cast<WorkerLifecycle>(i))}}});
    out.one("qd_worker_slots", "Slots of all workers.", MetricType::Gauge, slots);
    out.one("qd_worker_slots_busy", "Slots in use.", MetricType::Gauge, busy);
}

void addLedger(Families &out, const LedgerStats &stats) {
    out.begin("qd_ledger_commit_seconds", "Duration of group commits.", MetricType::Gauge);
    out.value(static_cast<double>(stats.commitP50.count()) / 1e9, {{"quantile", "0.5"}});
    out.value(static_cast<double>(stats.commitP99.count()) / 1e9, {{"quantile", "0.99"}});
    out.one("qd_ledger_commits_total", "Transactions.", MetricType::Counter, stats.commits);
    out.one("qd_ledger_rows_written_total", "Rows written.", MetricType::Counter, stats.rowsWritten);
    out.one("qd_ledger_rows", "Rows kept.", MetricType::Gauge, stats.rows);
    out.one("qd_ledger_bytes", "Size of the ledger's file.", MetricType::Gauge, stats.bytes);
    out.one("qd_ledger_wal_bytes", "Size of the write-ahead log.", MetricType::Gauge, stats.walBytes);
    out.one("qd_ledger_stalled", "1 while the ledger cannot write.", MetricType::Gauge, stats.stalled ? 1 : 0);
}

void addDoor(Families &out, const ServerCounters &door) {
    out.one("qd_door_requests_total", "Requests read.", MetricType::Counter, door.requests);
    out.one("qd_door_requests_refused_total", "Requests refused before a handler saw them.", MetricType::Counter,
            door.requestsRefused);
    out.one("qd_door_connections_refused_total", "Connections over the limit.", MetricType::Counter,
            door.connectionsRefused);
    out.one("qd_door_timeouts_total", "Connections dropped at a deadline.", MetricType::Counter, door.timeouts);
    out.one("qd_door_connections", "Connections open.", MetricType::Gauge, door.open);
    out.one("qd_door_streams", "Event streams open.", MetricType::Gauge, door.streams);
}

} // namespace

std::string metricsText(const Snapshot &snapshot, const ServerCounters &door, std::string_view version) {
    Families out;
    out.begin("qd_info", "Version and phase of the engine.", MetricType::Gauge);
    out.value(1, {{"version", std::string{version}},
                  {"phase", std::string{toText(snapshot.phase)}},
                  {"ledger", snapshot.ledgerStats.kind}});
    addTasks(out, snapshot.totals);
    addQueues(out, snapshot);
    addWorkers(out, snapshot);
    addLedger(out, snapshot.ledgerStats);
    addDoor(out, door);
    return out.text();
}

} // namespace qd::http
