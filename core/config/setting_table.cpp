#include "core/config/setting_table.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <type_traits>

#include "core/base/duration_text.h"

namespace qd {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kTextBytesMax = 4096;
constexpr std::size_t kListMax = 1000;

/// `get` hands out a reference to the field, for const and mutable settings alike.
template <typename Get>
SettingKey integer(std::string_view key, std::uint64_t low, std::uint64_t high, Get get, std::string_view help,
                   std::uint64_t scale = 1) {
    using Field = std::remove_reference_t<decltype(get(std::declval<Settings &>()))>;
    SettingKey out{key, help, SettingType::Integer, fmt::format("{} .. {}", low, high), {}, {}};
    out.assign = [=](Settings &settings, const RawValue &raw) -> std::string {
        const auto *value = std::get_if<std::int64_t>(&raw);
        if (value == nullptr) return "must be a whole number";
        if (*value < 0 || static_cast<std::uint64_t>(*value) < low || static_cast<std::uint64_t>(*value) > high)
            return "is out of range";
        get(settings) = static_cast<Field>(static_cast<std::uint64_t>(*value) * scale);
        return {};
    };
    out.read = [=](const Settings &settings) -> RawValue {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(get(settings)) / scale);
    };
    return out;
}

template <typename Get>
SettingKey span(std::string_view key, Duration low, Duration high, Get get, std::string_view help) {
    SettingKey out{key, help, SettingType::Text, fmt::format("{} .. {}", durationText(low), durationText(high)),
                   {},  {}};
    out.assign = [=](Settings &settings, const RawValue &raw) -> std::string {
        const auto *text = std::get_if<std::string>(&raw);
        const auto value = text != nullptr ? parseDuration(*text) : std::nullopt;
        if (!value) return "must be a duration with its unit in quotes, as in \"10s\", \"500ms\", \"7d\"";
        if (*value < low || *value > high) return "is out of range";
        get(settings) = *value;
        return {};
    };
    out.read = [=](const Settings &settings) -> RawValue { return durationText(get(settings)); };
    return out;
}

template <typename Get>
SettingKey decimal(std::string_view key, double low, double high, Get get, std::string_view help) {
    SettingKey out{key, help, SettingType::Decimal, fmt::format("{} .. {}", low, high), {}, {}};
    out.assign = [=](Settings &settings, const RawValue &raw) -> std::string {
        double value = std::numeric_limits<double>::quiet_NaN();
        if (const auto *number = std::get_if<double>(&raw)) value = *number;
        if (const auto *number = std::get_if<std::int64_t>(&raw)) value = static_cast<double>(*number);
        if (!std::isfinite(value)) return "must be a number";
        if (value < low || value > high) return "is out of range";
        get(settings) = value;
        return {};
    };
    out.read = [=](const Settings &settings) -> RawValue { return get(settings); };
    return out;
}

template <typename Get> SettingKey toggle(std::string_view key, Get get, std::string_view help) {
    SettingKey out{key, help, SettingType::Switch, "true | false", {}, {}};
    out.assign = [=](Settings &settings, const RawValue &raw) -> std::string {
        const auto *value = std::get_if<bool>(&raw);
        if (value == nullptr) return "must be true or false";
        get(settings) = *value;
        return {};
    };
    out.read = [=](const Settings &settings) -> RawValue { return get(settings); };
    return out;
}

/// One of a few words; `get` gives the field, `values` its value for each word.
template <typename Get, typename Value>
SettingKey choice(std::string_view key, std::vector<std::pair<std::string_view, Value>> values, Get get,
                  std::string_view help) {
    std::string range;
    for (const auto &[word, value] : values) range += (range.empty() ? "" : " | ") + std::string{word};
    SettingKey out{key, help, SettingType::Text, range, {}, {}};
    out.assign = [=](Settings &settings, const RawValue &raw) -> std::string {
        const auto *text = std::get_if<std::string>(&raw);
        if (text == nullptr) return "must be one of the words, in quotes";
        for (const auto &[word, value] : values) {
            if (word != *text) continue;
            get(settings) = value;
            return {};
        }
        return "is none of the words";
    };
    out.read = [=](const Settings &settings) -> RawValue {
        for (const auto &[word, value] : values)
            if (get(settings) == value) return std::string{word};
        return std::string{};
    };
    return out;
}

std::string checkText(const std::string &text) {
    if (text.size() > kTextBytesMax) return fmt::format("is longer than {} bytes", kTextBytesMax);
    if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
        return "holds control characters";
    return {};
}

template <typename Get> SettingKey path(std::string_view key, Get get, std::string_view help) {
    SettingKey out{key, help, SettingType::Text, "a path; empty = the default place", {}, {}};
    out.assign = [=](Settings &settings, const RawValue &raw) -> std::string {
        const auto *text = std::get_if<std::string>(&raw);
        if (text == nullptr) return "must be a path in quotes";
        if (auto wrong = checkText(*text); !wrong.empty()) return wrong;
        std::filesystem::path value{*text};
        if (text->starts_with("~/")) value = homeFolder() / text->substr(2);
        get(settings) = value;
        return {};
    };
    out.read = [=](const Settings &settings) -> RawValue { return get(settings).string(); };
    return out;
}

template <typename Get> SettingKey list(std::string_view key, std::string_view range, Get get, std::string_view help) {
    SettingKey out{key, help, SettingType::List, std::string{range}, {}, {}};
    out.assign = [=](Settings &settings, const RawValue &raw) -> std::string {
        const auto *values = std::get_if<std::vector<std::string>>(&raw);
        if (values == nullptr) return "must be a list of texts, as in [\"sha256sum\", \"cat\"]";
        if (values->size() > kListMax) return fmt::format("has more than {} entries", kListMax);
        for (const std::string &text : *values) {
            if (text.empty()) return "has an empty entry";
            if (auto wrong = checkText(text); !wrong.empty()) return "has an entry that " + wrong;
        }
        get(settings) = *values;
        return {};
    };
    out.read = [=](const Settings &settings) -> RawValue { return get(settings); };
    return out;
}

bool isLoopback(std::string_view address) {
    if (address == "localhost" || address == "::1" || address == "[::1]") return true;
    if (!address.starts_with("127.")) return false;
    int dots = 0;
    for (const char c : address) {
        if (c == '.')
            ++dots;
        else if (c < '0' || c > '9')
            return false;
    }
    return dots == 3 && address.back() != '.';
}

SettingKey doorAddress() {
    SettingKey out{"door.address",
                   "Address the HTTP door listens on.",
                   SettingType::Text,
                   "127.0.0.1 or another loopback address",
                   {},
                   {}};
    out.assign = [](Settings &settings, const RawValue &raw) -> std::string {
        const auto *text = std::get_if<std::string>(&raw);
        if (text == nullptr) return "must be an address in quotes";
        if (!isLoopback(*text))
            return "is not a loopback address: the door speaks plain HTTP with one admin token and stays on this "
                   "machine until TLS and roles exist";
        settings.door.address = *text;
        return {};
    };
    out.read = [](const Settings &settings) -> RawValue { return settings.door.address; };
    return out;
}

// The field a key stands for, as something that works on const and mutable settings.
#define QD_FIELD(name) [](auto &settings) -> auto & { return settings.name; }

std::vector<SettingKey> makeTable() {
    using Words = std::vector<std::pair<std::string_view, std::string>>;
    const Words levels = {{"debug", "debug"}, {"info", "info"}, {"warning", "warning"}, {"error", "error"}};
    return {
        choice<>("profile",
                 std::vector<std::pair<std::string_view, Profile>>{{"development", Profile::Development},
                                                                   {"staging", Profile::Staging},
                                                                   {"production", Profile::Production},
                                                                   {"test", Profile::Test}},
                 QD_FIELD(profile), "Environment: sets some defaults and raises the confirmation tiers in production."),
        path("data_folder", QD_FIELD(dataFolder), "Where ledger, token and engine.json live."),

        choice<>("ledger.kind",
                 std::vector<std::pair<std::string_view, LedgerKind>>{{"memory", LedgerKind::Memory},
                                                                      {"sqlite", LedgerKind::Sqlite}},
                 QD_FIELD(ledger.kind), "Where tasks are kept: memory is lost on exit, sqlite is durable."),
        path("ledger.path", QD_FIELD(ledger.path), "The ledger's file; empty = ledger.db in the data folder."),
        integer("ledger.keep_rows", 1'000, 100'000'000, QD_FIELD(ledger.keepRows),
                "How many final tasks are kept before the oldest are pruned."),
        span("ledger.keep_for", minutes{1}, hours{24 * 3650}, QD_FIELD(ledger.keepFor),
             "How long final tasks are kept."),
        integer("ledger.wal_max_mb", 16, 4096, QD_FIELD(ledger.walBytesMax),
                "MB that the write-ahead log may reach before the writer is paced.", 1ULL << 20),

        integer("pool.workers", 1, 10'000, QD_FIELD(pool.workers), "Workers at the start; overrides change it later."),
        integer("pool.slots", 1, 1024, QD_FIELD(pool.slotCount), "Tasks that one worker runs at once."),
        integer("pool.threads", 0, 1024, QD_FIELD(pool.threads),
                "Threads for registered functions and burning work; 0 = one per core."),

        integer("tasks.attempts", 1, 100, QD_FIELD(tasks.attempts),
                "Handler failures until a task goes to the dead letters."),
        integer("tasks.deliveries", 1, 1000, QD_FIELD(tasks.deliveries),
                "Lost deliveries until a task counts as poison."),
        span("tasks.timeout", milliseconds{10}, hours{24 * 7}, QD_FIELD(tasks.timeout), "Time limit of one attempt."),
        span("tasks.retry_base", milliseconds{1}, hours{1}, QD_FIELD(tasks.retryBase), "First pause before a retry."),
        span("tasks.retry_cap", milliseconds{1}, hours{24}, QD_FIELD(tasks.retryCap), "Longest pause before a retry."),
        decimal("tasks.retry_multiplier", 1, 10, QD_FIELD(tasks.retryMultiplier), "Growth of the pause per attempt."),
        span("tasks.key_window", seconds{1}, hours{24 * 30}, QD_FIELD(tasks.keyWindow),
             "How long an idempotency key stays claimed."),

        span("lease.length", milliseconds{500}, minutes{10}, QD_FIELD(lease.length),
             "Silence after which a worker's tasks are given to others."),
        span("lease.heartbeat", milliseconds{100}, minutes{1}, QD_FIELD(lease.heartbeat),
             "How often workers renew their leases; at most a third of lease.length."),
        span("lease.sweep", milliseconds{50}, seconds{30}, QD_FIELD(lease.sweep),
             "How often leases are looked through."),

        integer("limits.inbox", 16, 1'000'000, QD_FIELD(limits.inbox), "Commands that may wait; more are refused."),
        integer("limits.tasks", 10, 100'000'000, QD_FIELD(limits.tasks),
                "Unfinished tasks in memory; more are refused."),
        integer("limits.payload_mb", 1, 1'048'576, QD_FIELD(limits.payloadBytes),
                "MB of payloads of unfinished tasks; more are refused.", 1ULL << 20),
        integer("limits.events", 64, 16'777'216, QD_FIELD(limits.events), "Events kept for readers."),
        integer("limits.decisions", 64, 16'777'216, QD_FIELD(limits.decisions), "Decision records kept for readers."),
        integer("limits.dispatch_sampling", 1, 1'000'000, QD_FIELD(limits.dispatchSampling),
                "One of so many dispatch decisions is recorded."),

        list("command.allow", "names looked up in PATH, or full paths", QD_FIELD(command.allow),
             "Programs that tasks of type command may run."),
        list("command.environment", "names of variables", QD_FIELD(command.environment),
             "Variables that are passed on to programs."),
        path("command.folder", QD_FIELD(command.folder), "Working folder of programs; empty = the data folder."),
        integer("command.parallel", 1, 4096, QD_FIELD(command.parallel), "Child processes at once."),

        integer("http.connections", 1, 4096, QD_FIELD(http.connections), "Connections of http tasks at once."),
        integer("http.response_max_kb", 1, 65'536, QD_FIELD(http.responseBytesMax),
                "KB of a response that are read; a longer one is an error.", 1ULL << 10),
        path("http.ca_file", QD_FIELD(http.caFile), "Trusted certificates (PEM); empty = the system's."),

        toggle("door.enabled", QD_FIELD(door.enabled), "Whether the HTTP door is open."),
        doorAddress(),
        integer("door.port", 0, 65'535, QD_FIELD(door.port),
                "Port of the HTTP door; 0 = any free one; a taken one moves on to the next."),
        path("door.token_file", QD_FIELD(door.tokenFile), "The admin token; empty = admin.token in the data folder."),

        span("shutdown.drain", seconds{0}, minutes{10}, QD_FIELD(shutdown.drain),
             "How long running tasks may go on when the engine stops."),
        span("shutdown.total", seconds{1}, hours{1}, QD_FIELD(shutdown.total),
             "How long stopping may take as a whole; at least shutdown.drain."),

        choice<>("log.level", levels, QD_FIELD(log.level), "The least serious log lines that are written."),
        toggle("log.json", QD_FIELD(log.json), "Log lines as JSON."),
    };
}

#undef QD_FIELD

std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// "a, b" or ["a", "b"]: the entries of these lists hold neither commas nor quotes worth escaping.
Result<RawValue> listFromText(std::string_view text) {
    text = trimmed(text);
    const bool bracketed = text.starts_with('[') && text.ends_with(']') && text.size() >= 2;
    if (bracketed) text = text.substr(1, text.size() - 2);
    std::vector<std::string> out;
    while (!trimmed(text).empty()) {
        const auto comma = text.find(',');
        std::string_view entry = trimmed(text.substr(0, comma));
        if (entry.size() >= 2 && (entry.front() == '"' || entry.front() == '\'') && entry.back() == entry.front())
            entry = entry.substr(1, entry.size() - 2);
        if (entry.find_first_of("\"'[]") != std::string_view::npos)
            return fail(ErrorCode::Invalid, "must be a list, as in a,b or [\"a\", \"b\"]");
        out.emplace_back(entry);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    return RawValue{std::move(out)};
}

template <typename T> std::optional<T> numberFromText(std::string_view text) {
    std::string digits{text};
    std::erase(digits, '_');
    T out{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return out;
}

std::string inQuotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string decimalText(double value) {
    return fmt::format("{}", value);
}

} // namespace

const std::vector<SettingKey> &settingTable() {
    static const std::vector<SettingKey> table = makeTable();
    return table;
}

const SettingKey *findSetting(std::string_view key) {
    for (const SettingKey &entry : settingTable())
        if (entry.key == key) return &entry;
    return nullptr;
}

std::string_view nearestSetting(std::string_view key) {
    // A mistyped key is short; a long one would only cost time.
    key = key.substr(0, 64);
    std::string_view best;
    std::size_t bestDistance = std::numeric_limits<std::size_t>::max();
    for (const SettingKey &entry : settingTable()) {
        const std::size_t distance = editDistance(key, entry.key);
        if (distance >= bestDistance) continue;
        bestDistance = distance;
        best = entry.key;
    }
    return best;
}

std::string environmentName(std::string_view key) {
    std::string out = "QD_";
    for (const char c : key) out += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

Result<RawValue> rawFromText(SettingType type, std::string_view text) {
    switch (type) {
    case SettingType::Switch:
        if (text == "true" || text == "false") return RawValue{text == "true"};
        return fail(ErrorCode::Invalid, "must be true or false");
    case SettingType::Integer:
        if (const auto value = numberFromText<std::int64_t>(text)) return RawValue{*value};
        return fail(ErrorCode::Invalid, "must be a whole number");
    case SettingType::Decimal:
        if (const auto value = numberFromText<double>(text)) return RawValue{*value};
        return fail(ErrorCode::Invalid, "must be a number");
    case SettingType::Text: return RawValue{std::string{text}};
    case SettingType::List: return listFromText(text);
    }
    return fail(ErrorCode::Internal, "has an unknown type");
}

std::string plainText(const RawValue &value) {
    if (const auto *text = std::get_if<std::string>(&value)) return *text;
    return tomlText(value);
}

std::string tomlText(const RawValue &value) {
    if (const auto *flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto *number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
    if (const auto *number = std::get_if<double>(&value)) return decimalText(*number);
    if (const auto *text = std::get_if<std::string>(&value)) return inQuotes(*text);
    std::string out = "[";
    for (const std::string &entry : std::get<std::vector<std::string>>(value))
        out += (out.size() > 1 ? ", " : "") + inQuotes(entry);
    return out + "]";
}

std::vector<RuleBreach> brokenRules(const Settings &settings) {
    std::vector<RuleBreach> out;
    const auto breach = [&out](std::string_view key, Duration value, std::string_view rule, std::string_view other,
                               Duration otherValue) {
        out.push_back(
            {key, fmt::format("{} {} {} {} ({})", key, durationText(value), rule, other, durationText(otherValue))});
    };
    if (settings.lease.heartbeat * 3 > settings.lease.length)
        breach("lease.heartbeat", settings.lease.heartbeat, "must be at most a third of", "lease.length",
               settings.lease.length);
    if (settings.tasks.retryCap < settings.tasks.retryBase)
        breach("tasks.retry_cap", settings.tasks.retryCap, "must be at least", "tasks.retry_base",
               settings.tasks.retryBase);
    if (settings.shutdown.total < settings.shutdown.drain)
        breach("shutdown.total", settings.shutdown.total, "must be at least", "shutdown.drain",
               settings.shutdown.drain);
    return out;
}

} // namespace qd
