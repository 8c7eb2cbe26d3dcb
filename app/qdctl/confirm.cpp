#include "app/qdctl/confirm.h"

#include <fmt/format.h>

#include <istream>
#include <ostream>

#include "app/qdctl/format.h"

namespace qd::ctl {

namespace {

std::string withoutSpaces(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\r' || c == '\t'; });
    return text;
}

std::string ask(Console &console, const std::string &text) {
    console.err << text << std::flush;
    std::string line;
    std::getline(console.in, line);
    return withoutSpaces(line);
}

bool isAccepted(Console &console, const Question &question) {
    if (question.tier == Tier::Disruptive) {
        const std::string answer = ask(console, fmt::format("{} Go on? [y/N] ", question.effect));
        return answer == "y" || answer == "Y" || answer == "yes";
    }
    const std::string count = std::to_string(question.affected);
    const std::string wanted =
        question.affected > 1 ? fmt::format("{} (the count) or {}", count, question.verb) : question.verb;
    const std::string answer =
        ask(console, fmt::format("{} This cannot be undone. Type {} to go on: ", question.effect, wanted));
    return answer == question.verb || (question.affected > 1 && answer == count);
}

} // namespace

Answer<void> confirm(Console &console, const Question &question) {
    if (question.tier == Tier::Free || question.tier == Tier::Reversible || question.yes) return {};
    if (!console.inIsTty || !console.errIsTty)
        return usage(fmt::format("{} It is {} and nobody can be asked here; add --yes to do it.", question.effect,
                                 toText(question.tier)));
    if (isAccepted(console, question)) return {};
    return failWith(Exit::Refused, ErrorCode::Cancelled, "Nothing was done.");
}

} // namespace qd::ctl
