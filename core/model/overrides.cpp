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

std::optional<OverrideKind> parseOverrideKind(std::string_view text) noexcept {
    for (std::size_t i = 0; i < kOverrideKinds; ++i)
        if (const auto kind = static_cast<OverrideKind>(i); toText(kind) == text) return kind;
    return std::nullopt;
}

} // namespace qd
