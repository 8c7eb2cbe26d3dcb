#include "core/model/snapshot.h"

namespace qd {

namespace {

constexpr std::array<ColumnSchema, kWorkerColumns> kWorkerSchema = {{
    {"id", ColumnType::Integer, ""},
    {"lifecycle", ColumnType::Lifecycle, ""},
    {"slots", ColumnType::Integer, "slots"},
    {"busy", ColumnType::Integer, "slots"},
    {"paused", ColumnType::Flag, ""},
    {"completed", ColumnType::Integer, "tasks"},
    {"failed", ColumnType::Integer, "tasks"},
    {"lease_lost", ColumnType::Integer, "tasks"},
    {"heartbeat_at", ColumnType::Boot, ""},
    {"current_task", ColumnType::Integer, ""},
    {"current_since", ColumnType::Boot, ""},
    {"run_time_total", ColumnType::Span, "ns"},
    {"started_at", ColumnType::Wall, ""},
    {"process_id", ColumnType::Integer, ""},
    {"label", ColumnType::Text, ""},
    {"version", ColumnType::Text, ""},
    {"process_cpu", ColumnType::Integer, "thousandths of a core"},
    {"process_memory", ColumnType::Integer, "bytes"},
}};

constexpr std::array<ColumnSchema, kQueueColumns> kQueueSchema = {{
    {"name", ColumnType::Text, ""},
    {"queued", ColumnType::Integer, "tasks"},
    {"running", ColumnType::Integer, "tasks"},
    {"scheduled", ColumnType::Integer, "tasks"},
    {"retrying", ColumnType::Integer, "tasks"},
    {"oldest_at", ColumnType::Wall, ""},
    {"paused", ColumnType::Flag, ""},
    {"submitted", ColumnType::Integer, "tasks"},
    {"completed", ColumnType::Integer, "tasks"},
    {"failed", ColumnType::Integer, "tasks"},
    {"held", ColumnType::Flag, ""},
    {"lane_1", ColumnType::Integer, "tasks"},
    {"lane_2", ColumnType::Integer, "tasks"},
    {"lane_3", ColumnType::Integer, "tasks"},
    {"lane_4", ColumnType::Integer, "tasks"},
    {"lane_5", ColumnType::Integer, "tasks"},
    {"lane_6", ColumnType::Integer, "tasks"},
    {"lane_7", ColumnType::Integer, "tasks"},
    {"lane_8", ColumnType::Integer, "tasks"},
    {"lane_9", ColumnType::Integer, "tasks"},
    {"lane_10", ColumnType::Integer, "tasks"},
}};

} // namespace

std::span<const ColumnSchema> workerSchema() noexcept {
    return kWorkerSchema;
}
std::span<const ColumnSchema> queueSchema() noexcept {
    return kQueueSchema;
}

std::string_view toText(WorkerLifecycle state) noexcept {
    switch (state) {
    case WorkerLifecycle::Starting: return "starting";
    case WorkerLifecycle::Live: return "live";
    case WorkerLifecycle::Draining: return "draining";
    case WorkerLifecycle::Lost: return "lost";
    case WorkerLifecycle::Gone: return "gone";
    }
    return "gone";
}

std::string_view toText(EnginePhase phase) noexcept {
    switch (phase) {
    case EnginePhase::Starting: return "starting";
    case EnginePhase::Recovering: return "recovering";
    case EnginePhase::Running: return "running";
    case EnginePhase::Draining: return "draining";
    case EnginePhase::Drained: return "drained";
    case EnginePhase::Stopping: return "stopping";
    case EnginePhase::Stopped: return "stopped";
    case EnginePhase::Failed: return "failed";
    }
    return "failed";
}

} // namespace qd
