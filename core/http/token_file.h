#pragma once
// The admin token: made at the first start, readable by its owner only, never printed.

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace qd::http {

/// Reads the token, or makes one (32 random bytes as hex, mode 0600) when there is no file. Denied when others may
/// read the file or it belongs to somebody else; Corrupt when it holds no token.
[[nodiscard]] Result<std::string> loadOrMakeToken(const std::filesystem::path &file);

/// "Bearer <token>"? Takes the same time wherever the first difference is.
[[nodiscard]] bool isBearer(std::string_view authorization, std::string_view token) noexcept;

} // namespace qd::http
