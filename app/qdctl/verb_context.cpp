#include "app/qdctl/verb_context.h"

#include <fmt/format.h>

#include <ostream>

#include "app/qdctl/format.h"

namespace qd::ctl {

using Json = nlohmann::json;

void VerbContext::printJson(const Json &value) const {
    console.out << value.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

std::string textOf(const Json &object, std::string_view key) {
    if (!object.is_object()) return {};
    const auto it = object.find(key);
    if (it == object.end() || it->is_null()) return {};
    return it->is_string() ? it->get<std::string>() : it->dump(-1, ' ', false, Json::error_handler_t::replace);
}

double numberOf(const Json &object, std::string_view key) {
    if (!object.is_object()) return -1;
    const auto it = object.find(key);
    return it != object.end() && it->is_number() ? it->get<double>() : -1;
}

std::uint64_t countOf(const Json &object, std::string_view key) {
    if (!object.is_object()) return 0;
    const auto it = object.find(key);
    if (it == object.end() || !it->is_number()) return 0;
    if (it->is_number_unsigned()) return it->get<std::uint64_t>();
    const double value = it->get<double>();
    return value > 0 ? static_cast<std::uint64_t>(value) : 0;
}

bool flagOf(const Json &object, std::string_view key) {
    if (!object.is_object()) return false;
    const auto it = object.find(key);
    if (it == object.end()) return false;
    return it->is_boolean() ? it->get<bool>() : it->is_number() && it->get<double>() != 0;
}

const Json &listOf(const Json &object, std::string_view key) {
    static const Json none = Json::array();
    if (!object.is_object()) return none;
    const auto it = object.find(key);
    return it != object.end() && it->is_array() ? *it : none;
}

Answer<bool> isProduction(ApiClient &client) {
    const auto settings = client.get("/api/v1/settings");
    if (!settings) return std::unexpected(settings.error());
    return textOf(*settings, "profile") == "production";
}

namespace {

void listRefusals(const VerbContext &context, const Json &outcome) {
    for (const Json &refusal : listOf(outcome, "refusals")) {
        const std::string task = textOf(refusal, "task");
        context.console.err << fmt::format("  {}{}{}\n", task, task.empty() ? "" : ": ",
                                           printable(textOf(refusal, "detail")));
    }
    const std::size_t listed = listOf(outcome, "refusals").size();
    const std::uint64_t refused = countOf(outcome, "refused");
    if (refused > listed) context.console.err << fmt::format("  and {} more\n", formatCount(refused - listed));
}

} // namespace

Exit reportOutcome(const VerbContext &context, const Json &outcome, std::string_view done, std::string_view object) {
    const bool ok = flagOf(outcome, "ok");
    const std::uint64_t refused = countOf(outcome, "refused");
    const Exit exit = ok && refused == 0 ? Exit::Ok : Exit::Refused;
    if (context.json) {
        context.printJson(outcome);
        return exit;
    }
    const std::uint64_t affected = countOf(outcome, "affected");
    if (ok)
        context.console.out << fmt::format("{} {} {}{}.\n", done, formatCount(affected), object,
                                           affected == 1 ? "" : "s");
    else
        context.console.err << fmt::format("qdctl: {}\n",
                                           printable(textOf(outcome.value("error", Json::object()), "detail")));
    // One refusal of one thing has been said by then.
    const Json &refusals = listOf(outcome, "refusals");
    const bool isSaid = !ok && refused == 1 && !refusals.empty() &&
                        textOf(refusals.front(), "detail") == textOf(outcome.value("error", Json::object()), "detail");
    if (refused > 0 && !isSaid) {
        context.console.err << fmt::format("{} refused:\n", formatCount(refused));
        listRefusals(context, outcome);
    }
    return exit;
}

} // namespace qd::ctl
