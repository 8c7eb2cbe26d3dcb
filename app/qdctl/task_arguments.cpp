#include "app/qdctl/task_arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unistd.h>

#include "app/qdctl/format.h"
#include "app/qdctl/verb_context.h"
#include "core/model/command.h"
#include "core/model/task.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

/// JSON, or an error that says where it stops being that.
Answer<Json> jsonOf(const std::string &text, std::string_view where) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error &error) {
        const std::size_t at = std::min(error.byte == 0 ? 0 : error.byte - 1, text.size());
        const auto from = text.begin();
        const auto line = 1 + std::count(from, from + static_cast<std::ptrdiff_t>(at), '\n');
        constexpr std::size_t shown = 200;
        return usage(fmt::format("{} is not JSON (line {}, byte {}): {}\n"
                                 "A plain text has to be a JSON string: '\"text\"'.",
                                 where, line, error.byte, printable(elide(text, shown, true))));
    }
}

/// The whole command line as one word is a program of that name, which hardly anybody means.
Answer<void> checkProgram(const std::vector<std::string> &words) {
    const std::string &program = words.front();
    if (words.size() > 1 || program.find(' ') == std::string::npos || access(program.c_str(), F_OK) == 0) return {};
    return usage(fmt::format("There is no program \"{0}\": write program and arguments as separate words: "
                             "qdctl submit command -- {0}",
                             printable(program)));
}

Answer<Json> payloadOf(const TaskArguments &arguments, const std::string &standardInput) {
    const auto &rest = arguments.rest;
    const std::string &first = rest.front();
    if (rest.size() == 1 && first == "-") return jsonOf(standardInput, "The payload on standard input");
    if (arguments.type == "command" && !first.starts_with('{')) {
        if (auto checked = checkProgram(rest); !checked) return std::unexpected(checked.error());
        return Json{{"program", first}, {"args", std::vector<std::string>(rest.begin() + 1, rest.end())}};
    }
    if (rest.size() > 1)
        return usage(fmt::format("Type {} takes one payload, there are {} words; put JSON into quotes.",
                                 printable(arguments.type), rest.size()));
    if (arguments.type == "http" && (first.starts_with("http://") || first.starts_with("https://")))
        return Json{{"method", "GET"}, {"url", first}};
    return jsonOf(first, "The payload");
}

/// The two that can do nothing without: as accepted tasks they would only fail later.
Answer<void> checkPayloadGiven(const TaskArguments &arguments) {
    if (!arguments.rest.empty()) return {};
    if (arguments.type == "command")
        return usage("Name the program: qdctl submit command -- sha256sum /etc/hostname; or give the payload as JSON, "
                     "or - for JSON on standard input.");
    if (arguments.type == "http") return usage("Name the address: qdctl submit http http://127.0.0.1:8000/");
    return {};
}

Answer<Json> momentOf(std::string_view flag, const std::string &text) {
    if (const auto span = parseDuration(text)) return Json(static_cast<double>(span->count()) / 1000.0);
    if (const auto moment = parseMoment(text)) return Json(text);
    return usage(fmt::format("{} \"{}\" is neither a duration from now (30m) nor a moment (2026-11-21T12:00:00Z).",
                             flag, printable(text)));
}

Answer<Json> parentOf(const std::string &text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos) return Json(text);
    const std::string rule = text.substr(colon + 1);
    if (!parseOnParentFailure(rule))
        return usage(
            fmt::format("--parent {}: \"{}\" is unknown; what a parent's failure means is fail, cancel or run.",
                        printable(text.substr(0, colon)), printable(rule)));
    return Json{{"task", text.substr(0, colon)}, {"on_failure", rule}};
}

/// Adds a member made by `make` when the flag was given.
template <typename Make> Answer<void> addIf(Json &task, const char *key, const std::string &text, const Make &make) {
    if (text.empty()) return {};
    auto value = make(text);
    if (!value) return std::unexpected(value.error());
    task[key] = *std::move(value);
    return {};
}

Answer<void> addTimes(Json &task, const TaskArguments &arguments) {
    const auto timeout = [](const std::string &text) -> Answer<Json> {
        const auto span = parseDuration(text);
        if (!span) return usage("--timeout: " + span.error().detail);
        return Json(static_cast<double>(span->count()) / 1000.0);
    };
    const auto moment = [](std::string_view flag) {
        return [flag](const std::string &text) { return momentOf(flag, text); };
    };
    if (auto added = addIf(task, "timeout_s", arguments.timeout, timeout); !added) return added;
    if (auto added = addIf(task, "run_at", arguments.runAt, moment("--run-at")); !added) return added;
    return addIf(task, "deadline", arguments.deadline, moment("--deadline"));
}

} // namespace

Answer<Json> taskJson(const TaskArguments &arguments, const std::string &standardInput) {
    Json task{{"type", arguments.type}};
    if (auto given = checkPayloadGiven(arguments); !given) return std::unexpected(given.error());
    if (!arguments.rest.empty()) {
        auto payload = payloadOf(arguments, standardInput);
        if (!payload) return payload;
        task["payload"] = *std::move(payload);
    }
    if (!arguments.name.empty()) task["name"] = arguments.name;
    if (!arguments.queue.empty()) task["queue"] = arguments.queue;
    if (!arguments.key.empty()) task["key"] = arguments.key;
    if (!arguments.tags.empty()) task["tags"] = arguments.tags;
    if (arguments.priority != 0) task["priority"] = arguments.priority;
    if (arguments.attempts != 0) task["attempts"] = arguments.attempts;
    if (auto times = addTimes(task, arguments); !times) return std::unexpected(times.error());
    for (const std::string &text : arguments.parents) {
        auto parent = parentOf(text);
        if (!parent) return parent;
        task["parents"].push_back(*std::move(parent));
    }
    return task;
}

Answer<Json> lineDefaults(const TaskArguments &arguments) {
    if (!arguments.key.empty())
        return usage("--key goes with one task: with --file it would make all lines the same task. Write \"key\" into "
                     "the lines.");
    auto defaults = taskJson(arguments, {});
    if (defaults) defaults->erase("type");
    return defaults;
}

std::vector<std::string> expandIds(const std::string &first, std::uint64_t count) {
    const std::size_t dash = first.rfind('-');
    const std::size_t digits = dash == std::string::npos ? 0 : dash + 1;
    std::uint64_t sequence = 0;
    const auto [end, error] = std::from_chars(first.data() + digits, first.data() + first.size(), sequence);
    if (error != std::errc{} || end != first.data() + first.size()) return {};
    std::vector<std::string> ids;
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(count, kSubmitMax); ++i)
        ids.push_back(first.substr(0, digits) + std::to_string(sequence + i));
    return ids;
}

std::vector<std::string> idsOf(const Json &outcome) {
    std::vector<std::string> ids;
    for (const Json &range : listOf(outcome, "tasks"))
        for (std::string &id : expandIds(textOf(range, "first"), countOf(range, "count"))) ids.push_back(std::move(id));
    return ids;
}

} // namespace qd::ctl
