#include "app/quarterdeckd/options.h"

#include <CLI/CLI.hpp>

namespace qd::daemon {

ParsedOptions parseOptions(int argc, const char *const *argv) {
    ParsedOptions out;
    std::string dataFolder;
    std::string ledger;
    std::string port;
    CLI::App app{"The Quarterdeck engine without a window. qdctl and curl talk to it over HTTP on this machine."};
    app.name("quarterdeckd");
    app.set_version_flag("--version", std::string{"quarterdeckd "} + QD_VERSION);
    app.add_option("--config", out.options.config, "Settings file (TOML)");
    app.add_option("--set", out.options.flags, "Set one key, as in --set pool.workers=16; may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    app.add_option("--data-folder", dataFolder, "Where ledger, token and engine.json live");
    app.add_option("--ledger", ledger, "Ledger file, or the word memory (lost on exit)");
    app.add_option("--port", port, "Port of the HTTP door; 0 = any free one");
    app.add_flag("--print-settings", out.options.printSettings, "Print the settings in force as TOML and end");
    app.footer("Exit codes: 0 stopped in order, 1 failure, 2 flags or settings, 3 another engine holds the ledger.\n"
               "SIGTERM or SIGINT lets running tasks finish (shutdown.drain); a second one stops at once.");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        const int code = app.exit(error);
        out.exit = code == 0 ? ExitCode::Ok : ExitCode::Usage;
        return out;
    }
    // Named flags come last: they are the more deliberate ones.
    if (!dataFolder.empty()) out.options.flags.push_back("data_folder=" + dataFolder);
    if (ledger == "memory")
        out.options.flags.emplace_back("ledger.kind=memory");
    else if (!ledger.empty())
        out.options.flags.push_back("ledger.path=" + ledger);
    if (!port.empty()) out.options.flags.push_back("door.port=" + port);
    return out;
}

} // namespace qd::daemon
