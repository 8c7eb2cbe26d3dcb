#pragma once
// Owners for SQLite's handles. Inside this room only: nothing outside includes sqlite3.h.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include <sqlite3.h>

#include "core/base/error.h"

namespace qd {

/// Results are SQLite's codes; Database::error() turns them into words.
class Statement {
public:
    Statement() = default;
    explicit Statement(sqlite3_stmt *handle) : m_handle(handle) {}
    Statement(Statement &&other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) {}
    Statement &operator=(Statement &&other) noexcept {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;
    ~Statement() { sqlite3_finalize(m_handle); }

    [[nodiscard]] explicit operator bool() const noexcept { return m_handle != nullptr; }
    void bind(int index, std::int64_t value) noexcept { sqlite3_bind_int64(m_handle, index, value); }
    /// The text must outlive the next step().
    void bindText(int index, std::string_view value) noexcept {
        sqlite3_bind_text(m_handle, index, value.empty() ? "" : value.data(), static_cast<int>(value.size()),
                          SQLITE_STATIC);
    }
    void bindBlob(int index, std::string_view value) noexcept {
        sqlite3_bind_blob(m_handle, index, value.empty() ? "" : value.data(), static_cast<int>(value.size()),
                          SQLITE_STATIC);
    }
    int step() noexcept { return sqlite3_step(m_handle); } ///< SQLITE_ROW, SQLITE_DONE or an error.
    void reset() noexcept { sqlite3_reset(m_handle); }
    /// For statements without rows: SQLITE_OK or an error; ready for the next use.
    int run() noexcept {
        const int code = sqlite3_step(m_handle);
        sqlite3_reset(m_handle);
        return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
    }
    [[nodiscard]] std::int64_t number(int column) const noexcept { return sqlite3_column_int64(m_handle, column); }
    /// Text or blob; valid until the next step() or reset().
    [[nodiscard]] std::string_view text(int column) const noexcept {
        const auto *data = static_cast<const char *>(sqlite3_column_blob(m_handle, column));
        return data == nullptr
                   ? std::string_view{}
                   : std::string_view{data, static_cast<std::size_t>(sqlite3_column_bytes(m_handle, column))};
    }

private:
    sqlite3_stmt *m_handle = nullptr;
};

/// One connection. Thread: one at a time, but interrupt() from any.
class Database {
public:
    enum class Mode { ReadOnly, ReadWrite, Create };

    Database() = default;
    Database(Database &&other) noexcept
        : m_handle(std::exchange(other.m_handle, nullptr)), m_path(std::move(other.m_path)) {}
    Database &operator=(Database &&other) noexcept {
        std::swap(m_handle, other.m_handle);
        std::swap(m_path, other.m_path);
        return *this;
    }
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;
    ~Database() { close(); }

    [[nodiscard]] static Result<Database> open(const std::filesystem::path &path, Mode mode, const std::string &vfs);
    void close() noexcept;

    [[nodiscard]] int exec(const char *sql) noexcept { return sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr); }
    [[nodiscard]] Result<void> execute(const std::string &sql);
    [[nodiscard]] Result<Statement> prepare(std::string_view sql) const;
    /// The first column of the first row, 0 without one.
    [[nodiscard]] Result<std::int64_t> number(std::string_view sql) const;
    /// The error of `code`, in words that name the file and say what to do.
    [[nodiscard]] Error error(int code) const;
    [[nodiscard]] bool inTransaction() const noexcept { return sqlite3_get_autocommit(m_handle) == 0; }
    [[nodiscard]] std::uint64_t changes() const noexcept {
        return static_cast<std::uint64_t>(sqlite3_changes64(m_handle));
    }
    [[nodiscard]] sqlite3 *handle() const noexcept { return m_handle; }
    [[nodiscard]] const std::filesystem::path &path() const noexcept { return m_path; }
    /// May a later attempt work without anybody repairing the file? (Full disk, somebody else's lock, no memory.)
    [[nodiscard]] bool isTransient(int code) const noexcept;

private:
    sqlite3 *m_handle = nullptr;
    std::filesystem::path m_path;
};

} // namespace qd
