// Loaded into a program by LD_PRELOAD: from then on its SQLite loses unsynced bytes with the process.

#include "tests/support/unsynced_vfs.h"

namespace {
const struct Preload {
    Preload() { qd::test::UnsyncedVfs::install(true); }
} kPreload;
} // namespace
