#include "core/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace qd {

void assertionFailed(const char *condition, const char *file, int line) noexcept {
    std::fprintf(stderr, "quarterdeck: broken invariant: %s (%s:%d)\n", condition, file, line);
    std::abort();
}

} // namespace qd
