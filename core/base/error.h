#pragma once
// Expected trouble is a value. Whoever calls must look at it; broken promises of our own code are QD_ASSERT instead.

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace qd {

/// Stable names, part of the outward API (JSON "code", qdctl exit texts). Append only.
enum class ErrorCode : std::uint8_t {
    Invalid,     ///< The input is wrong; the detail names field, value and allowed range.
    NotFound,    ///< No such object (or no longer kept).
    Conflict,    ///< The object's state does not allow it, or it changed since the caller looked.
    Unavailable, ///< Not now: ledger stalled, draining, stopped. Trying again later may work.
    Overloaded,  ///< A bound is reached; the detail names it.
    Denied,      ///< Not allowed: token, permission, allow-list.
    Unsupported, ///< Unknown kind or version.
    Corrupt,     ///< Stored data is damaged.
    Io,          ///< The system said no; the detail carries its words.
    Timeout,
    Cancelled,
    Internal,
};

[[nodiscard]] std::string_view toText(ErrorCode code) noexcept;

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string detail; ///< A sentence for the user: what, where, what to do.

    bool operator==(const Error &) const = default;
};

template <typename T> using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string detail) {
    return std::unexpected<Error>(Error{code, std::move(detail)});
}

} // namespace qd
