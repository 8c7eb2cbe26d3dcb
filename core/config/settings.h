#pragma once
// Typed settings: defaults < TOML file < environment (QD_*) < flags. Every key is described once, in the table
// behind settingKeys(); parsing, validation, `--help`, the Settings page and the example file all read that table.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/time.h"

namespace qd {

enum class Profile : std::uint8_t { Development, Staging, Production, Test };
enum class LedgerKind : std::uint8_t { Memory, Sqlite };

enum class SettingSource : std::uint8_t { Default, File, Environment, Flag };

struct Settings {
    Profile profile = Profile::Development; // key "profile"

    struct LedgerSettings {
        LedgerKind kind = LedgerKind::Sqlite;          // ledger.kind = "memory" | "sqlite"
        std::filesystem::path path;                    // ledger.path; empty = <data folder>/ledger.db
        std::uint64_t keepRows = 1'000'000;            // ledger.keep_rows: final rows kept, 1 000 .. 100 000 000
        Duration keepFor = std::chrono::hours{7 * 24}; // ledger.keep_for, 1 min .. 3650 d
        std::uint64_t walBytesMax = 256ULL << 20;      // ledger.wal_max_mb, 16 .. 4096 MB
    } ledger;

    struct PoolSettings {
        std::uint32_t workers = 8;   // pool.workers: 1 .. 10 000
        std::uint32_t slotCount = 1; // pool.slots: per worker, 1 .. 1024
        std::uint32_t threads = 0;   // pool.threads: for registered functions and burning work; 0 = cores
    } pool;

    struct TaskSettings {
        std::uint16_t attempts = 3;                          // tasks.attempts: 1 .. 100
        std::uint16_t deliveries = 3;                        // tasks.deliveries: lost ones before poison, 1 .. 1000
        Duration timeout = std::chrono::minutes{10};         // tasks.timeout: 10 ms .. 7 d
        Duration retryBase = std::chrono::milliseconds{500}; // tasks.retry_base: 1 ms .. 1 h
        Duration retryCap = std::chrono::seconds{30};        // tasks.retry_cap: 1 ms .. 24 h
        double retryMultiplier = 2.0;                        // tasks.retry_multiplier: 1 .. 10
        Duration keyWindow = std::chrono::hours{24};         // tasks.key_window: idempotency keys, 1 s .. 30 d
    } tasks;

    struct LeaseSettings {
        Duration length = std::chrono::seconds{10};   // lease.length: 500 ms .. 10 min
        Duration heartbeat = std::chrono::seconds{3}; // lease.heartbeat: 100 ms .. 1 min, at most a third of length
        Duration sweep = std::chrono::seconds{1};     // lease.sweep: 50 ms .. 30 s
    } lease;

    struct LimitSettings {
        std::uint32_t inbox = 4096;              // limits.inbox: commands waiting, 16 .. 1 000 000
        std::uint64_t tasks = 5'000'000;         // limits.tasks: unfinished ones in memory
        std::uint64_t payloadBytes = 2ULL << 30; // limits.payload_mb: of unfinished tasks
        std::uint32_t events = 65'536;           // limits.events: ring
        std::uint32_t decisions = 65'536;        // limits.decisions: ring
        std::uint32_t dispatchSampling = 100;    // limits.dispatch_sampling: 1 of n dispatch decisions kept
    } limits;

    struct CommandSettings {
        std::vector<std::string> allow; // command.allow: names looked up in PATH, or full paths
        std::vector<std::string> environment = {"PATH", "HOME", "LANG", "TZ"}; // command.environment: names passed on
        std::filesystem::path folder; // command.folder: default working folder; empty = the data folder
        std::uint32_t parallel = 64;  // command.parallel: child processes at once, 1 .. 4096
    } command;

    struct HttpSettings {
        std::uint32_t connections = 64;              // http.connections: at once, 1 .. 4096
        std::uint64_t responseBytesMax = 1ULL << 20; // http.response_max_kb: read at most, then an error
        std::filesystem::path caFile;                // http.ca_file: empty = the system's
    } http;

    struct DoorSettings {
        bool enabled = true;               // door.enabled
        std::string address = "127.0.0.1"; // door.address: loopback only until TLS and roles exist
        std::uint16_t port = 7070;       // door.port: 0 = any free one; if taken, the next free one is used and printed
        std::filesystem::path tokenFile; // door.token_file: empty = <data folder>/admin.token (0600)
    } door;

    struct ShutdownSettings {
        Duration drain = std::chrono::seconds{25}; // shutdown.drain
        Duration total = std::chrono::seconds{40}; // shutdown.total
    } shutdown;

    struct LogSettings {
        std::string level = "info"; // log.level: debug | info | warning | error
        bool json = false;          // log.json
    } log;

    std::filesystem::path dataFolder; // data_folder: empty = $XDG_DATA_HOME/quarterdeck or ~/.local/share/quarterdeck
    /// The file layer: where it came from, or is made when a setting is changed. Empty = these settings were not
    /// loaded.
    std::filesystem::path configFile;

    std::map<std::string, SettingSource, std::less<>> sources; // By key, filled by loadSettings; absent = default.
};

[[nodiscard]] std::string_view toText(SettingSource source) noexcept;
[[nodiscard]] std::string_view toText(Profile profile) noexcept;

/// One line of the Settings page.
struct SettingLine {
    std::string key;   ///< "lease.length"
    std::string value; ///< As it would be written in the file: 10s, 256, true, ["sh"]
    SettingSource source = SettingSource::Default;
    std::string range; ///< "500ms .. 10min"
    std::string help;  ///< One sentence.
};

/// A source of overrides: flags given as key=value, environment as given to main().
struct SettingInputs {
    std::filesystem::path file;           ///< Must exist when named; empty = the default place, which may be missing.
    std::vector<std::string> flags;       ///< "pool.workers=16"
    std::vector<std::string> environment; ///< "QD_POOL_WORKERS=16"; others are ignored, unknown QD_ names refused.
};

/// All errors at once, each with position (file:line:column, variable or flag), value and allowed range.
struct SettingsLoad {
    Settings settings;
    std::vector<SettingLine> lines;
    std::vector<std::string> errors; ///< When not empty, `settings` must not be used.
};
[[nodiscard]] SettingsLoad loadSettings(const SettingInputs &inputs);
/// As loadSettings for the running process: reads environ.
[[nodiscard]] SettingsLoad loadSettings(const std::filesystem::path &file, const std::vector<std::string> &flags);
/// The lines for settings that are already in force (sources as they were loaded).
[[nodiscard]] std::vector<SettingLine> describe(const Settings &settings);

/// Every key with its default, range and help.
[[nodiscard]] std::vector<SettingLine> settingKeys();
/// The settings as a file that loadSettings reads back: each key under its help; defaults are commented out.
[[nodiscard]] std::string settingsAsToml(const Settings &settings);

/// Sets one key in the settings file, keeping everything else in it (comments too). Makes file and folder.
[[nodiscard]] Result<void> writeSetting(const std::filesystem::path &file, std::string_view key,
                                        std::string_view value);

/// $HOME, else the home of the user in the password file.
[[nodiscard]] std::filesystem::path homeFolder();
[[nodiscard]] std::filesystem::path defaultDataFolder();
[[nodiscard]] std::filesystem::path dataFolder(const Settings &settings); ///< Never empty.
[[nodiscard]] std::filesystem::path defaultConfigFile();
[[nodiscard]] std::filesystem::path ledgerPath(const Settings &settings);
[[nodiscard]] std::filesystem::path tokenPath(const Settings &settings);

} // namespace qd
