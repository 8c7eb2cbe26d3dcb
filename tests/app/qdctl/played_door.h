#pragma once
// A small server that plays the door, and qdctl's verbs run against it with streams in place of a terminal.

#include <QString>
#include <QStringList>
#include <sstream>

#include "app/qdctl/command_line.h"
#include "app/qdctl/verb_context.h"
#include "core/example/page_server.h"

namespace qd::ctl::test {

using nlohmann::json;
using Answers = std::function<example::Page(const example::PageRequest &)>;

inline example::Page ok(const json &body) {
    return {.status = 200, .type = "application/json", .body = body.dump()};
}
inline example::Page refused(int status, const char *code, const char *detail) {
    return {.status = status,
            .type = "application/json",
            .body = json{{"error", {{"code", code}, {"detail", detail}}}}.dump()};
}

/// Plays the door: remembers what was asked and answers from a table.
class Door {
public:
    explicit Door(Answers answers) : m_answers(std::move(answers)) {
        auto server = example::PageServer::start([this](const example::PageRequest &request) {
            if (request.target == "/health/live") return ok({{"status", "live"}});
            requests.push_back(request);
            if (request.target == "/api/v1/settings") return ok({{"profile", profile}, {"settings", json::array()}});
            return m_answers(request);
        });
        m_server = *std::move(server);
    }
    [[nodiscard]] std::string url() const { return m_server->url(); }
    /// "GET /api/v1/tasks?..." of what was asked, settings left out.
    [[nodiscard]] QStringList asked() const {
        QStringList lines;
        for (const auto &request : requests)
            if (request.target != "/api/v1/settings")
                lines << QString::fromStdString(request.method + " " + request.target);
        return lines;
    }
    [[nodiscard]] json bodyOfLast() const { return json::parse(requests.back().body); }

    std::vector<example::PageRequest> requests; // read when no call is under way
    std::string profile = "development";

private:
    Answers m_answers;
    std::unique_ptr<example::PageServer> m_server;
};

struct Ran {
    int exit = 0;
    QString out;
    QString err;
};

inline Ran run(std::vector<std::string> arguments, const std::string &input = {}, bool tty = false) {
    std::ostringstream out;
    std::ostringstream err;
    std::istringstream in(input);
    Console console{.out = out, .err = err, .in = in, .errIsTty = tty, .inIsTty = tty};
    const Exit exit = runQdctl(console, arguments);
    return {static_cast<int>(exit), QString::fromStdString(out.str()), QString::fromStdString(err.str())};
}

inline Ran runAt(const Door &door, std::vector<std::string> arguments, const std::string &input = {},
                 bool tty = false) {
    arguments.insert(arguments.begin(), {"--url", door.url(), "--token", "secret"});
    return run(std::move(arguments), input, tty);
}

inline json outcome(std::uint64_t affected) {
    return {{"ticket", "t"},
            {"ok", true},
            {"affected", affected},
            {"duplicates", 0},
            {"refused", 0},
            {"tasks", json::array()},
            {"refusals", json::array()},
            {"overrides", json::array()}};
}

inline json submitted(const char *first, int count) {
    json answer = outcome(static_cast<std::uint64_t>(count));
    answer["tasks"] = {{{"first", first}, {"count", count}}};
    return answer;
}

} // namespace qd::ctl::test
