#include "core/example/checksum_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

extern char **environ; // NOLINT(readability-redundant-declaration): POSIX wants the user to declare it

namespace qd::example {

namespace {

constexpr std::size_t kSumDigits = 64;
constexpr std::size_t kBadLinesMax = 10;

bool isSum(std::string_view text) {
    return text.size() == kSumDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void judge(ChecksumVerdict &verdict, std::string_view line) {
    if (line.ends_with(": OK")) {
        ++verdict.ok;
    } else if (!line.empty()) {
        ++verdict.bad;
        if (verdict.badLines.size() < kBadLinesMax) verdict.badLines.emplace_back(line);
    }
}

/// Reads the pipe to its end, line by line, and closes it.
void judgeAll(ChecksumVerdict &verdict, int pipe) {
    std::string pending;
    std::array<char, 65'536> buffer{};
    for (;;) {
        const ssize_t got = read(pipe, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        pending.append(buffer.data(), static_cast<std::size_t>(got));
        std::size_t from = 0;
        for (std::size_t end = pending.find('\n'); end != std::string::npos; end = pending.find('\n', from)) {
            judge(verdict, std::string_view{pending}.substr(from, end - from));
            from = end + 1;
        }
        pending.erase(0, from);
    }
    judge(verdict, pending);
    close(pipe);
}

} // namespace

std::size_t ChecksumFile::add(std::string_view output) {
    std::size_t lines = 0;
    while (!output.empty()) {
        const std::size_t end = std::min(output.find('\n'), output.size());
        const std::string_view line = output.substr(0, end);
        output.remove_prefix(std::min(end + 1, output.size()));
        // Two spaces, or a space and an asterisk for binary mode.
        if (line.size() <= kSumDigits + 2 || !isSum(line.substr(0, kSumDigits)) || line[kSumDigits] != ' ') continue;
        ++lines;
        const std::string sum{line.substr(0, kSumDigits)};
        const auto [it, isNew] = m_sums.emplace(line.substr(kSumDigits + 2), sum);
        if (!isNew && it->second != sum) {
            it->second = sum;
            ++m_changed;
        }
    }
    return lines;
}

namespace {

std::filesystem::path draftOf(std::filesystem::path file) {
    file += ".part";
    return file;
}

std::unexpected<Error> notWritable(const std::filesystem::path &file) {
    return fail(ErrorCode::Io, fmt::format("{} cannot be written. Name another place for the report.", file.string()));
}

} // namespace

Result<void> checkReportPlace(const std::filesystem::path &file) {
    std::error_code error;
    const std::filesystem::path draft = draftOf(file);
    const bool opens = static_cast<bool>(std::ofstream{draft, std::ios::binary | std::ios::trunc});
    std::filesystem::remove(draft, error);
    if (!opens || std::filesystem::is_directory(file, error)) return notWritable(file);
    return {};
}

Result<void> ChecksumFile::write(const std::filesystem::path &file) const {
    const std::filesystem::path draft = draftOf(file);
    std::ofstream stream(draft, std::ios::binary | std::ios::trunc);
    for (const auto &[name, sum] : m_sums) stream << sum << "  " << name << '\n';
    stream.close();
    std::error_code error;
    if (stream) std::filesystem::rename(draft, file, error);
    if (!stream || error) return notWritable(file);
    return {};
}

Result<ChecksumVerdict> runSha256sumCheck(const std::filesystem::path &file) {
    std::array<int, 2> ends{-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(ErrorCode::Io, "No pipe for sha256sum.");
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::string program = "sha256sum";
    std::string check = "-c";
    std::string dashes = "--";
    std::string name = file.string();
    std::array<char *, 5> argv = {program.data(), check.data(), dashes.data(), name.data(), nullptr};
    pid_t child = 0;
    const int failed = posix_spawnp(&child, program.c_str(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (failed != 0) {
        close(ends[0]);
        return fail(ErrorCode::Io, fmt::format("sha256sum cannot be started: {}.", std::strerror(failed))); // NOLINT
    }
    ChecksumVerdict verdict;
    judgeAll(verdict, ends[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    verdict.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return verdict;
}

} // namespace qd::example
