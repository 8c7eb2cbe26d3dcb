#include "app/qdctl/engine_locator.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/qdctl/format.h"
#include "core/config/settings.h"

namespace qd::ctl {

namespace {

Settings settingsOf(const LocateOptions &options) {
    std::vector<std::string> flags;
    if (!options.dataFolder.empty()) flags.push_back("data_folder=" + options.dataFolder.string());
    SettingsLoad loaded = loadSettings({}, flags);
    // A mistake in the settings file is the engine's to report; here only the folder matters.
    if (!loaded.errors.empty()) {
        const char *folder = std::getenv("QD_DATA_FOLDER"); // NOLINT(concurrency-mt-unsafe): no threads yet
        loaded.settings = {};
        loaded.settings.dataFolder = options.dataFolder.empty() && folder != nullptr ? folder : options.dataFolder;
    }
    if (loaded.settings.dataFolder.empty()) loaded.settings.dataFolder = defaultDataFolder();
    return loaded.settings;
}

/// The engine takes its address away before it stops; its lock on the ledger it keeps to the end.
std::optional<Failure> stoppingEngine(const std::string &ledger) {
    const int file = open((ledger + ".lock").c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    const bool isHeld = flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    close(file); // lets go of the lock as well
    if (!isHeld) return std::nullopt;
    std::ifstream stream(ledger + ".lock");
    std::string pid;
    std::string program;
    std::getline(stream, pid);
    std::getline(stream, program);
    return Failure{Exit::NoEngine,
                   Error{ErrorCode::Unavailable,
                         fmt::format("The engine is stopping, or just starting: {} (pid {}) holds {} and does not "
                                     "answer. Running tasks may finish first; try again in a moment.",
                                     program.empty() ? "a program" : printable(program), printable(pid), ledger)}};
}

std::unexpected<Failure> noEngine(const std::string &ledger) {
    if (auto stopping = stoppingEngine(ledger)) return std::unexpected(*std::move(stopping));
    return failWith(
        Exit::NoEngine, ErrorCode::Unavailable,
        fmt::format("No engine is running for {}. Start the window (packaging/run.sh) or quarterdeckd.", ledger));
}

bool isAlive(long pid) {
    return pid > 0 && (kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM);
}

std::optional<std::string> firstLine(const std::filesystem::path &file) {
    std::ifstream stream(file);
    std::string line;
    if (!std::getline(stream, line)) return std::nullopt;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    return line;
}

Answer<std::string> readToken(const LocateOptions &options, const std::filesystem::path &announced) {
    if (!options.token.empty()) return options.token;
    const std::filesystem::path file = options.tokenFile.empty() ? announced : options.tokenFile;
    if (file.empty()) return usage("--url needs a token as well: --token-file FILE (or --token).");
    if (auto token = firstLine(file); token && !token->empty()) return *std::move(token);
    return failWith(Exit::Usage, ErrorCode::Denied,
                    fmt::format("The token file {} cannot be read. It belongs to the user who started the engine; "
                                "give another one with --token-file.",
                                file.string()));
}

} // namespace

std::filesystem::path ledgerOf(const LocateOptions &options) {
    const Settings settings = settingsOf(options);
    return settings.ledger.path.empty() ? settings.dataFolder / "ledger.db" : ledgerPath(settings);
}

Answer<Endpoint> locateEngine(const LocateOptions &options) {
    Endpoint endpoint;
    std::filesystem::path tokenFile;
    if (!options.url.empty()) {
        endpoint.url = options.url;
    } else {
        const Settings settings = settingsOf(options);
        const std::string ledger = ledgerOf(options).string();
        const std::filesystem::path file = settings.dataFolder / "engine.json";
        std::ifstream stream(file);
        if (!stream) return noEngine(ledger);
        const auto json = nlohmann::json::parse(stream, nullptr, false);
        if (!json.is_object() || !json.value("url", nlohmann::json{}).is_string() ||
            !json.value("pid", nlohmann::json{}).is_number_integer())
            return failWith(
                Exit::NoEngine, ErrorCode::Corrupt,
                fmt::format("{} is damaged. Start the engine again, or name it with --url and --token-file.",
                            file.string()));
        const auto textOf = [&json](const char *key) {
            const auto it = json.find(key);
            return it != json.end() && it->is_string() ? it->get<std::string>() : std::string{};
        };
        endpoint.ledger = textOf("ledger").empty() ? ledger : textOf("ledger");
        // Left behind by an engine that was killed.
        if (!isAlive(json.at("pid").get<long>())) return noEngine(endpoint.ledger);
        endpoint.url = textOf("url");
        endpoint.program = textOf("program");
        tokenFile = textOf("token_file");
    }
    while (!endpoint.url.empty() && endpoint.url.back() == '/') endpoint.url.pop_back();
    auto token = readToken(options, tokenFile);
    if (!token) return std::unexpected(token.error());
    endpoint.token = *std::move(token);
    return endpoint;
}

} // namespace qd::ctl
