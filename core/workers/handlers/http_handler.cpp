#include "core/workers/handlers/http_handler.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/mutex.h"
#include "core/workers/output_tail.h"

namespace qd {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kExpectedMax = 100;
constexpr std::string_view kExample = R"({"method":"GET","url":"http://127.0.0.1:8080/"})";
constexpr Duration kRetryAfterMax = std::chrono::hours{24};

/// Inclusive: 2xx is 200 to 299.
using StatusRange = std::pair<int, int>;

struct Payload {
    net::HttpRequest request;
    std::vector<StatusRange> expected;
    std::string expectedText = "2xx";
};

std::unexpected<Error> bad(std::string_view what) {
    return fail(ErrorCode::Invalid, fmt::format("Payload: {}", what));
}

Result<void> readText(const Json &value, std::string_view key, std::string &out) {
    if (!value.is_string()) return bad(fmt::format("\"{}\" must be a text", key));
    out = value.get<std::string>();
    return {};
}

Result<void> readHeaders(const Json &value, net::HttpHeaders &out) {
    if (!value.is_object()) return bad(R"("headers" must be an object such as {"Accept":"text/html"})");
    for (const auto &[name, entry] : value.items()) {
        if (!entry.is_string()) return bad("\"headers\": every value must be a text");
        out.emplace_back(name, entry.get<std::string>());
    }
    return {};
}

/// 200, "200" or "2xx".
bool readStatus(const Json &value, std::vector<StatusRange> &out) {
    std::string text = value.is_number_integer() ? std::to_string(value.get<std::int64_t>()) : std::string{};
    if (value.is_string()) text = value.get<std::string>();
    if (text.size() != 3 || text[0] < '1' || text[0] > '5') return false;
    if (text.substr(1) == "xx") {
        const int first = (text[0] - '0') * 100;
        out.emplace_back(first, first + 99);
        return true;
    }
    int status = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
    if (error != std::errc{} || end != text.data() + text.size()) return false;
    out.emplace_back(status, status);
    return true;
}

Result<void> readExpected(const Json &value, Payload &payload) {
    const Json list = value.is_array() ? value : Json::array({value});
    const bool isFine =
        !list.empty() && list.size() <= kExpectedMax &&
        std::ranges::all_of(list, [&](const Json &entry) { return readStatus(entry, payload.expected); });
    if (!isFine) return bad(R"("expect" must be a status such as 200 or "2xx", or a list of them)");
    payload.expectedText.clear();
    for (const auto &[first, last] : payload.expected)
        payload.expectedText += fmt::format("{}{}{}", payload.expectedText.empty() ? "" : ", ",
                                            first == last ? first : first / 100, first == last ? "" : "xx");
    return {};
}

Result<void> readMember(const std::string &key, const Json &value, Payload &payload) {
    net::HttpRequest &request = payload.request;
    if (key == "method") return readText(value, key, request.method);
    if (key == "url") return readText(value, key, request.url);
    if (key == "body") return readText(value, key, request.body);
    if (key == "headers") return readHeaders(value, request.headers);
    if (key == "expect") return readExpected(value, payload);
    if (key != "follow_redirects")
        return bad(
            fmt::format("unknown member \"{}\"; known are method, url, headers, body, expect, follow_redirects", key));
    if (!value.is_boolean()) return bad("\"follow_redirects\" must be true or false");
    request.followRedirects = value.get<bool>();
    return {};
}

Result<Payload> parsePayload(const std::string &text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return bad(fmt::format("it must be a JSON object such as {}", kExample));
    Payload payload;
    for (const auto &[key, value] : json.items())
        if (auto read = readMember(key, value, payload); !read) return std::unexpected(read.error());
    if (payload.request.url.empty()) return bad(fmt::format("\"url\" is missing; for example {}", kExample));
    if (payload.expected.empty()) payload.expected.emplace_back(200, 299);
    return payload;
}

void addHeader(net::HttpHeaders &headers, std::string_view name, const std::string &value) {
    if (!value.empty() && !net::findHeader(headers, name)) headers.emplace_back(name, value);
}

bool isRetryable(int status) noexcept {
    return status == 408 || status == 425 || status == 429 || status / 100 == 5;
}

OutcomeKind outcomeOf(const Error &error) noexcept {
    switch (error.code) {
    case ErrorCode::Timeout: return OutcomeKind::TimedOut;
    case ErrorCode::Invalid:
    case ErrorCode::Denied:
    case ErrorCode::Overloaded: return OutcomeKind::FailedFatal; // Too long an answer stays too long.
    case ErrorCode::NotFound:
    case ErrorCode::Conflict:
    case ErrorCode::Unavailable:
    case ErrorCode::Unsupported:
    case ErrorCode::Corrupt:
    case ErrorCode::Io:
    case ErrorCode::Cancelled:
    case ErrorCode::Internal: break;
    }
    return OutcomeKind::Failed;
}

/// What arrived so far; the client's thread writes, the inspector reads.
class Received {
public:
    void append(std::string_view bytes) {
        const Lock lock(m_mutex);
        m_tail.append(bytes);
    }
    void read(std::string &text, std::uint64_t &bytes) const {
        const Lock lock(m_mutex);
        text = m_tail.text();
        bytes = m_tail.bytes();
    }

private:
    mutable Mutex m_mutex;
    OutputTail m_tail QD_GUARDED_BY(m_mutex);
};

class RunningRequest final : public RunningTask {
public:
    RunningRequest(std::shared_ptr<Received> received, std::unique_ptr<net::HttpCall> call)
        : m_received(std::move(received)), m_call(std::move(call)) {}

    void tail(std::string &output, std::string &errorOutput, std::uint64_t &bytes) const override {
        errorOutput.clear();
        m_received->read(output, bytes);
    }

private:
    std::shared_ptr<Received> m_received;
    std::unique_ptr<net::HttpCall> m_call;
};

struct Expectation {
    std::vector<StatusRange> ranges;
    std::string text;
    std::string url;
};

HandlerResult judge(const Result<net::HttpResponse> &response, const Expectation &expected) {
    HandlerResult result;
    if (!response) {
        result.outcome = outcomeOf(response.error());
        result.error = response.error().detail;
        return result;
    }
    const int status = response->status;
    result.exitCode = status;
    if (std::ranges::any_of(expected.ranges,
                            [&](const auto &range) { return status >= range.first && status <= range.second; }))
        return result;
    result.outcome = isRetryable(status) ? OutcomeKind::Failed : OutcomeKind::FailedFatal;
    result.error = fmt::format("{} answered with status {}, expected {}", expected.url, status, expected.text);
    if (const auto retryAfter = response->header("Retry-After"))
        result.retryAfter = parseRetryAfter(*retryAfter, wallNow());
    return result;
}

/// Two or four digits at a fixed place.
int numberAt(std::string_view text, std::size_t at, std::size_t digits) noexcept {
    int value = -1;
    if (text.size() < at + digits) return -1;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + digits, value);
    return error == std::errc{} && end == text.data() + at + digits ? value : -1;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that RFC 9110 lets servers send.
Duration untilDate(std::string_view text, WallTime now) noexcept {
    constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 29 || !text.ends_with(" GMT")) return {};
    const auto month = std::ranges::find(kMonths, text.substr(8, 3));
    const int day = numberAt(text, 5, 2);
    const int year = numberAt(text, 12, 4);
    const int hour = numberAt(text, 17, 2);
    const int minute = numberAt(text, 20, 2);
    const int second = numberAt(text, 23, 2);
    if (month == kMonths.end() || day < 1 || year < 1970 || hour < 0 || minute < 0 || second < 0) return {};
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month - kMonths.begin()) + 1},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return {};
    const auto time = std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                      std::chrono::seconds{second};
    const auto wait = time - std::chrono::time_point_cast<std::chrono::seconds>(now);
    return std::clamp<Duration>(std::min<std::chrono::seconds>(wait, std::chrono::hours{24}), Duration{},
                                kRetryAfterMax);
}

net::HttpClientOptions clientOptions(const HttpHandlerOptions &options) {
    net::HttpClientOptions out;
    out.connectionsMax = std::clamp(options.connections, 1U, 4096U);
    out.idleTimeout = options.idleTimeout;
    out.caFile = options.caFile;
    return out;
}

} // namespace

Duration parseRetryAfter(std::string_view value, WallTime now) noexcept {
    std::uint32_t seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    const bool isNumber = !value.empty() && end == value.data() + value.size();
    if (isNumber && error == std::errc::result_out_of_range) return kRetryAfterMax;
    if (isNumber && error == std::errc{}) return std::min<Duration>(std::chrono::seconds{seconds}, kRetryAfterMax);
    return untilDate(value, now);
}

HttpHandler::HttpHandler(HttpHandlerOptions options)
    : m_options(std::move(options)), m_client(clientOptions(m_options)) {}

HttpHandler::~HttpHandler() = default;

std::unique_ptr<RunningTask> HttpHandler::start(TaskContext task, HandlerDone done) {
    auto payload = parsePayload(task.payload);
    if (!payload) {
        HandlerResult result;
        result.outcome = OutcomeKind::FailedFatal;
        result.error = payload.error().detail;
        done(std::move(result));
        return nullptr;
    }
    net::HttpRequest request = std::move(payload->request);
    addHeader(request.headers, "Idempotency-Key", task.taskText);
    addHeader(request.headers, "traceparent", task.traceparent);
    request.timeout = task.timeout;
    request.connectTimeout = m_options.connectTimeout;
    request.responseBytesMax = m_options.responseBytesMax;
    Expectation expected{std::move(payload->expected), std::move(payload->expectedText), request.url};
    const auto received = std::make_shared<Received>();
    auto call = m_client.start(
        std::move(request),
        [received, expected = std::move(expected), done = std::move(done)](const Result<net::HttpResponse> &response) {
            HandlerResult result = judge(response, expected);
            received->read(result.output, result.outputBytes);
            done(std::move(result));
        },
        [received](std::string_view body) { received->append(body); });
    return std::make_unique<RunningRequest>(received, std::move(call));
}

} // namespace qd
