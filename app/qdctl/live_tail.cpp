#include "app/qdctl/live_tail.h"

#include <algorithm>
#include <vector>

namespace qd::ctl {

namespace {

/// Length of the longest end of `before` that `now` begins with (Knuth, Morris, Pratt: linear).
std::size_t overlap(std::string_view before, std::string_view now) {
    std::vector<std::size_t> border(now.size(), 0);
    for (std::size_t i = 1, k = 0; i < now.size(); ++i) {
        while (k > 0 && now[i] != now[k]) k = border[k - 1];
        if (now[i] == now[k]) ++k;
        border[i] = k;
    }
    std::size_t matched = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        while (matched > 0 && (matched == now.size() || before[i] != now[matched])) matched = border[matched - 1];
        if (matched < now.size() && before[i] == now[matched]) ++matched;
    }
    return matched;
}

} // namespace

std::string LiveTail::take(std::string_view now) {
    const std::size_t known = overlap(m_last, now);
    std::string fresh;
    if (!m_last.empty() && known == 0 && !now.empty()) fresh = "\n[some output was not kept]\n";
    fresh += now.substr(known);
    m_last = now;
    return fresh;
}

} // namespace qd::ctl
