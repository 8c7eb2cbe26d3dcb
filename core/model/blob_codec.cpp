#include "core/model/blob_codec.h"

#include <optional>

namespace qd {

namespace {

constexpr std::uint64_t kVersion = 1;

class Writer {
public:
    void number(std::uint64_t value) { // LEB128
        while (value >= 0x80) {
            m_out += static_cast<char>((value & 0x7f) | 0x80);
            value >>= 7;
        }
        m_out += static_cast<char>(value);
    }
    void integer(std::int64_t value) { // zig-zag, so that small negative numbers stay small
        number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void text(std::string_view value) {
        number(value.size());
        m_out += value;
    }
    [[nodiscard]] std::string take() { return std::move(m_out); }

private:
    std::string m_out;
};

/// Reads until something is wrong; then every read gives zero and ok() is false.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_bytes.empty()) break;
            const auto byte = static_cast<unsigned char>(m_bytes.front());
            m_bytes.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
            if ((byte & 0x80U) == 0) return value;
        }
        m_ok = false;
        return 0;
    }
    std::int64_t integer() {
        const std::uint64_t value = number();
        return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }
    std::string text() {
        const std::uint64_t size = number();
        if (!m_ok || size > m_bytes.size()) {
            m_ok = false;
            return {};
        }
        std::string out{m_bytes.substr(0, size)};
        m_bytes.remove_prefix(size);
        return out;
    }
    /// How many elements follow; each takes at least one byte, so a damaged count cannot ask for more memory.
    std::size_t count() {
        const std::uint64_t value = number();
        if (value > m_bytes.size()) m_ok = false;
        return m_ok ? static_cast<std::size_t>(value) : 0;
    }
    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return m_ok && m_bytes.empty(); }

private:
    std::string_view m_bytes;
    bool m_ok = true;
};

std::optional<Error> checkVersion(Reader &reader, std::string_view what) {
    const std::uint64_t version = reader.number();
    if (!reader.ok()) return Error{ErrorCode::Corrupt, std::string{what} + " is damaged"};
    if (version != kVersion)
        return Error{ErrorCode::Unsupported, std::string{what} + " has version " + std::to_string(version) +
                                                 "; this program reads version " + std::to_string(kVersion)};
    return std::nullopt;
}

} // namespace

std::string encodeExtras(const TaskExtras &extras) {
    Writer out;
    out.number(kVersion);
    out.text(extras.tenant);
    out.text(extras.workflowRun);
    out.text(extras.idempotencyKey);
    out.text(extras.traceparent);
    out.text(extras.concurrencyKey);
    out.number(extras.tags.size());
    for (const auto &tag : extras.tags) out.text(tag);
    out.number(extras.dependencies.size());
    for (const auto &dependency : extras.dependencies) out.text(dependency);
    out.number(extras.parents.size());
    for (const ParentEdge &edge : extras.parents) {
        out.number(edge.parent.value);
        out.number(static_cast<std::uint64_t>(edge.onFailure));
    }
    return out.take();
}

Result<TaskExtras> decodeExtras(std::string_view bytes) {
    Reader in{bytes};
    if (auto error = checkVersion(in, "The task's extras")) return std::unexpected(*error);
    TaskExtras out;
    out.tenant = in.text();
    out.workflowRun = in.text();
    out.idempotencyKey = in.text();
    out.traceparent = in.text();
    out.concurrencyKey = in.text();
    for (std::size_t n = in.count(); n > 0; --n) out.tags.push_back(in.text());
    for (std::size_t n = in.count(); n > 0; --n) out.dependencies.push_back(in.text());
    for (std::size_t n = in.count(); n > 0; --n) {
        ParentEdge edge;
        edge.parent.value = in.number();
        const std::uint64_t rule = in.number();
        if (rule > static_cast<std::uint64_t>(OnParentFailure::Run))
            return fail(ErrorCode::Corrupt, "The task's parent edges are damaged");
        edge.onFailure = static_cast<OnParentFailure>(rule);
        out.parents.push_back(edge);
    }
    if (!in.atEnd()) return fail(ErrorCode::Corrupt, "The task's extras are damaged");
    return out;
}

std::string encodeHistory(const History &history) {
    Writer out;
    out.number(kVersion);
    out.number(history.dropped);
    out.number(history.attempts.size());
    for (const AttemptRecord &attempt : history.attempts) {
        out.number(attempt.epoch);
        out.number(attempt.worker.value);
        out.integer(attempt.startedAt.time_since_epoch().count());
        out.integer(attempt.finishedAt.time_since_epoch().count());
        out.number(static_cast<std::uint64_t>(attempt.reason));
        out.integer(attempt.exitCode);
        out.text(attempt.error);
    }
    return out.take();
}

Result<History> decodeHistory(std::string_view bytes) {
    History out;
    if (bytes.empty()) return out;
    Reader in{bytes};
    if (auto error = checkVersion(in, "The task's history")) return std::unexpected(*error);
    out.dropped = static_cast<std::uint32_t>(in.number());
    for (std::size_t n = in.count(); n > 0; --n) {
        AttemptRecord attempt;
        attempt.epoch = static_cast<std::uint32_t>(in.number());
        attempt.worker.value = static_cast<std::uint32_t>(in.number());
        attempt.startedAt = WallTime{std::chrono::microseconds{in.integer()}};
        attempt.finishedAt = WallTime{std::chrono::microseconds{in.integer()}};
        const std::uint64_t reason = in.number();
        if (reason >= kReasons) return fail(ErrorCode::Corrupt, "The task's history is damaged");
        attempt.reason = static_cast<Reason>(reason);
        attempt.exitCode = static_cast<std::int32_t>(in.integer());
        attempt.error = in.text();
        out.attempts.push_back(std::move(attempt));
    }
    if (!in.atEnd()) return fail(ErrorCode::Corrupt, "The task's history is damaged");
    return out;
}

std::string encodeOutcome(const Outcome &outcome) {
    Writer out;
    out.number(kVersion);
    out.number(outcome.ok ? 1 : 0);
    out.number(static_cast<std::uint64_t>(outcome.error.code));
    out.text(outcome.error.detail);
    out.number(outcome.affected);
    out.number(outcome.duplicates);
    out.number(outcome.refused);
    out.number(outcome.tasks.size());
    for (const TaskIdRange &range : outcome.tasks) {
        out.number(range.first.value);
        out.number(range.count);
    }
    out.number(outcome.refusals.size());
    for (const Refusal &refusal : outcome.refusals) {
        out.number(refusal.index);
        out.number(refusal.task.value);
        out.number(static_cast<std::uint64_t>(refusal.error.code));
        out.text(refusal.error.detail);
    }
    out.number(outcome.overrides.size());
    for (const OverrideId id : outcome.overrides) out.number(id.value);
    return out.take();
}

Result<Outcome> decodeOutcome(std::string_view bytes) {
    Reader in{bytes};
    if (auto error = checkVersion(in, "The command's outcome")) return std::unexpected(*error);
    const auto code = [&in] {
        const std::uint64_t value = in.number();
        return value <= static_cast<std::uint64_t>(ErrorCode::Internal) ? static_cast<ErrorCode>(value)
                                                                        : ErrorCode::Internal;
    };
    Outcome out;
    out.ok = in.number() != 0;
    out.error.code = code();
    out.error.detail = in.text();
    out.affected = in.number();
    out.duplicates = in.number();
    out.refused = in.number();
    for (std::size_t n = in.count(); n > 0; --n) {
        TaskIdRange range;
        range.first.value = in.number();
        range.count = static_cast<std::uint32_t>(in.number());
        out.tasks.push_back(range);
    }
    for (std::size_t n = in.count(); n > 0; --n) {
        Refusal refusal;
        refusal.index = static_cast<std::uint32_t>(in.number());
        refusal.task.value = in.number();
        refusal.error.code = code();
        refusal.error.detail = in.text();
        out.refusals.push_back(std::move(refusal));
    }
    for (std::size_t n = in.count(); n > 0; --n) out.overrides.push_back(OverrideId{in.number()});
    if (!in.atEnd()) return fail(ErrorCode::Corrupt, "The command's outcome is damaged");
    return out;
}

} // namespace qd
