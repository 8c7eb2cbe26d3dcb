// pause, resume, drain, resize, overrides, revert: everything a person imposes is a lease that is listed and undone
// alone.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ostream>

#include "app/qdctl/format.h"
#include "app/qdctl/text_table.h"
#include "app/qdctl/verbs.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/overrides.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

std::string_view word(Target target) {
    switch (target) {
    case Target::Worker: return "worker";
    case Target::Queue: return "queue";
    case Target::All: return "all";
    }
    return "all";
}

Answer<void> checkTarget(Target target, const std::string &name) {
    if (target == Target::Worker && !parseWorkerId(name))
        return usage(
            fmt::format("\"{}\" is no worker; write it like w-3 (qdctl workers lists them).", printable(name)));
    return {};
}

/// Adds "expires_in_s" as the flags say it; absent = the engine's default of one hour.
Answer<void> addLease(Json &command, const LeaseArguments &lease) {
    if (!lease.reason.empty()) command["reason"] = lease.reason;
    if (lease.untilResume && !lease.forHowLong.empty()) return usage("Give --for or --until-resume, not both.");
    if (lease.untilResume) command["expires_in_s"] = nullptr;
    if (lease.forHowLong.empty()) return {};
    const auto span = parseDuration(lease.forHowLong);
    if (!span) return usage("--for: " + span.error().detail);
    if (*span < std::chrono::seconds{1}) return usage("--for has to be at least one second.");
    command["expires_in_s"] = static_cast<double>(span->count()) / 1000.0;
    return {};
}

std::string lastingText(const Json &command) {
    if (!command.contains("expires_in_s")) return "for 1 h";
    if (command["expires_in_s"].is_null()) return "until somebody resumes it";
    return "for " + formatDuration(command["expires_in_s"].get<double>() * 1000);
}

/// Asks by tier, posts, and tells what came of it: `done` is the whole sentence.
Answer<Exit> perform(const VerbContext &context, ApiClient &client, const Json &command, const CommandBody &body,
                     std::uint64_t affected, std::string_view verb, const std::string &effect,
                     const std::string &done) {
    if (!context.yes) {
        const auto production = isProduction(client);
        if (!production) return std::unexpected(production.error());
        const Question question{
            .tier = tierOf(body, affected, *production), .verb = std::string{verb}, .effect = effect};
        if (auto asked = confirm(context.console, question); !asked) return std::unexpected(asked.error());
    }
    const auto outcome = client.command("/api/v1/commands", command);
    if (!outcome) return std::unexpected(outcome.error());
    if (context.json || !flagOf(*outcome, "ok") || countOf(*outcome, "refused") > 0)
        return reportOutcome(context, *outcome, "Changed", "override");
    std::string ids;
    for (const Json &id : listOf(*outcome, "overrides")) ids += (ids.empty() ? "" : ", ") + id.dump();
    context.console.out << done << (ids.empty() ? "" : fmt::format(" (override {})", ids)) << '\n';
    return Exit::Ok;
}

std::string remaining(const Json &lease, std::int64_t nowMicros) {
    const std::string expires = textOf(lease, "expires_at");
    if (expires.empty()) return "until reverted";
    const auto at = parseMoment(expires);
    if (!at) return expires;
    return *at <= nowMicros ? "ends now" : formatDuration(static_cast<double>(*at - nowMicros) / 1000.0);
}

Answer<std::vector<std::uint64_t>> overrideIds(ApiClient &client, std::string_view kind) {
    const auto list = client.get("/api/v1/overrides");
    if (!list) return std::unexpected(list.error());
    std::vector<std::uint64_t> ids;
    for (const Json &lease : listOf(*list, "overrides"))
        if (kind.empty() || textOf(lease, "kind") == kind) ids.push_back(countOf(lease, "id"));
    return ids;
}

Answer<Exit> revertIds(const VerbContext &context, ApiClient &client, const std::vector<std::uint64_t> &ids,
                       const std::string &reason) {
    if (ids.empty()) {
        if (context.json)
            context.printJson(Json{{"ok", true}, {"affected", 0}});
        else
            context.console.out << "Nothing is imposed there.\n";
        return Exit::Ok;
    }
    Json command{{"kind", "revert"}, {"overrides", ids}};
    if (!reason.empty()) command["reason"] = reason;
    RevertOverrides body;
    for (const std::uint64_t id : ids) body.ids.push_back(OverrideId{id});
    const std::string what = fmt::format("{} override{}", ids.size(), ids.size() == 1 ? "" : "s");
    return perform(context, client, command, body, ids.size(), "revert", fmt::format("This reverts {}.", what),
                   fmt::format("Reverted {}", what));
}

} // namespace

Answer<Exit> pause(const VerbContext &context, Target target, const std::string &name, const LeaseArguments &lease) {
    if (auto checked = checkTarget(target, name); !checked) return std::unexpected(checked.error());
    Json command{{"kind", fmt::format("pause_{}", word(target))}};
    if (target != Target::All) command["target"] = name;
    if (auto added = addLease(command, lease); !added) return std::unexpected(added.error());
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    Impose body;
    body.lease.kind = target == Target::Worker  ? OverrideKind::PauseWorker
                      : target == Target::Queue ? OverrideKind::PauseQueue
                                                : OverrideKind::PauseAll;
    const std::string what =
        target == Target::All ? "dispatching" : fmt::format("{} {}", word(target), printable(name));
    return perform(context, *client, command, body, 1, "pause",
                   fmt::format("This pauses {}: nothing new is started there.", what),
                   fmt::format("Paused {} {}", what, lastingText(command)));
}

Answer<Exit> resume(const VerbContext &context, Target target, const std::string &name, const std::string &reason) {
    if (auto checked = checkTarget(target, name); !checked) return std::unexpected(checked.error());
    Json command{{"kind", fmt::format("resume_{}", word(target))}};
    if (target != Target::All) command["target"] = name;
    if (!reason.empty()) command["reason"] = reason;
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    const std::string what =
        target == Target::All ? "dispatching" : fmt::format("{} {}", word(target), printable(name));
    return perform(context, *client, command, Lift{}, 1, "resume", fmt::format("This resumes {}.", what),
                   fmt::format("Resumed {}", what));
}

Answer<Exit> drain(const VerbContext &context, const std::string &worker, const std::string &reason) {
    const bool all = worker == "all";
    if (!all)
        if (auto checked = checkTarget(Target::Worker, worker); !checked) return std::unexpected(checked.error());
    Json command{{"kind", "drain"}};
    if (!all) command["worker"] = worker;
    if (!reason.empty()) command["reason"] = reason;
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    return perform(
        context, *client, command, Drain{}, 1, "drain",
        all ? "This closes the intake: the engine finishes what it has and refuses new tasks, until qdctl resume all "
              "or a restart."
            : fmt::format("Worker {} finishes what it holds and leaves.", worker),
        all ? "The engine is draining; qdctl resume all opens it again, qdctl shutdown stops it"
            : fmt::format("Worker {} is draining", worker));
}

Answer<Exit> resize(const VerbContext &context, const std::string &size, const LeaseArguments &lease) {
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    if (size == "auto") {
        const auto ids = overrideIds(*client, toText(OverrideKind::PoolSize));
        if (!ids) return std::unexpected(ids.error());
        return revertIds(context, *client, *ids, lease.reason);
    }
    std::int64_t wanted = -1;
    const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), wanted);
    if (error != std::errc{} || end != size.data() + size.size() || wanted < 1 || wanted > kPoolMax)
        return usage(fmt::format("\"{}\" is no pool size; give 1 .. {}, or auto.", printable(size), kPoolMax));
    Json command{{"kind", "pool_size"}, {"value", wanted}};
    if (auto added = addLease(command, lease); !added) return std::unexpected(added.error());
    const auto status = client->get("/api/v1/status");
    if (!status) return std::unexpected(status.error());
    const std::uint64_t present = countOf(status->value("pool", Json::object()), "wanted");
    Impose body;
    body.lease.kind = OverrideKind::PoolSize;
    body.lease.value = wanted;
    return perform(context, *client, command, body, present, "resize",
                   fmt::format("This changes the pool from {} to {} workers.", present, wanted),
                   fmt::format("The pool is {} workers {}", wanted, lastingText(command)));
}

Answer<Exit> listOverrides(const VerbContext &context) {
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    const auto list = client->get("/api/v1/overrides");
    if (!list) return std::unexpected(list.error());
    if (context.json) {
        context.printJson(*list);
        return Exit::Ok;
    }
    TextTable table({{"ID", Align::Right},
                     {"KIND"},
                     {"TARGET", Align::Left, true},
                     {"VALUE", Align::Right},
                     {"OWNER", Align::Left, true},
                     {"STARTED", Align::Left, false, 1},
                     {"REMAINING"},
                     {"REASON", Align::Left, true}});
    const std::int64_t now = wallNow().time_since_epoch().count();
    for (const Json &lease : listOf(*list, "overrides")) {
        const std::string kind = textOf(lease, "kind");
        std::string words = kind;
        std::replace(words.begin(), words.end(), '_', ' ');
        table.add({textOf(lease, "id"), words, textOf(lease, "target"),
                   kind == "pool_size" ? textOf(lease, "value") : "", textOf(lease, "owner"),
                   formatMoment(textOf(lease, "started_at")), remaining(lease, now), textOf(lease, "reason")});
    }
    if (table.empty())
        context.console.out << "Nothing is imposed: the engine decides everything itself.\n";
    else
        context.console.out << table.render(context.console);
    return Exit::Ok;
}

Answer<Exit> revert(const VerbContext &context, const std::vector<std::string> &ids, bool all,
                    const std::string &reason) {
    if (ids.empty() == !all) return usage("Say which overrides: their ids (qdctl overrides lists them), or --all.");
    std::vector<std::uint64_t> wanted;
    for (const std::string &text : ids) {
        std::uint64_t id = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
        if (error != std::errc{} || end != text.data() + text.size())
            return usage(fmt::format("\"{}\" is no override's number; qdctl overrides lists them.", printable(text)));
        wanted.push_back(id);
    }
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    if (all) {
        auto active = overrideIds(*client, {});
        if (!active) return std::unexpected(active.error());
        wanted = *std::move(active);
    }
    return revertIds(context, *client, wanted, reason);
}

} // namespace qd::ctl
