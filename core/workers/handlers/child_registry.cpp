#include "core/workers/handlers/child_registry.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <map>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/uuid.h"
#include "core/workers/handlers/process_table.h"

namespace qd {

namespace {

/// Header: "quarterdeck-children 1 <boot id>"; then the marker; then one record for each slot: "pid start-time".
constexpr std::size_t kRecordBytes = 64;
constexpr std::size_t kHeaderRecords = 2;
constexpr std::size_t kFileBytesMax = (4096 + kHeaderRecords) * kRecordBytes;
constexpr std::string_view kMagic = "quarterdeck-children 1 ";
constexpr auto kPatience = std::chrono::seconds{1};
constexpr auto kPollEvery = std::chrono::milliseconds{5};

struct Record {
    pid_t pid = 0;
    std::uint64_t startTime = 0; ///< 0: written by the child itself, which does not know it.
};

struct Stored {
    std::string bootId;
    std::string marker;
    std::vector<Record> records;
};

std::string readSmall(int file, std::size_t bytesMax) {
    std::string text;
    char buffer[4096];
    while (text.size() < bytesMax) {
        const ssize_t got = ::read(file, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        text.append(buffer, static_cast<std::size_t>(got));
    }
    return text;
}

std::string readSmall(const std::string &path, std::size_t bytesMax) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return {};
    std::string text = readSmall(file, bytesMax);
    ::close(file);
    return text;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
    return text;
}

std::string bootId() {
    return std::string{trimmed(readSmall("/proc/sys/kernel/random/boot_id", 64))};
}

std::size_t recordOffset(std::uint32_t slot) noexcept {
    return (kHeaderRecords + slot) * kRecordBytes;
}

void writeRecord(int file, std::size_t offset, std::string_view text) {
    char record[kRecordBytes];
    std::memset(record, ' ', sizeof record);
    record[kRecordBytes - 1] = '\n';
    text.copy(record, kRecordBytes - 1);
    // A full disk is no reason to refuse work: the record's place was written when the slot was first used.
    [[maybe_unused]] const ssize_t written = ::pwrite(file, record, sizeof record, static_cast<off_t>(offset));
}

Record parseRecord(std::string_view text) {
    Record record;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), record.pid);
    if (error != std::errc{} || record.pid <= 1 || end == text.data() + text.size()) return {};
    std::from_chars(end + 1, text.data() + text.size(), record.startTime);
    return record;
}

Stored parseFile(std::string_view text) {
    Stored stored;
    if (!text.starts_with(kMagic) || text.size() < kHeaderRecords * kRecordBytes) return stored;
    stored.bootId = trimmed(text.substr(kMagic.size(), kRecordBytes - kMagic.size()));
    stored.marker = trimmed(text.substr(kRecordBytes, kRecordBytes));
    for (std::size_t at = kHeaderRecords * kRecordBytes; at < text.size(); at += kRecordBytes)
        if (const Record record = parseRecord(trimmed(text.substr(at, kRecordBytes))); record.pid > 1)
            stored.records.push_back(record);
    return stored;
}

using Groups = std::map<pid_t, std::vector<pid_t>>;

/// The living members of the wanted groups.
Groups livingMembers(const std::set<pid_t> &groups) {
    Groups members;
    for (const pid_t pid : allProcesses()) {
        const ProcessLine line = readProcess(pid);
        if (!isGone(line) && groups.contains(line.group)) members[line.group].push_back(pid);
    }
    return members;
}

/// A process number may have been given to a stranger since: only certainty kills.
bool isOurs(const Record &record, const std::vector<pid_t> &members, const std::set<pid_t> &marked) {
    const ProcessLine leader = readProcess(record.pid);
    if (record.startTime != 0 && leader.startTime == record.startTime && leader.group == record.pid) return true;
    return std::ranges::any_of(members, [&](pid_t pid) { return marked.contains(pid); });
}

std::set<pid_t> killGroups(const Stored &stored) {
    std::set<pid_t> killed;
    if (stored.records.empty()) return killed;
    std::set<pid_t> recorded;
    for (const Record &record : stored.records) recorded.insert(record.pid);
    std::set<pid_t> marked;
    for (const MarkedProcess &process : markedProcesses(stored.marker)) marked.insert(process.pid);
    Groups members = livingMembers(recorded);
    for (const Record &record : stored.records) {
        const auto &living = members[record.pid];
        if (living.empty() || record.pid == ::getpgrp() || !isOurs(record, living, marked)) continue;
        if (::kill(-record.pid, SIGKILL) == 0) killed.insert(record.pid);
    }
    return killed;
}

/// Until nobody is left: a stray that was found may have started another one before it died.
void waitUntilGone(const std::set<pid_t> &groups, const std::string &marker, SurvivorReport &report) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    std::set<pid_t> strays;
    for (;;) {
        report.stillAlive = 0;
        if (!groups.empty())
            for (const auto &entry : livingMembers(groups))
                report.stillAlive += static_cast<std::uint32_t>(entry.second.size());
        for (const MarkedProcess &process : markedProcesses(marker)) {
            if (groups.contains(process.group)) continue;
            ++report.stillAlive;
            if (signalMarked(process, marker, SIGKILL)) strays.insert(process.pid);
        }
        report.strayKilled = static_cast<std::uint32_t>(strays.size());
        if (report.stillAlive == 0 || std::chrono::steady_clock::now() >= until) return;
        std::this_thread::sleep_for(kPollEvery);
    }
}

/// Without a record, too: what a task that had ended left behind has none.
SurvivorReport reap(int file) {
    ::lseek(file, 0, SEEK_SET);
    const Stored stored = parseFile(readSmall(file, kFileBytesMax));
    SurvivorReport report;
    report.recorded = static_cast<std::uint32_t>(stored.records.size());
    if (stored.marker.empty() || stored.bootId != bootId()) return report;
    const std::set<pid_t> groups = killGroups(stored);
    report.groupsKilled = static_cast<std::uint32_t>(groups.size());
    waitUntilGone(groups, stored.marker, report);
    return report;
}

std::string systemError() {
    return std::strerror(errno);
}

/// A host that was killed a moment ago may still hold the lock: its last child between fork and exec does.
Result<int> openLocked(const std::filesystem::path &path, int flags) {
    const int file = ::open(path.c_str(), flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return fail(ErrorCode::Io, fmt::format("{}: {}", path.string(), systemError()));
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() >= until) {
            const bool isHeld = errno == EWOULDBLOCK;
            ::close(file);
            return isHeld ? fail(ErrorCode::Conflict, fmt::format("{} is used by another engine", path.string()))
                          : fail(ErrorCode::Io, fmt::format("{}: {}", path.string(), systemError()));
        }
        std::this_thread::sleep_for(kPollEvery);
    }
    return file;
}

} // namespace

std::uint64_t processStartTime(pid_t pid) {
    return readProcess(pid).startTime;
}

Result<SurvivorReport> reapSurvivors(const std::filesystem::path &file) {
    std::error_code missing;
    if (!std::filesystem::exists(file, missing)) return SurvivorReport{};
    auto opened = openLocked(file, 0);
    if (!opened) return std::unexpected(opened.error());
    const SurvivorReport report = reap(*opened);
    const bool isEmptied = ::ftruncate(*opened, 0) == 0;
    ::close(*opened);
    if (!isEmptied) return fail(ErrorCode::Io, fmt::format("{} cannot be emptied", file.string()));
    return report;
}

Result<ChildRegistry> ChildRegistry::open(const std::filesystem::path &path, SurvivorReport &survivors) {
    auto file = openLocked(path, O_CREAT);
    if (!file) return std::unexpected(file.error());
    ChildRegistry registry(*file, Uuid::random().text());
    survivors = reap(*file);
    if (::ftruncate(*file, 0) != 0) return fail(ErrorCode::Io, fmt::format("{}: {}", path.string(), systemError()));
    writeRecord(*file, 0, fmt::format("{}{}", kMagic, bootId()));
    writeRecord(*file, kRecordBytes, registry.m_marker);
    return registry;
}

ChildRegistry::ChildRegistry(ChildRegistry &&other) noexcept
    : m_file(std::exchange(other.m_file, -1)), m_marker(std::move(other.m_marker)) {}

ChildRegistry::~ChildRegistry() {
    if (m_file >= 0) ::close(m_file);
}

void ChildRegistry::enter(std::uint32_t slot, pid_t pid) const {
    writeRecord(m_file, recordOffset(slot), fmt::format("{} {}", pid, processStartTime(pid)));
}

void ChildRegistry::leave(std::uint32_t slot) const {
    writeRecord(m_file, recordOffset(slot), {});
}

void ChildRegistry::enterSelf(std::uint32_t slot) const noexcept {
    char record[kRecordBytes];
    for (char &c : record) c = ' ';
    record[kRecordBytes - 1] = '\n';
    char digits[20];
    int count = 0;
    for (pid_t pid = ::getpid(); pid > 0; pid /= 10) digits[count++] = static_cast<char>('0' + pid % 10);
    std::size_t at = 0;
    while (count > 0) record[at++] = digits[--count];
    record[++at] = '0'; // After a blank: the start time, which the parent fills in.
    [[maybe_unused]] const ssize_t written =
        ::pwrite(m_file, record, sizeof record, static_cast<off_t>(recordOffset(slot)));
}

} // namespace qd
