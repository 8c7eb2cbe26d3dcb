// Builds the engine's parts from the settings, in the order in which they need each other.

#include <cerrno>

#include <fmt/format.h>

#include "core/engine/live_engine.h"
#include "core/ledger/memory_ledger.h"
#include "core/ledger/sqlite_ledger.h"
#include "core/transport/memory_transport.h"
#include "core/workers/handlers/command_handler.h"
#include "core/workers/handlers/http_handler.h"
#include "core/workers/worker_pool.h"

namespace qd {

namespace {

Result<void> openSqlite(const Settings &settings, EngineParts &parts) {
    SqliteLedgerOptions options;
    options.path = ledgerPath(settings);
    options.keepRows = settings.ledger.keepRows;
    options.keepFor = settings.ledger.keepFor;
    options.walBytesMax = settings.ledger.walBytesMax;
    options.program = program_invocation_short_name;
    auto opened = openSqliteLedger(options);
    if (!opened) return std::unexpected(opened.error());
    SqliteLedger *ledger = opened->get();
    parts.backup = [ledger](const std::string &path) -> Result<std::string> {
        auto bytes = ledger->backup(path, [] { return false; });
        if (!bytes) return std::unexpected(bytes.error());
        return fmt::format("Copied the ledger to {} ({} bytes)", path, *bytes);
    };
    parts.check = [ledger]() -> Result<std::string> {
        auto found = ledger->check([] { return false; });
        if (!found) return std::unexpected(found.error());
        if (found->problems.empty())
            return fmt::format("The ledger is sound: {} rows, {} of them final", found->rows, found->finalRows);
        std::string text = fmt::format("{} problems in {} rows:", found->problems.size(), found->rows);
        for (const std::string &problem : found->problems) text += "\n  " + problem;
        return fail(ErrorCode::Corrupt, text);
    };
    parts.ledger = std::move(*opened);
    return {};
}

Result<void> openLedger(const Settings &settings, EngineParts &parts) {
    switch (settings.ledger.kind) {
    case LedgerKind::Memory: {
        auto opened = openMemoryLedger({.keepRows = settings.ledger.keepRows,
                                        .keepFor = settings.ledger.keepFor,
                                        .keepBytes = 1ULL << 30,
                                        .id = {}});
        if (!opened) return std::unexpected(opened.error());
        parts.ledger = std::move(*opened);
        return {};
    }
    case LedgerKind::Sqlite: return openSqlite(settings, parts);
    }
    return fail(ErrorCode::Internal, "Unknown kind of ledger");
}

WorkerPoolOptions poolOptions(const Settings &settings, LedgerId ledger) {
    WorkerPoolOptions options;
    options.ledger = ledger;
    options.slotCount = static_cast<std::uint16_t>(settings.pool.slotCount);
    options.threads = settings.pool.threads;
    options.lease = settings.lease.length;
    options.heartbeat = settings.lease.heartbeat;
    options.version = QD_VERSION;
    return options;
}

/// Beside the ledger, whose lock keeps other engines away; one without a file has only its data folder.
std::filesystem::path childrenFile(const Settings &settings) {
    if (settings.ledger.kind == LedgerKind::Memory) return settings.dataFolder / "children";
    std::filesystem::path file = ledgerPath(settings);
    file += ".children";
    return file;
}

} // namespace

Result<std::unique_ptr<Engine>> makeEngine(const Settings &settings, std::shared_ptr<HandlerTable> handlers) {
    EngineParts parts;
    parts.settings = settings;
    if (parts.settings.dataFolder.empty()) parts.settings.dataFolder = defaultDataFolder();
    std::error_code error;
    std::filesystem::create_directories(parts.settings.dataFolder, error);
    if (error)
        return fail(ErrorCode::Io, fmt::format("Cannot make the data folder {}: {}. Choose another with --data-folder",
                                               parts.settings.dataFolder.string(), error.message()));
    // The ledger first: whoever does not get it must not touch anything else, such as another engine's children.
    if (auto opened = openLedger(parts.settings, parts); !opened) return std::unexpected(opened.error());

    parts.handlers = handlers ? std::move(handlers) : std::make_shared<HandlerTable>();
    parts.commands = std::make_shared<CommandHandler>(CommandHandlerOptions{
        .allow = settings.command.allow,
        .environment = settings.command.environment,
        .folder = settings.command.folder.empty() ? parts.settings.dataFolder : settings.command.folder,
        .parallel = settings.command.parallel,
        .killAfter = std::chrono::seconds{2},
        .childrenFile = childrenFile(parts.settings)});
    parts.handlers->add("command", parts.commands);
    parts.handlers->add(
        "http", std::make_shared<HttpHandler>(HttpHandlerOptions{.connections = settings.http.connections,
                                                                 .responseBytesMax = settings.http.responseBytesMax,
                                                                 .caFile = settings.http.caFile}));
    parts.transport = std::make_unique<MemoryTransport>();
    parts.pool = std::make_unique<WorkerPool>(poolOptions(parts.settings, parts.ledger->id()), parts.handlers,
                                              parts.transport->hostEnd());
    return std::make_unique<LiveEngine>(std::move(parts));
}

} // namespace qd
