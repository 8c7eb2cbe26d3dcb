// watch: events as they come, or the status again and again.

#include <fmt/format.h>

#include <charconv>
#include <ostream>
#include <thread>

#include "app/qdctl/format.h"
#include "app/qdctl/status_text.h"
#include "app/qdctl/verbs.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

constexpr std::chrono::seconds kRestartPatience{60};

Style severityStyle(const std::string &severity) {
    if (severity == "good") return Style::Good;
    if (severity == "warning") return Style::Warning;
    return severity == "bad" ? Style::Bad : Style::Plain;
}

void printEvent(const VerbContext &context, const StreamEvent &event) {
    const Json data = Json::parse(event.data, nullptr, false);
    if (context.json) {
        context.printJson(
            Json{{"id", event.id}, {"event", event.kind}, {"data", data.is_discarded() ? Json(event.data) : data}});
    } else if (event.kind == "lost") {
        context.console.out << context.console.paint(Style::Warning,
                                                     fmt::format("{} events were lost; this is what follows",
                                                                 data.is_number() ? data.dump() : textOf(data, "lost")))
                            << '\n';
    } else {
        const std::string kind = fmt::format("{:<18}", printable(event.kind));
        context.console.out << fmt::format("{}  {}  {}\n", formatMoment(textOf(data, "at")),
                                           context.console.paint(severityStyle(textOf(data, "severity")), kind),
                                           printable(textOf(data, "text")));
    }
    context.console.out << std::flush;
}

/// The sequence that the next event will have: reads past the ring's entries.
Answer<std::uint64_t> newestSequence(ApiClient &client) {
    std::uint64_t from = 0;
    for (;;) {
        const auto page = client.get(fmt::format("/api/v1/events?from={}&limit=10000", from));
        if (!page) return std::unexpected(page.error());
        const std::uint64_t next = countOf(*page, "next");
        if (listOf(*page, "entries").empty() || next <= from) return next;
        from = next;
    }
}

/// Which run of an engine this is: sequence numbers begin anew with each.
Answer<std::string> runOf(ApiClient &client) {
    const auto status = client.get("/api/v1/status");
    if (!status) return std::unexpected(status.error());
    return textOf(*status, "pid") + " " + textOf(*status, "started_at");
}

/// The engine again, or the next one in its place; gives up when none has come for a minute.
Answer<ApiClient> comeBack(const VerbContext &context) {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + kRestartPatience;
    bool told = false;
    for (;;) {
        std::this_thread::sleep_for(context.client.pause);
        auto client = context.open();
        if (client || client.error().exit != Exit::NoEngine || Clock::now() > until) return client;
        if (!told) context.console.err << "The engine is gone; waiting a minute for it to come back." << std::endl;
        told = true;
    }
}

Answer<Exit> watchEvents(const VerbContext &context, ApiClient &client, const WatchArguments &arguments) {
    const auto first = arguments.from ? Answer<std::uint64_t>{*arguments.from} : newestSequence(client);
    if (!first) return std::unexpected(first.error());
    auto run = runOf(client);
    if (!run) return std::unexpected(run.error());
    std::uint64_t from = *first;
    std::uint64_t seen = 0;
    for (;;) {
        const auto done =
            client.stream(fmt::format("/api/v1/events/stream?from={}", from), [&](const StreamEvent &event) {
                printEvent(context, event);
                // What to ask for after a lost connection.
                std::uint64_t id = 0;
                if (std::from_chars(event.id.data(), event.id.data() + event.id.size(), id).ec == std::errc{})
                    from = id + 1;
                return ++seen != arguments.count;
            });
        if (arguments.count > 0 && seen >= arguments.count) return Exit::Ok;
        if (!done && done.error().exit == Exit::Refused) return std::unexpected(done.error());
        auto again = comeBack(context);
        if (!again) return std::unexpected(again.error());
        client = *std::move(again);
        const auto present = runOf(client);
        if (!present) return std::unexpected(present.error());
        if (*present == *run) continue;
        run = *present;
        from = 0; // What the new one has done so far was not seen yet.
        context.console.err << "The engine was started again." << std::endl;
    }
}

Answer<Exit> watchStatus(const VerbContext &context, ApiClient &client, const WatchArguments &arguments) {
    const auto interval = parseDuration(arguments.interval);
    if (!interval) return usage("--interval: " + interval.error().detail);
    if (*interval < std::chrono::milliseconds{100}) return usage("--interval has to be at least 100ms.");
    for (std::uint64_t shown = 0;;) {
        const auto status = client.get("/api/v1/status");
        if (!status) return std::unexpected(status.error());
        if (context.json)
            context.printJson(*status);
        else
            context.console.out << (context.console.outIsTty ? "\x1b[H\x1b[J" : "")
                                << statusText(context.console, *status);
        context.console.out << std::flush;
        if (++shown == arguments.count) return Exit::Ok;
        std::this_thread::sleep_for(*interval);
    }
}

} // namespace

Answer<Exit> watch(const VerbContext &context, const WatchArguments &arguments) {
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    return arguments.status ? watchStatus(context, *client, arguments) : watchEvents(context, *client, arguments);
}

} // namespace qd::ctl
