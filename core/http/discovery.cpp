#include "core/http/discovery.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qd::http {

std::filesystem::path engineAddressFile(const std::filesystem::path &dataFolder) {
    return dataFolder / "engine.json";
}

Result<void> writeEngineAddress(const std::filesystem::path &dataFolder, const EngineAddress &address) {
    const std::filesystem::path file = engineAddressFile(dataFolder);
    const std::filesystem::path draft{fmt::format("{}.{}.new", file.string(), ::getpid())};
    const auto failure = [&file] {
        return fail(ErrorCode::Io, fmt::format("Cannot write {}: {}", file.string(), std::strerror(errno)));
    };
    std::error_code ignored; // open() below says what is wrong.
    std::filesystem::create_directories(dataFolder, ignored);
    ::unlink(draft.c_str());
    const int fd = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return failure();
    const std::string text = engineAddressToJson(address) + "\n";
    const bool isWritten = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(fd);
    if (isWritten && ::rename(draft.c_str(), file.c_str()) == 0) return {};
    auto out = failure();
    ::unlink(draft.c_str());
    return out;
}

Result<EngineAddress> readEngineAddress(const std::filesystem::path &dataFolder) {
    const std::filesystem::path file = engineAddressFile(dataFolder);
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return fail(errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
                    fmt::format("{}: {}", file.string(), std::strerror(errno)));
    std::array<char, 16 * 1024> bytes{};
    const ssize_t count = ::read(fd, bytes.data(), bytes.size());
    ::close(fd);
    if (count < 0) return fail(ErrorCode::Io, fmt::format("{}: cannot be read", file.string()));
    return engineAddressFromJson({bytes.data(), static_cast<std::size_t>(count)});
}

void removeEngineAddress(const std::filesystem::path &dataFolder) {
    const auto address = readEngineAddress(dataFolder);
    if (address && address->pid == ::getpid()) ::unlink(engineAddressFile(dataFolder).c_str());
}

} // namespace qd::http
