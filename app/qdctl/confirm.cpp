#include "app/qdctl/confirm.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <istream>
#include <ostream>

#include "app/qdctl/format.h"

namespace qd::ctl {

namespace {

constexpr std::size_t kAnswerMax = 256;

std::string withoutSpaces(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\r' || c == '\t'; });
    return text;
}

/// A line typed at the process's own terminal, whatever standard input is. What was typed or pasted before the question
/// could be read is no answer to it.
std::string lineOfTerminal(int terminal) {
    tcflush(terminal, TCIFLUSH);
    std::string line;
    for (char c = 0; line.size() < kAnswerMax;) {
        const ssize_t count = read(terminal, &c, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0 || c == '\n') break;
        line += c;
    }
    return line;
}

/// -1 when nobody can be asked.
int openTerminal(const Console &console) {
    return console.isProcess && console.errIsTty ? open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY) : -1;
}

class Asker {
public:
    explicit Asker(Console &console) : m_console(console), m_terminal(openTerminal(console)) {}
    ~Asker() {
        if (m_terminal >= 0) close(m_terminal);
    }
    Asker(const Asker &) = delete;
    Asker &operator=(const Asker &) = delete;

    [[nodiscard]] bool canAsk() const { return m_terminal >= 0 || (m_console.inIsTty && m_console.errIsTty); }
    [[nodiscard]] std::string ask(const std::string &text) {
        m_console.err << text << std::flush;
        if (m_terminal >= 0) return withoutSpaces(lineOfTerminal(m_terminal));
        std::string line;
        std::getline(m_console.in, line);
        return withoutSpaces(line);
    }

private:
    Console &m_console;
    int m_terminal;
};

bool isAccepted(Asker &asker, const Question &question) {
    if (question.tier == Tier::Disruptive) {
        const std::string answer = asker.ask(fmt::format("{} Go on? [y/N] ", question.effect));
        return answer == "y" || answer == "Y" || answer == "yes";
    }
    const std::string count = std::to_string(question.affected);
    const std::string wanted =
        question.affected > 1 ? fmt::format("{} (the count) or {}", count, question.verb) : question.verb;
    const std::string answer =
        asker.ask(fmt::format("{} This cannot be undone. Type {} to go on: ", question.effect, wanted));
    return answer == question.verb || (question.affected > 1 && answer == count);
}

} // namespace

Answer<void> confirm(Console &console, const Question &question) {
    if (question.tier == Tier::Free || question.tier == Tier::Reversible || question.yes) return {};
    Asker asker(console);
    if (!asker.canAsk())
        return usage(fmt::format("{} It is {} and nobody can be asked here; add --yes to do it.", question.effect,
                                 toText(question.tier)));
    if (isAccepted(asker, question)) return {};
    return failWith(Exit::Refused, ErrorCode::Cancelled, "Nothing was done.");
}

} // namespace qd::ctl
