#include "tests/support/unsynced_vfs.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <string>

#include <sqlite3.h>

namespace qd::test {

namespace {

constexpr std::int64_t kBlock = 4096;

/// What one file looks like to SQLite beyond what is on the disk. Shared by all its handles.
struct Overlay {
    std::map<std::int64_t, std::array<char, kBlock>> blocks; ///< Unsynced, by block number.
    std::int64_t size = 0;
    std::int64_t realValid = 0; ///< Bytes of the real file that count; beyond them it reads as zeros.
};

struct Disk {
    std::mutex mutex;
    std::map<std::string, std::shared_ptr<Overlay>> overlays;
    bool down = false;
    bool ignoreSyncs = false;
    std::int64_t room = -1;
    std::uint64_t syncs = 0;
    sqlite3_vfs *real = nullptr;
    sqlite3_vfs vfs{};
};

Disk &disk() {
    static auto *one = new Disk; // Outlives every connection, also those closed at exit.
    return *one;
}

using Guard = std::lock_guard<std::mutex>;

struct File {
    sqlite3_file base;
    std::shared_ptr<Overlay> *overlay; ///< Null: passed through (temporary files).
    sqlite3_file *real;
};

File *self(sqlite3_file *file) {
    return reinterpret_cast<File *>(file);
}

int readReal(File *file, char *out, std::int64_t amount, std::int64_t offset) {
    const std::int64_t valid = std::clamp<std::int64_t>((*file->overlay)->realValid - offset, 0, amount);
    std::memset(out, 0, static_cast<std::size_t>(amount));
    if (valid == 0) return SQLITE_OK;
    const int code = file->real->pMethods->xRead(file->real, out, static_cast<int>(valid), offset);
    return code == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : code;
}

int loadBlock(File *file, std::int64_t number, std::array<char, kBlock> *&out) {
    auto &blocks = (*file->overlay)->blocks;
    auto found = blocks.find(number);
    if (found == blocks.end()) {
        std::array<char, kBlock> fresh;
        if (const int code = readReal(file, fresh.data(), kBlock, number * kBlock); code != SQLITE_OK) return code;
        found = blocks.emplace(number, fresh).first;
    }
    out = &found->second;
    return SQLITE_OK;
}

int close(sqlite3_file *base) {
    File *file = self(base);
    const int code = file->real->pMethods != nullptr ? file->real->pMethods->xClose(file->real) : SQLITE_OK;
    delete file->overlay;
    return code;
}

int read(sqlite3_file *base, void *buffer, int amount, sqlite3_int64 offset) {
    File *file = self(base);
    const Guard guard{disk().mutex};
    if (disk().down) return SQLITE_IOERR_READ;
    if (file->overlay == nullptr) return file->real->pMethods->xRead(file->real, buffer, amount, offset);
    const Overlay &overlay = **file->overlay;
    char *out = static_cast<char *>(buffer);
    if (const int code = readReal(file, out, amount, offset); code != SQLITE_OK) return code;
    for (auto at = overlay.blocks.lower_bound(offset / kBlock); at != overlay.blocks.end(); ++at) {
        const std::int64_t from = std::max<std::int64_t>(at->first * kBlock, offset);
        const std::int64_t to = std::min<std::int64_t>((at->first + 1) * kBlock, offset + amount);
        if (from >= to) break;
        std::memcpy(out + (from - offset), at->second.data() + (from - at->first * kBlock),
                    static_cast<std::size_t>(to - from));
    }
    if (offset + amount <= overlay.size) return SQLITE_OK;
    const std::int64_t valid = std::clamp<std::int64_t>(overlay.size - offset, 0, amount);
    std::memset(out + valid, 0, static_cast<std::size_t>(amount - valid));
    return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file *base, const void *buffer, int amount, sqlite3_int64 offset) {
    File *file = self(base);
    const Guard guard{disk().mutex};
    if (disk().down) return SQLITE_IOERR_WRITE;
    if (file->overlay == nullptr) return file->real->pMethods->xWrite(file->real, buffer, amount, offset);
    Overlay &overlay = **file->overlay;
    const std::int64_t growth = std::max<std::int64_t>(0, offset + amount - overlay.size);
    if (disk().room >= 0 && growth > disk().room) return SQLITE_FULL;
    if (disk().room >= 0) disk().room -= growth;
    const char *in = static_cast<const char *>(buffer);
    for (std::int64_t done = 0; done < amount;) {
        const std::int64_t number = (offset + done) / kBlock;
        const std::int64_t inside = (offset + done) % kBlock;
        const std::int64_t part = std::min<std::int64_t>(kBlock - inside, amount - done);
        std::array<char, kBlock> *block = nullptr;
        if (const int code = loadBlock(file, number, block); code != SQLITE_OK) return code;
        std::memcpy(block->data() + inside, in + done, static_cast<std::size_t>(part));
        done += part;
    }
    overlay.size = std::max<std::int64_t>(overlay.size, offset + amount);
    return SQLITE_OK;
}

int truncate(sqlite3_file *base, sqlite3_int64 size) {
    File *file = self(base);
    const Guard guard{disk().mutex};
    if (disk().down) return SQLITE_IOERR_TRUNCATE;
    if (file->overlay == nullptr) return file->real->pMethods->xTruncate(file->real, size);
    Overlay &overlay = **file->overlay;
    if (size % kBlock != 0) {
        std::array<char, kBlock> *block = nullptr;
        if (const int code = loadBlock(file, size / kBlock, block); code != SQLITE_OK) return code;
        std::memset(block->data() + size % kBlock, 0, static_cast<std::size_t>(kBlock - size % kBlock));
    }
    overlay.blocks.erase(overlay.blocks.lower_bound((size + kBlock - 1) / kBlock), overlay.blocks.end());
    overlay.size = size;
    overlay.realValid = std::min<std::int64_t>(overlay.realValid, size);
    return SQLITE_OK;
}

int sync(sqlite3_file *base, int flags) {
    File *file = self(base);
    const Guard guard{disk().mutex};
    if (disk().down) return SQLITE_IOERR_FSYNC;
    ++disk().syncs;
    if (disk().ignoreSyncs) return SQLITE_OK;
    if (file->overlay == nullptr) return file->real->pMethods->xSync(file->real, flags);
    Overlay &overlay = **file->overlay;
    sqlite3_file *real = file->real;
    sqlite3_int64 realSize = 0;
    if (real->pMethods->xFileSize(real, &realSize) == SQLITE_OK && realSize > overlay.realValid)
        (void)real->pMethods->xTruncate(real, overlay.realValid);
    for (const auto &[number, bytes] : overlay.blocks) {
        const std::int64_t amount = std::min<std::int64_t>(kBlock, overlay.size - number * kBlock);
        if (amount <= 0) continue;
        const int code = real->pMethods->xWrite(real, bytes.data(), static_cast<int>(amount), number * kBlock);
        if (code != SQLITE_OK) return code;
    }
    overlay.blocks.clear();
    overlay.realValid = overlay.size;
    return real->pMethods->xSync(real, flags);
}

int fileSize(sqlite3_file *base, sqlite3_int64 *out) {
    File *file = self(base);
    const Guard guard{disk().mutex};
    if (disk().down) return SQLITE_IOERR_FSTAT;
    if (file->overlay == nullptr) return file->real->pMethods->xFileSize(file->real, out);
    *out = (*file->overlay)->size;
    return SQLITE_OK;
}

int lock(sqlite3_file *base, int level) {
    return self(base)->real->pMethods->xLock(self(base)->real, level);
}
int unlock(sqlite3_file *base, int level) {
    return self(base)->real->pMethods->xUnlock(self(base)->real, level);
}
int checkReserved(sqlite3_file *base, int *out) {
    return self(base)->real->pMethods->xCheckReservedLock(self(base)->real, out);
}
int control(sqlite3_file *base, int operation, void *argument) {
    // Both would change the real file behind the overlay's back.
    if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_NOTFOUND;
    return self(base)->real->pMethods->xFileControl(self(base)->real, operation, argument);
}
int sectorSize(sqlite3_file *base) {
    return self(base)->real->pMethods->xSectorSize(self(base)->real);
}
int characteristics(sqlite3_file *base) {
    return self(base)->real->pMethods->xDeviceCharacteristics(self(base)->real);
}
int shmMap(sqlite3_file *base, int page, int size, int extend, void volatile **out) {
    return self(base)->real->pMethods->xShmMap(self(base)->real, page, size, extend, out);
}
int shmLock(sqlite3_file *base, int offset, int count, int flags) {
    return self(base)->real->pMethods->xShmLock(self(base)->real, offset, count, flags);
}
void shmBarrier(sqlite3_file *base) {
    self(base)->real->pMethods->xShmBarrier(self(base)->real);
}
int shmUnmap(sqlite3_file *base, int remove) {
    return self(base)->real->pMethods->xShmUnmap(self(base)->real, remove);
}

// Version 2: without memory mapping of the file itself, which would read past the overlay.
const sqlite3_io_methods kMethods = {
    2,        close,         read,    write,      truncate,        sync,   fileSize, lock,
    unlock,   checkReserved, control, sectorSize, characteristics, shmMap, shmLock,  shmBarrier,
    shmUnmap, nullptr,       nullptr};

int open(sqlite3_vfs *, const char *name, sqlite3_file *base, int flags, int *outFlags) {
    File *file = self(base);
    file->base.pMethods = nullptr;
    file->overlay = nullptr;
    file->real = reinterpret_cast<sqlite3_file *>(reinterpret_cast<char *>(file) + sizeof(File));
    std::memset(file->real, 0, static_cast<std::size_t>(disk().real->szOsFile));
    const Guard guard{disk().mutex};
    if (disk().down) return SQLITE_CANTOPEN;
    const int code = disk().real->xOpen(disk().real, name, file->real, flags, outFlags);
    if (file->real->pMethods == nullptr) return code;
    file->base.pMethods = &kMethods;
    constexpr int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
    if (code != SQLITE_OK || name == nullptr || (flags & kept) == 0) return code;
    auto &overlay = disk().overlays[name];
    if (!overlay) {
        sqlite3_int64 size = 0;
        (void)file->real->pMethods->xFileSize(file->real, &size);
        overlay = std::make_shared<Overlay>();
        overlay->size = overlay->realValid = size;
    }
    file->overlay = new std::shared_ptr<Overlay>{overlay};
    return code;
}

int remove(sqlite3_vfs *, const char *name, int syncFolder) {
    const Guard guard{disk().mutex};
    if (disk().down) return SQLITE_IOERR_DELETE;
    disk().overlays.erase(name);
    return disk().real->xDelete(disk().real, name, syncFolder);
}

} // namespace

UnsyncedVfs &UnsyncedVfs::install(bool asDefault) {
    static UnsyncedVfs one;
    Disk &d = disk();
    {
        const Guard guard{d.mutex};
        if (d.real == nullptr) {
            d.real = sqlite3_vfs_find(nullptr);
            d.vfs = *d.real;
            d.vfs.pNext = nullptr;
            d.vfs.zName = kName;
            d.vfs.szOsFile = static_cast<int>(sizeof(File)) + d.real->szOsFile;
            d.vfs.xOpen = open;
            d.vfs.xDelete = remove;
        }
        d.overlays.clear();
        d.down = d.ignoreSyncs = false;
        d.room = -1;
        d.syncs = 0;
    }
    sqlite3_vfs_register(&d.vfs, asDefault ? 1 : 0);
    return one;
}

void UnsyncedVfs::powerCut() {
    const Guard guard{disk().mutex};
    disk().down = true;
    for (auto &[name, overlay] : disk().overlays) overlay->blocks.clear();
    disk().overlays.clear();
}

void UnsyncedVfs::powerOn() {
    const Guard guard{disk().mutex};
    disk().down = false;
}

void UnsyncedVfs::ignoreSyncs(bool ignore) {
    const Guard guard{disk().mutex};
    disk().ignoreSyncs = ignore;
}

void UnsyncedVfs::setRoom(std::int64_t bytes) {
    const Guard guard{disk().mutex};
    disk().room = bytes;
}

std::uint64_t UnsyncedVfs::syncs() const {
    const Guard guard{disk().mutex};
    return disk().syncs;
}

} // namespace qd::test
