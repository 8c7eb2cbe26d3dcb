#include "app/qdctl/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <ostream>

#include "app/qdctl/format.h"
#include "app/qdctl/verbs.h"

namespace qd::ctl {

namespace {

/// What the options are parsed into; lives as long as the parser.
struct Parsed {
    std::string requestTimeout;
    SubmitArguments submit;
    ListArguments list;
    std::string taskId;
    bool follow = false;
    std::string whyId;
    BulkArguments bulk;
    std::string target;
    LeaseArguments lease;
    std::string size;
    std::vector<std::string> overrideIds;
    bool revertAll = false;
    std::string program;
    std::vector<std::string> settingKeys;
    bool stopNow = false;
    CheckArguments check;
    std::string backupFile;
    std::string shell = "bash";
    WatchArguments watch;
    ExampleArguments example;
    std::function<Answer<Exit>(const VerbContext &)> run;
};

using Run = std::function<Answer<Exit>(const VerbContext &)>;

/// The verb `name` that runs `run`.
CLI::App *verb(CLI::App &app, Parsed &parsed, const std::string &name, const std::string &help, Run run) {
    CLI::App *sub = app.add_subcommand(name, help);
    sub->fallthrough(); // --json and the like may stand behind the verb
    sub->callback([&parsed, run = std::move(run)] { parsed.run = run; });
    return sub;
}

void addSharedFlags(CLI::App &app, VerbContext &context, Parsed &parsed) {
    app.add_flag("--json", context.json, "Print the API's JSON");
    app.add_flag("-y,--yes", context.yes, "Do not ask before disruptive and destructive commands");
    app.add_option("--data-folder", context.client.locate.dataFolder,
                   "Where the engine keeps its files (QD_DATA_FOLDER)");
    app.add_option("--url", context.client.locate.url, "Talk to this engine, e.g. http://127.0.0.1:7070");
    app.add_option("--token", context.client.locate.token, "Token for --url (others can see it in the process list)");
    app.add_option("--token-file", context.client.locate.tokenFile, "File with the token in its first line");
    app.add_option("--request-timeout", parsed.requestTimeout, "Per request to the engine (default 35s)");
}

void addFilter(CLI::App &sub, TaskFilterArguments &filter, bool acts) {
    sub.add_option("ids", filter.ids, "Task ids: 9c41e0-1042, or 1042 for short");
    sub.add_option("--state", filter.states,
                   "pending, queued, assigned, running, retrying, suspended, completed, failed, "
                   "cancelled; several with commas");
    sub.add_option("--type", filter.type, "Exactly this type");
    sub.add_option("--queue", filter.queue, "Exactly this queue");
    sub.add_option("--worker", filter.worker, "On this worker, e.g. w-3");
    sub.add_option("--text", filter.text, "Part of name, id or error");
    sub.add_option("--filter", filter.expression,
                   "As in the window: 'state:failed type:http worker:w-1* age>30s !tag:x', with and/or and brackets");
    if (!acts) return;
    sub.add_flag("--all", filter.all, "Every task the verb can act on");
}

void addSubmit(CLI::App &app, Parsed &parsed) {
    SubmitArguments &submit = parsed.submit;
    CLI::App *sub =
        verb(app, parsed, "submit", "Submit tasks", [&submit](const VerbContext &c) { return ctl::submit(c, submit); });
    sub->footer(
        "Examples:\n"
        "  qdctl submit command --wait -- sha256sum /etc/hostname\n"
        "  qdctl submit http http://127.0.0.1:8000/\n"
        "  qdctl submit synthetic '{\"ms\":20}' --count 1000\n"
        "  qdctl submit --file tasks.jsonl        one task a line; - is standard input\n"
        "  qdctl submit command - < payload.json  {\"program\":\"sha256sum\",\"args\":[\"/etc/hostname\"]}\n"
        "With --file the flags of a task (--priority, --queue, --tag, --run-at ...) are defaults for the lines that\n"
        "do not set that member themselves. A refused line gives exit code 1, also when a task failed as well.");
    sub->add_option("type", submit.task.type, "command, http, synthetic, or a registered type");
    sub->add_option("payload", submit.task.rest,
                    "JSON, - for JSON on standard input, a program with arguments (behind --), or a URL");
    sub->add_option("--name", submit.task.name, "For people");
    sub->add_option("--queue", submit.task.queue, "The capability it needs (default: the type)");
    sub->add_option("--priority", submit.task.priority, "1 (lowest) .. 10 (highest); default 5")
        ->check(CLI::Range(1, 10));
    sub->add_option("--count", submit.count, "This many of it")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{10'000'000}));
    sub->add_option("--key", submit.task.key, "Idempotency key: the same key gives the same task");
    sub->add_option("--timeout", submit.task.timeout, "Per attempt, e.g. 30s");
    sub->add_option("--attempts", submit.task.attempts, "1 .. 100; 1 = never retried")->check(CLI::Range(1, 100));
    sub->add_option("--run-at", submit.task.runAt, "Not before: 2026-11-21T12:00:00Z, or 30m from now");
    sub->add_option("--deadline", submit.task.deadline, "Fails when not done by then");
    sub->add_option("--parent", submit.task.parents, "ID[:fail|cancel|run]: runs after that task; several times")
        ->type_size(1)
        ->allow_extra_args(false);
    sub->add_option("--tag", submit.task.tags, "Several times")->allow_extra_args(false);
    sub->add_option("-f,--file", submit.file, "Tasks as JSON lines; - is standard input");
    sub->add_flag("-w,--wait", submit.wait, "Wait until all are final; exit code 5 when one failed");
    sub->add_option("--wait-timeout", submit.waitTimeout, "Wait at most this long, then exit code 4");
}

void addReading(CLI::App &app, Parsed &parsed) {
    CLI::App *tasks =
        verb(app, parsed, "tasks", "List tasks", [&parsed](const VerbContext &c) { return listTasks(c, parsed.list); });
    addFilter(*tasks, parsed.list.filter, false);
    tasks->add_option("--sort", parsed.list.sort,
                      "id, name, type, queue, state, priority, attempts, deliveries, worker, "
                      "created_at, started_at, finished_at, run_time or error");
    tasks->add_flag("--ascending", parsed.list.ascending, "Smallest first");
    tasks->add_option("--offset", parsed.list.offset, "Skip this many");
    tasks->add_option("--limit", parsed.list.limit, "1 .. 10000; default 50")->check(CLI::Range(1U, 10'000U));

    CLI::App *task = verb(app, parsed, "task", "Show one task: payload, result, output, attempts",
                          [&parsed](const VerbContext &c) { return showTask(c, parsed.taskId, parsed.follow); });
    task->add_option("id", parsed.taskId, "Task id")->required();
    task->add_flag("-f,--follow", parsed.follow,
                   "Print its output while it runs, until it is final; with --json as JSON lines, the task last");

    CLI::App *why = verb(app, parsed, "why", "Print the stored decisions about a task or a worker",
                         [&parsed](const VerbContext &c) { return showWhy(c, parsed.whyId); });
    why->add_option("id", parsed.whyId, "Task id, or a worker as w-3")->required();
    verb(app, parsed, "workers", "List workers", [](const VerbContext &c) { return listWorkers(c); });
    verb(app, parsed, "queues", "List queues", [](const VerbContext &c) { return listQueues(c); });
    verb(app, parsed, "status", "One picture of the engine", [](const VerbContext &c) { return showStatus(c); });
    verb(app, parsed, "settings", "Show the settings in force", [&parsed](const VerbContext &c) {
        return showSettings(c, parsed.settingKeys);
    })->add_option("keys", parsed.settingKeys, "Only these, in full: pool.workers, or pool for all of pool.*");
}

CLI::App *addBulk(CLI::App &app, Parsed &parsed, const std::string &name, const std::string &help, BulkVerb bulk) {
    CLI::App *sub = verb(app, parsed, name, help,
                         [&parsed, bulk](const VerbContext &c) { return actOnTasks(c, bulk, parsed.bulk); });
    addFilter(*sub, parsed.bulk.filter, true);
    sub->add_option("--reason", parsed.bulk.reason, "For the audit");
    return sub;
}

void addActing(CLI::App &app, Parsed &parsed) {
    addBulk(app, parsed, "cancel", "Cancel unfinished tasks", BulkVerb::Cancel);
    addBulk(app, parsed, "suspend",
            "Take queued or running tasks out, until they are resumed; a running one is ended and begins anew then",
            BulkVerb::Suspend);
    addBulk(app, parsed, "retry", "Queue failed tasks again, with fresh attempts", BulkVerb::Retry)
        ->add_option("--older-than", parsed.bulk.filter.olderThan, "Failed at least this long ago, e.g. 2d");
    addBulk(app, parsed, "requeue", "Take running tasks from their workers and queue them again", BulkVerb::Requeue);
    addBulk(app, parsed, "reprioritise", "Change the priority of unfinished tasks", BulkVerb::Reprioritise)
        ->add_option("--priority", parsed.bulk.priority, "1 (lowest) .. 10 (highest)")
        ->required()
        ->check(CLI::Range(1, 10));
    addBulk(app, parsed, "purge", "Delete final tasks from the ledger", BulkVerb::Purge)
        ->add_option("--older-than", parsed.bulk.filter.olderThan, "Final for at least this long, e.g. 2d");
}

void addLease(CLI::App &sub, LeaseArguments &lease, std::string_view until) {
    sub.add_option("--for", lease.forHowLong, "For this long, e.g. 30m; default 1h");
    sub.add_flag(std::string{until}, lease.untilResume, "Until somebody takes it back");
    sub.add_option("--reason", lease.reason, "Shown in the list of overrides");
}

void addPauseResume(CLI::App &app, Parsed &parsed) {
    const auto group = [&app](const char *name, const char *help) {
        CLI::App *sub = app.add_subcommand(name, help);
        sub->fallthrough()->require_subcommand(1);
        return sub;
    };
    CLI::App *pauses = group("pause", "Pause a worker, a queue or all dispatching");
    CLI::App *resumes = group("resume", "Resume a worker, a queue, all dispatching, or suspended tasks");
    struct Kind {
        Target target;
        const char *name;
        const char *pauseHelp;
        const char *resumeHelp;
    };
    for (const auto &[target, name, pauseHelp, resumeHelp] :
         {Kind{Target::Worker, "worker", "It gets no new task; what it runs goes on", "It gets tasks again"},
          Kind{Target::Queue, "queue", "None of its tasks is started", "Its tasks are started again"},
          Kind{Target::All, "all", "Nothing is started anywhere", "Ends pause all and drain all"}}) {
        CLI::App *pauseIt = verb(*pauses, parsed, name, pauseHelp, [&parsed, t = target](const VerbContext &c) {
            return ctl::pause(c, t, parsed.target, parsed.lease);
        });
        CLI::App *resumeIt = verb(*resumes, parsed, name, resumeHelp, [&parsed, t = target](const VerbContext &c) {
            return ctl::resume(c, t, parsed.target, parsed.lease.reason);
        });
        for (CLI::App *sub : {pauseIt, resumeIt}) {
            if (target == Target::Worker) sub->add_option("name", parsed.target, "w-3")->required();
            if (target == Target::Queue) sub->add_option("name", parsed.target, "Name of the queue")->required();
        }
        addLease(*pauseIt, parsed.lease, "--until-resume");
        resumeIt->add_option("--reason", parsed.lease.reason, "For the audit");
    }
    addBulk(*resumes, parsed, "tasks", "Suspended tasks: ids or a filter; what ran begins anew", BulkVerb::ResumeTasks);
}

void addEngine(CLI::App &app, Parsed &parsed) {
    CLI::App *drains =
        verb(app, parsed, "drain", "Let a worker, or the whole engine, finish and take nothing new",
             [&parsed](const VerbContext &c) { return ctl::drain(c, parsed.target, parsed.lease.reason); });
    drains->add_option("worker", parsed.target, "w-3, or all")->required();
    drains->add_option("--reason", parsed.lease.reason, "For the audit");
    CLI::App *resizes = verb(app, parsed, "resize", "Set the number of workers",
                             [&parsed](const VerbContext &c) { return ctl::resize(c, parsed.size, parsed.lease); });
    resizes->add_option("size", parsed.size, "1 .. 10000, or auto")->required();
    addLease(*resizes, parsed.lease, "--until-resume,--until-revert");
    verb(app, parsed, "overrides", "List what people have imposed; qdctl revert takes it back",
         [](const VerbContext &c) { return listOverrides(c); });
    CLI::App *reverts = verb(app, parsed, "revert", "Take overrides back", [&parsed](const VerbContext &c) {
        return ctl::revert(c, parsed.overrideIds, parsed.revertAll, parsed.lease.reason);
    });
    reverts->add_option("ids", parsed.overrideIds, "Numbers from qdctl overrides");
    reverts->add_flag("--all", parsed.revertAll, "All that are active");
    reverts->add_option("--reason", parsed.lease.reason, "For the audit");
    verb(app, parsed, "shutdown", "Stop the engine: running tasks may finish", [&parsed](const VerbContext &c) {
        return ctl::shutdown(c, parsed.stopNow);
    })->add_flag("--now", parsed.stopNow, "Do not wait for running tasks; they run again after the next start");
    verb(app, parsed, "allow", "Let tasks of type command run a program",
         [&parsed](const VerbContext &c) { return ctl::allowProgram(c, parsed.program); })
        ->add_option("program", parsed.program, "Name or full path")
        ->required();
}

void addRest(CLI::App &app, Parsed &parsed, Console &console) {
    CLI::App *watches = verb(app, parsed, "watch", "Print events as they happen",
                             [&parsed](const VerbContext &c) { return ctl::watch(c, parsed.watch); });
    watches->add_option("--from", parsed.watch.from, "Begin at this sequence number");
    watches->add_flag("--status", parsed.watch.status, "The status, refreshed, instead of events");
    watches->add_option("--interval", parsed.watch.interval, "Of --status; default 1s");
    watches->add_option("--count", parsed.watch.count, "Leave after this many");
    CLI::App *ledger = app.add_subcommand("ledger", "Check or copy the ledger");
    ledger->fallthrough()->require_subcommand(1);
    CLI::App *check = verb(*ledger, parsed, "check", "Is the file sound?",
                           [&parsed](const VerbContext &c) { return checkLedger(c, parsed.check); });
    check->add_option("file", parsed.check.file, "A ledger or a copy that no engine holds; default: the engine's");
    check->add_flag("--offline", parsed.check.offline, "The configured ledger, while no engine runs");
    verb(*ledger, parsed, "backup", "Copy it",
         [&parsed](const VerbContext &c) { return backupLedger(c, parsed.backupFile); })
        ->add_option("file", parsed.backupFile, "Where to")
        ->required();
    CLI::App *example =
        verb(app, parsed, "example", "Run real work: checksums of a folder's files, pages of a local server",
             [&parsed](const VerbContext &c) { return ctl::runExample(c, parsed.example); });
    example->add_option("folder", parsed.example.folder, "Default /usr/share");
    example->add_option("--tasks", parsed.example.tasks, "How many; default 10000")->check(CLI::Range(2U, 1'000'000U));
    example->add_option("--report", parsed.example.report, "Default quarterdeck-example.sha256");
    example
        ->add_option("--keep-server-seconds", parsed.example.keepServerSeconds,
                     "Keep the page server open after the end, to look at it")
        ->check(CLI::Range(0U, 86'400U));
    verb(app, parsed, "completion", "Print the completion script: source <(qdctl completion bash)",
         [&console](const VerbContext &) -> Answer<Exit> {
             console.out << bashCompletion();
             return Exit::Ok;
         })
        ->add_option("shell", parsed.shell, "bash")
        ->check(CLI::IsMember({"bash"}));
}

void build(CLI::App &app, VerbContext &context, Parsed &parsed) {
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string{"qdctl " QD_VERSION});
    app.footer(exitCodeHelp());
    addSharedFlags(app, context, parsed);
    addSubmit(app, parsed);
    addReading(app, parsed);
    addPauseResume(app, parsed);
    addActing(app, parsed);
    addEngine(app, parsed);
    addRest(app, parsed, context.console);
}

Exit runParsed(VerbContext &context, const Parsed &parsed) {
    if (!parsed.requestTimeout.empty()) {
        const auto timeout = parseDuration(parsed.requestTimeout);
        if (!timeout || timeout->count() == 0) {
            context.console.err << "qdctl: --request-timeout has to be a duration such as 35s.\n";
            return Exit::Usage;
        }
        context.client.timeout = *timeout;
    }
    context.client.onSlow = [&console = context.console](const std::string &why) {
        console.err << "qdctl: " << printable(why) << std::endl;
    };
    const Answer<Exit> answer = parsed.run(context);
    if (answer) return *answer;
    const Failure &failure = answer.error();
    if (context.json) {
        context.printJson({{"error", {{"code", toText(failure.error.code)}, {"detail", failure.error.detail}}}});
        return failure.exit;
    }
    context.console.err << fmt::format("qdctl: {}\n", printable(failure.error.detail, true));
    return failure.exit;
}

Exit unknownVerb(Console &console, const std::string &name) {
    console.err << fmt::format("qdctl: there is no verb \"{}\"; qdctl --help lists them.\n", printable(name));
    return Exit::Usage;
}

} // namespace

std::string exitCodeHelp() {
    return "Exit codes: 0 done; 1 the engine refused, or refused some of it; 2 wrong usage or bad input;\n"
           "3 no engine is running; 4 it took too long; 5 a task failed (submit --wait, task --follow, example).";
}

Exit runQdctl(Console &console, const std::vector<std::string> &arguments) {
    CLI::App app{"qdctl: the command line of Quarterdeck's task coordinator", "qdctl"};
    VerbContext context{.console = console};
    Parsed parsed;
    build(app, context, parsed);
    try {
        // CLI11 takes them from the back.
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::Success &help) {
        // "qdctl nosuch --help" is help about nothing.
        if (!arguments.empty() && !arguments.front().starts_with('-') && app.get_subcommands().empty())
            return unknownVerb(console, arguments.front());
        app.exit(help, console.out, console.err);
        return Exit::Ok;
    } catch (const CLI::ParseError &error) {
        // CLI11 only says that a verb is missing when it does not know the one it got.
        if (!arguments.empty() && !arguments.front().starts_with('-') && app.get_subcommands().empty())
            return unknownVerb(console, arguments.front());
        app.exit(error, console.out, console.err);
        return Exit::Usage;
    }
    return runParsed(context, parsed);
}

std::vector<std::string> verbNames() {
    Console console = Console::standard();
    CLI::App app;
    VerbContext context{.console = console};
    Parsed parsed;
    build(app, context, parsed);
    std::vector<std::string> names;
    for (const CLI::App *sub : app.get_subcommands({})) names.push_back(sub->get_name());
    return names;
}

} // namespace qd::ctl
