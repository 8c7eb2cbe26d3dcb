#pragma once
// engine.json in the data folder: how qdctl and a second window find the running engine.

#include <filesystem>
#include <optional>

#include "core/base/error.h"
#include "core/model/codec/json_codec.h"

namespace qd::http {

[[nodiscard]] std::filesystem::path engineAddressFile(const std::filesystem::path &dataFolder);
/// Mode 0600, under another name first: readers see the old or the new one.
[[nodiscard]] Result<void> writeEngineAddress(const std::filesystem::path &dataFolder, const EngineAddress &address);
/// NotFound when no engine has announced itself.
[[nodiscard]] Result<EngineAddress> readEngineAddress(const std::filesystem::path &dataFolder);
/// Removes the file if it still names this process: a successor's is left alone.
void removeEngineAddress(const std::filesystem::path &dataFolder);

} // namespace qd::http
