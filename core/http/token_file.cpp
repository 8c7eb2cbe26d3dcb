#include "core/http/token_file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qd::http {

namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kTokenCharsMin = 32;
constexpr std::size_t kTokenFileBytesMax = 4096;

struct Fd {
    int value;
    ~Fd() {
        if (value >= 0) ::close(value);
    }
};

Error systemError(std::string_view what, const std::filesystem::path &file) {
    return {ErrorCode::Io, fmt::format("{} {}: {}", what, file.string(), std::strerror(errno))};
}

Result<void> checkOwner(int fd, const std::filesystem::path &file) {
    struct stat info{};
    if (::fstat(fd, &info) != 0) return std::unexpected(systemError("Cannot look at", file));
    if (!S_ISREG(info.st_mode)) return fail(ErrorCode::Denied, fmt::format("{} is not a file", file.string()));
    if (info.st_uid != ::geteuid())
        return fail(ErrorCode::Denied, fmt::format("{} belongs to another user", file.string()));
    if ((info.st_mode & 077U) != 0)
        return fail(ErrorCode::Denied, fmt::format("{} can be read by others; run: chmod 600 '{}' (and delete it to "
                                                   "get a new token if anybody may have seen it)",
                                                   file.string(), file.string()));
    return {};
}

Result<std::string> load(const std::filesystem::path &file) {
    const Fd fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    if (fd.value < 0 && errno == ENOENT) return fail(ErrorCode::NotFound, file.string());
    if (fd.value < 0) return std::unexpected(systemError("Cannot open the token file", file));
    if (auto checked = checkOwner(fd.value, file); !checked) return std::unexpected(checked.error());
    std::array<char, kTokenFileBytesMax> bytes{};
    const ssize_t count = ::read(fd.value, bytes.data(), bytes.size());
    if (count < 0) return std::unexpected(systemError("Cannot read the token file", file));
    std::string_view token{bytes.data(), static_cast<std::size_t>(count)};
    token = token.substr(0, token.find_first_of("\r\n"));
    if (token.size() < kTokenCharsMin || token.find_first_of(" \t") != std::string_view::npos)
        return fail(ErrorCode::Corrupt,
                    fmt::format("{} holds no token of at least {} characters; delete it to get a new one",
                                file.string(), kTokenCharsMin));
    return std::string{token};
}

Result<std::string> freshToken() {
    std::array<unsigned char, kTokenBytes> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return fail(ErrorCode::Io, "The system gives no random bytes");
    std::string out;
    for (const unsigned char byte : bytes) out += fmt::format("{:02x}", byte);
    return out;
}

/// Whole or not at all: written under another name, then linked; the link fails when somebody else was first.
Result<void> make(const std::filesystem::path &file) {
    std::error_code code;
    std::filesystem::create_directories(file.parent_path(), code);
    const auto token = freshToken();
    if (!token) return std::unexpected(token.error());
    const std::filesystem::path draft{fmt::format("{}.{}.new", file.string(), ::getpid())};
    ::unlink(draft.c_str());
    Result<void> done;
    {
        const Fd fd{::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
        if (fd.value < 0) return std::unexpected(systemError("Cannot make the token file", draft));
        const std::string line = *token + "\n";
        // The umask may have taken bits away from the owner, too.
        if (::fchmod(fd.value, 0600) != 0 ||
            ::write(fd.value, line.data(), line.size()) != static_cast<ssize_t>(line.size()) || ::fsync(fd.value) != 0)
            done = std::unexpected(systemError("Cannot write the token file", draft));
    }
    if (done && ::link(draft.c_str(), file.c_str()) != 0 && errno != EEXIST)
        done = std::unexpected(systemError("Cannot make the token file", file));
    ::unlink(draft.c_str());
    return done;
}

} // namespace

Result<std::string> loadOrMakeToken(const std::filesystem::path &file) {
    auto token = load(file);
    if (token || token.error().code != ErrorCode::NotFound) return token;
    if (auto made = make(file); !made) return std::unexpected(made.error());
    return load(file);
}

bool isBearer(std::string_view authorization, std::string_view token) noexcept {
    constexpr std::string_view kScheme = "bearer ";
    if (authorization.size() != kScheme.size() + token.size() || token.empty()) return false;
    for (std::size_t i = 0; i < kScheme.size(); ++i)
        if ((authorization[i] | 0x20) != kScheme[i]) return false;
    return CRYPTO_memcmp(authorization.data() + kScheme.size(), token.data(), token.size()) == 0;
}

} // namespace qd::http
