#pragma once
// The terminal as the verbs see it: three streams and what they are good for.

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace qd::ctl {

enum class Style { Plain, Bold, Dim, Good, Warning, Bad, Info };

struct Console {
    std::ostream &out;
    std::ostream &err;
    std::istream &in;
    bool outIsTty = false;
    bool errIsTty = false;
    bool inIsTty = false;
    int width = 0;       ///< Columns of `out`; 0 = unlimited (a file or a pipe).
    bool unicode = true; ///< False: the locale cannot show the state shapes, letters stand for them.
    bool colour = false;
    bool isProcess = false; ///< The process's own: questions then go to its terminal, not to `in`.

    /// The process's own streams; looks at TERM, NO_COLOR and the locale.
    [[nodiscard]] static Console standard();

    /// `text` in this style, or as it is where colour is off.
    [[nodiscard]] std::string paint(Style style, std::string_view text) const;
};

/// One line on standard error that is rewritten in place; silent when that is no terminal.
class ProgressLine {
public:
    explicit ProgressLine(const Console &console) : m_console(console) {}
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine &) = delete;
    ProgressLine &operator=(const ProgressLine &) = delete;

    /// "submitting  [=====>    ] 5 000 of 10 000". `total` 0 = unknown.
    void show(std::string_view what, std::uint64_t done, std::uint64_t total, std::string_view note = {});
    void clear();

private:
    const Console &m_console;
    bool m_shown = false;
};

} // namespace qd::ctl
