#include "app/qdctl/console.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "app/qdctl/format.h"

namespace qd::ctl {

namespace {

std::string_view variable(const char *name) {
    const char *value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): before any thread is started
    return value != nullptr ? std::string_view{value} : std::string_view{};
}

int terminalWidth() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

bool localeIsUtf8() {
    for (const char *name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const std::string_view value = variable(name);
        if (value.empty()) continue;
        return value.find("UTF-8") != std::string_view::npos || value.find("utf8") != std::string_view::npos;
    }
    return false;
}

std::string_view codeOf(Style style) {
    switch (style) {
    case Style::Plain: return "";
    case Style::Bold: return "1";
    case Style::Dim: return "2";
    case Style::Good: return "32";
    case Style::Warning: return "33";
    case Style::Bad: return "31";
    case Style::Info: return "36";
    }
    return "";
}

} // namespace

Console Console::standard() {
    Console console{.out = std::cout, .err = std::cerr, .in = std::cin};
    console.isProcess = true;
    console.outIsTty = isatty(STDOUT_FILENO) == 1;
    console.errIsTty = isatty(STDERR_FILENO) == 1;
    console.inIsTty = isatty(STDIN_FILENO) == 1;
    console.width = console.outIsTty ? terminalWidth() : 0;
    console.unicode = localeIsUtf8();
    console.colour = console.outIsTty && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
    return console;
}

std::string Console::paint(Style style, std::string_view text) const {
    if (!colour || style == Style::Plain || text.empty()) return std::string{text};
    return fmt::format("\x1b[{}m{}\x1b[0m", codeOf(style), text);
}

void ProgressLine::show(std::string_view what, std::uint64_t done, std::uint64_t total, std::string_view note) {
    if (!m_console.errIsTty) return;
    constexpr std::uint64_t cells = 24;
    std::string bar;
    if (total > 0) {
        const auto filled = static_cast<std::size_t>(std::min(done, total) * cells / total);
        bar = fmt::format("[{}{}] ", std::string(filled, '='), std::string(cells - filled, ' '));
    }
    const std::string of = total > 0 ? " of " + formatCount(total) : std::string{};
    m_console.err << fmt::format("\r\x1b[K{} {}{}{}{}{}", what, bar, formatCount(done), of, note.empty() ? "" : "  ",
                                 note)
                  << std::flush;
    m_shown = true;
}

void ProgressLine::clear() {
    if (m_shown) m_console.err << "\r\x1b[K" << std::flush;
    m_shown = false;
}

} // namespace qd::ctl
