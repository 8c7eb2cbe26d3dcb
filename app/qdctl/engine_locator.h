#pragma once
// Which engine to talk to: the one named by flags, else the one that wrote <data folder>/engine.json.

#include <filesystem>
#include <string>

#include "app/qdctl/exit_code.h"

namespace qd::ctl {

struct LocateOptions {
    std::filesystem::path dataFolder; ///< Empty = the configured one (QD_DATA_FOLDER, settings file, default).
    std::string url;                  ///< "http://127.0.0.1:7070"; empty = look into engine.json.
    std::string token;
    std::filesystem::path tokenFile; ///< First line is the token; wins over the file that engine.json names.
};

struct Endpoint {
    std::string url; ///< Without a slash at the end.
    std::string token;
    std::string ledger;  ///< For messages; may be empty with --url.
    std::string program; ///< "quarterdeck" or "quarterdeckd"; may be empty.
};

/// The ledger that the settings name, whether an engine holds it or not.
[[nodiscard]] std::filesystem::path ledgerOf(const LocateOptions &options);
/// Checks that the process named by engine.json lives: a file left behind by a killed engine is no engine.
[[nodiscard]] Answer<Endpoint> locateEngine(const LocateOptions &options);

} // namespace qd::ctl
