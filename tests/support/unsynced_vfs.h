#pragma once
// A SQLite VFS that holds writes in memory until SQLite syncs the file: what is lost with the power is lost with the
// process. A test that kills a program under it sees whether every answer waited for its sync. It also plays a full
// disk. Wraps the default VFS; several connections of one process see the same unsynced bytes.
//
// In one process: install(), name kName as the ledger's vfs, powerCut(), close what was open, powerOn().
// For another program: LD_PRELOAD=<build>/tests/support/libqd_unsynced_preload.so makes it that program's default VFS.

#include <cstdint>

namespace qd::test {

class UnsyncedVfs {
public:
    static constexpr const char *kName = "qd-unsynced";

    /// Registers the VFS (once) and sets it back to a sound disk with room.
    static UnsyncedVfs &install(bool asDefault = false);

    /// All unsynced bytes are gone, and every access fails until powerOn(). Close the connections in between.
    void powerCut();
    void powerOn();
    /// A disk (or a careless program) that says "synced" and is not.
    void ignoreSyncs(bool ignore);
    /// Bytes by which files may still grow; negative = no limit. Beyond it: SQLITE_FULL.
    void setRoom(std::int64_t bytes);
    [[nodiscard]] std::uint64_t syncs() const;
};

} // namespace qd::test
