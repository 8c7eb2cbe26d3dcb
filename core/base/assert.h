#pragma once
// QD_ASSERT states a promise of our own code and stays in release builds: a coordinator that goes on with a broken
// invariant writes the damage into the ledger. Input, disk and users are never asserted.

namespace qd {
[[noreturn]] void assertionFailed(const char *condition, const char *file, int line) noexcept;
}

#define QD_ASSERT(condition)                                                                                           \
    do {                                                                                                               \
        if (!(condition)) [[unlikely]]                                                                                 \
            ::qd::assertionFailed(#condition, __FILE__, __LINE__);                                                     \
    } while (false)
