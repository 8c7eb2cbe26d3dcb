#pragma once
// The verbs, as functions over what the command line was parsed into. command_line.cpp is the only caller.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/qdctl/task_arguments.h"
#include "app/qdctl/verb_context.h"

namespace qd::ctl {

struct SubmitArguments {
    TaskArguments task;
    std::uint64_t count = 1;
    std::string file; ///< JSON lines; "-" = standard input.
    bool wait = false;
    std::string waitTimeout;
};
[[nodiscard]] Answer<Exit> submit(const VerbContext &context, const SubmitArguments &arguments);

struct ListArguments {
    TaskFilterArguments filter;
    std::string sort = "id";
    bool ascending = false;
    std::uint64_t offset = 0;
    std::uint32_t limit = 50;
};
[[nodiscard]] Answer<Exit> listTasks(const VerbContext &context, const ListArguments &arguments);
[[nodiscard]] Answer<Exit> showTask(const VerbContext &context, const std::string &id, bool follow);
[[nodiscard]] Answer<Exit> showWhy(const VerbContext &context, const std::string &id);

enum class BulkVerb { Cancel, Suspend, ResumeTasks, Retry, Requeue, Reprioritise, Purge };
struct BulkArguments {
    TaskFilterArguments filter;
    std::string reason;
    int priority = 0; ///< Of Reprioritise.
};
[[nodiscard]] Answer<Exit> actOnTasks(const VerbContext &context, BulkVerb verb, const BulkArguments &arguments);

/// How long an imposed lease lasts.
struct LeaseArguments {
    std::string forHowLong; ///< Empty = the engine's default (1 h).
    bool untilResume = false;
    std::string reason;
};
enum class Target { Worker, Queue, All };
[[nodiscard]] Answer<Exit> pause(const VerbContext &context, Target target, const std::string &name,
                                 const LeaseArguments &lease);
[[nodiscard]] Answer<Exit> resume(const VerbContext &context, Target target, const std::string &name,
                                  const std::string &reason);
[[nodiscard]] Answer<Exit> drain(const VerbContext &context, const std::string &worker, const std::string &reason);
/// "auto" takes the manual sizes off.
[[nodiscard]] Answer<Exit> resize(const VerbContext &context, const std::string &size, const LeaseArguments &lease);
[[nodiscard]] Answer<Exit> listOverrides(const VerbContext &context);
[[nodiscard]] Answer<Exit> revert(const VerbContext &context, const std::vector<std::string> &ids, bool all,
                                  const std::string &reason);

[[nodiscard]] Answer<Exit> listWorkers(const VerbContext &context);
[[nodiscard]] Answer<Exit> listQueues(const VerbContext &context);
[[nodiscard]] Answer<Exit> showStatus(const VerbContext &context);
/// Without keys all of them, as a table; "pool" stands for "pool.*".
[[nodiscard]] Answer<Exit> showSettings(const VerbContext &context, const std::vector<std::string> &keys);
[[nodiscard]] Answer<Exit> allowProgram(const VerbContext &context, const std::string &program);
/// Asks before a program is allowed, unless --yes.
[[nodiscard]] Answer<void> askToAllow(const VerbContext &context, const std::string &program);
[[nodiscard]] Answer<Exit> shutdown(const VerbContext &context, bool now);
struct CheckArguments {
    std::filesystem::path file; ///< A ledger or a copy of one; empty = the engine's, or the configured one offline.
    bool offline = false;
};
[[nodiscard]] Answer<Exit> checkLedger(const VerbContext &context, const CheckArguments &arguments);
/// Without an engine: opens the file read-only. An empty path is the configured ledger.
[[nodiscard]] Answer<Exit> checkLedgerFile(const VerbContext &context, std::filesystem::path file);
[[nodiscard]] Answer<Exit> backupLedger(const VerbContext &context, const std::string &file);

struct WatchArguments {
    std::optional<std::uint64_t> from; ///< Sequence; absent = from now on.
    bool status = false;
    std::string interval = "1s";
    std::uint64_t count = 0; ///< Leave after this many events or pictures; 0 = never.
};
[[nodiscard]] Answer<Exit> watch(const VerbContext &context, const WatchArguments &arguments);

struct ExampleArguments {
    std::filesystem::path folder = "/usr/share";
    std::filesystem::path report = "quarterdeck-example.sha256";
    std::uint32_t tasks = 10'000;
    std::uint32_t keepServerSeconds = 0;
};
[[nodiscard]] Answer<Exit> runExample(const VerbContext &context, const ExampleArguments &arguments);

} // namespace qd::ctl
