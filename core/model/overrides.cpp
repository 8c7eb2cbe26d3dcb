#include "core/model/overrides.h"

namespace qd {

std::string_view toText(OverrideKind kind) noexcept {
    switch (kind) {
    case OverrideKind::PauseWorker: return "pause_worker";
    case OverrideKind::PauseQueue: return "pause_queue";
    case OverrideKind::PauseAll: return "pause_all";
    case OverrideKind::PoolSize: return "pool_size";
    }
    return "pause_all";
}

std::string inWords(const Override &lease) {
    switch (lease.kind) {
    case OverrideKind::PauseWorker: return "pause of worker " + lease.target;
    case OverrideKind::PauseQueue: return "pause of queue " + lease.target;
    case OverrideKind::PauseAll: return "pause of the whole engine";
    case OverrideKind::PoolSize: return lease.value == 0 ? "pool size" : "pool size of " + std::to_string(lease.value);
    }
    return {};
}

std::optional<OverrideKind> parseOverrideKind(std::string_view text) noexcept {
    for (std::size_t i = 0; i < kOverrideKinds; ++i)
        if (const auto kind = static_cast<OverrideKind>(i); toText(kind) == text) return kind;
    return std::nullopt;
}

} // namespace qd
