#include "core/net/http_client.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <list>
#include <memory>
#include <set>
#include <thread>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <fmt/format.h>

#include "core/base/callback_gate.h"
#include "core/net/detail/client_stream.h"
#include "core/net/detail/http_message.h"

namespace qd::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using detail::ClientStream;

namespace {

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::uint32_t kHeaderBytesMax = 64 * 1024;
constexpr std::size_t kLineBytesMax = 1 << 20;
constexpr std::size_t kErrorBodyBytesMax = 1024;
constexpr std::uint64_t kRedirectBodyBytesMax = 64 * 1024;
constexpr int kRedirectsMax = 5;
constexpr int kInterimMax = 10;
/// asio's timers count in int64 nanoseconds from boot; a year is "never" without overflowing.
constexpr std::chrono::nanoseconds kLongest = std::chrono::hours{24 * 365};

/// Beast's body type that only passes pieces on: nothing is reserved on the word of a Content-Length.
struct PieceBody {
    using value_type = std::string;
    class reader {
    public:
        template <bool isRequest, class Fields>
        explicit reader(http::header<isRequest, Fields> &, value_type &piece) : m_piece(piece) {}
        void init(const boost::optional<std::uint64_t> &, error_code &error) { error = {}; }
        template <class Buffers> std::size_t put(const Buffers &buffers, error_code &error) {
            error = {};
            for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers); ++it) {
                const asio::const_buffer part(*it);
                m_piece.append(static_cast<const char *>(part.data()), part.size());
            }
            return boost::beast::buffer_bytes(buffers);
        }
        void finish(error_code &error) { error = {}; }

    private:
        value_type &m_piece;
    };
};
using Parser = http::response_parser<PieceBody>;

enum class Stop : std::uint8_t { None, Timeout, ConnectTimeout, Silence, Aborted, Enough };

struct Connection {
    Connection(asio::io_context &context, std::shared_ptr<asio::ssl::context> tls) : stream(context, std::move(tls)) {}

    ClientStream stream;
    std::string origin;
    std::chrono::steady_clock::time_point idleSince{};
};

/// One request from start to end. Everything but `gate` belongs to the client's thread.
struct Job {
    explicit Job(asio::io_context &context) : deadline(context), phase(context), wake(context) {}

    HttpRequest request;
    Url url;
    std::function<void(Result<HttpResponse>)> onDone;
    std::function<bool(int status, std::string_view body)> onBody; ///< False: the caller has enough.
    bool limitsSilence = false; ///< The timeout is not for the whole but for the time without a byte.
    CallbackGate gate;

    asio::steady_timer deadline;
    asio::steady_timer phase; ///< The connect timeout, later the silence.
    std::uint64_t phaseNumber = 0;
    asio::steady_timer wake; ///< Cancelled when a permit is handed over.
    bool hasPermit = false;
    std::shared_ptr<Connection> connection;
    bool sawByte = false;
    Stop stop = Stop::None;
    bool isFinished = false;
};
using JobPtr = std::shared_ptr<Job>;

Error stopError(const Job &job) {
    const auto seconds = [](std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); };
    const std::string where = job.url.endpoint();
    switch (job.stop) {
    case Stop::Timeout:
        return {ErrorCode::Timeout,
                fmt::format("{} did not answer within {:g} s", where, seconds(job.request.timeout))};
    case Stop::ConnectTimeout:
        return {ErrorCode::Unavailable, fmt::format("Could not connect to {}: no answer within {:g} s", where,
                                                    seconds(job.request.connectTimeout))};
    case Stop::Silence:
        return {ErrorCode::Timeout, fmt::format("{} was silent for {:g} s", where, seconds(job.request.timeout))};
    case Stop::None:
    case Stop::Aborted:
    case Stop::Enough: break;
    }
    return {ErrorCode::Cancelled, "The request was given up"};
}

/// Bytes as a person writes them: a limit is a round number.
std::string bytesText(std::uint64_t bytes) {
    if (bytes % (1ULL << 20) == 0) return fmt::format("{} MiB", bytes >> 20);
    if (bytes % 1024 == 0) return fmt::format("{} KiB", bytes >> 10);
    return fmt::format("{} bytes", bytes);
}

/// What one answer looked like when it ended.
struct Answer {
    HttpResponse response;
    bool keepsConnection = false;
};

} // namespace

/// The machine behind all three ways to call. Thread: the io_context's; start and end on it or while it stands still.
class HttpClient::Impl {
public:
    Impl(asio::io_context &context, HttpClientOptions options)
        : m_context(context), m_options(std::move(options)), m_sweep(context) {}

    void launch(const JobPtr &job);
    void stop(const JobPtr &job, Stop reason);
    /// Ends all requests and closes all connections; the io_context runs dry after it.
    void stopAll();

    [[nodiscard]] asio::io_context &context() noexcept { return m_context; }

    struct {
        std::atomic<std::uint64_t> opened = 0;
        std::atomic<std::uint64_t> reused = 0;
        std::atomic<std::uint64_t> refused = 0;
        std::atomic<std::uint32_t> open = 0;
        std::atomic<std::uint32_t> waiting = 0;
    } counters;

private:
    class Permit;

    asio::awaitable<void> run(JobPtr job);
    asio::awaitable<Result<HttpResponse>> follow(const JobPtr &job);
    asio::awaitable<Result<Answer>> exchange(const JobPtr &job);
    asio::awaitable<Result<bool>> connect(const JobPtr &job);
    asio::awaitable<Result<Answer>> talk(const JobPtr &job);
    asio::awaitable<Result<void>> takePermit(const JobPtr &job);
    void givePermit(Job &job);

    Result<std::shared_ptr<asio::ssl::context>> tlsFor(const Url &url);
    std::shared_ptr<Connection> takeIdle(const std::string &origin);
    void dropIdle(std::list<std::shared_ptr<Connection>>::iterator connection);
    void keep(std::shared_ptr<Connection> connection);
    void sweep();
    Result<void> deliver(const JobPtr &job, Answer &answer, std::string_view piece, std::uint64_t &total);
    void armPhase(const JobPtr &job, std::chrono::nanoseconds time, Stop reason);
    void disarmPhase(Job &job) {
        ++job.phaseNumber;
        job.phase.cancel();
    }
    void finish(const JobPtr &job, Result<HttpResponse> result);

    asio::io_context &m_context;
    HttpClientOptions m_options;
    std::shared_ptr<asio::ssl::context> m_tls;
    std::set<JobPtr> m_jobs;
    std::deque<JobPtr> m_waiting;
    std::uint32_t m_permits = 0;                   ///< Handed out; every one may hold one connection.
    std::list<std::shared_ptr<Connection>> m_idle; ///< Oldest first; with the permits at most connectionsMax.
    asio::steady_timer m_sweep;
    bool m_isStopping = false;

    friend class HttpClient;
    // Only of the client with its own thread.
    std::unique_ptr<asio::io_context> m_ownContext;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> m_guard;
    std::thread m_thread;
};

void HttpClient::Impl::launch(const JobPtr &job) {
    if (m_isStopping) return;
    m_jobs.insert(job);
    if (job->request.timeout > std::chrono::nanoseconds::zero() && !job->limitsSilence) {
        job->deadline.expires_after(std::min(job->request.timeout, kLongest));
        job->deadline.async_wait([this, weak = std::weak_ptr(job)](const error_code &error) {
            if (const JobPtr late = weak.lock(); late && !error) stop(late, Stop::Timeout);
        });
    }
    asio::co_spawn(m_context, run(job), asio::detached);
}

void HttpClient::Impl::stop(const JobPtr &job, Stop reason) {
    if (job->stop != Stop::None || job->isFinished) return;
    job->stop = reason;
    if (job->connection) job->connection->stream.close();
    if (const auto waiting = std::ranges::find(m_waiting, job); waiting != m_waiting.end()) {
        m_waiting.erase(waiting);
        counters.waiting = static_cast<std::uint32_t>(m_waiting.size());
        job->wake.cancel();
    }
    // Said at once: the coroutine may take longer to unwind (a name being looked up cannot be interrupted).
    finish(job, std::unexpected(stopError(*job)));
}

void HttpClient::Impl::stopAll() {
    m_isStopping = true;
    const std::vector<JobPtr> jobs(m_jobs.begin(), m_jobs.end());
    for (const JobPtr &job : jobs) stop(job, Stop::Aborted);
    while (!m_idle.empty()) dropIdle(m_idle.begin());
    m_sweep.cancel();
    m_guard.reset();
}

void HttpClient::Impl::finish(const JobPtr &job, Result<HttpResponse> result) {
    if (job->isFinished) return;
    job->isFinished = true;
    job->deadline.cancel();
    disarmPhase(*job);
    m_jobs.erase(job);
    job->gate.pass([&] { job->onDone(std::move(result)); });
}

asio::awaitable<void> HttpClient::Impl::run(JobPtr job) {
    Result<HttpResponse> result = co_await follow(job);
    finish(job, std::move(result));
}

asio::awaitable<Result<HttpResponse>> HttpClient::Impl::follow(const JobPtr &job) {
    if (auto checked = detail::checkRequest(job->request); !checked) co_return std::unexpected(checked.error());
    auto url = parseUrl(job->request.url);
    if (!url) co_return std::unexpected(url.error());
    job->url = std::move(*url);
    for (int hop = 0;; ++hop) {
        auto answer = co_await exchange(job);
        if (!answer) co_return std::unexpected(answer.error());
        if (!job->request.followRedirects || !detail::isRedirect(answer->response.status))
            co_return std::move(answer->response);
        if (hop == kRedirectsMax)
            co_return fail(ErrorCode::Unavailable, fmt::format("More than {} redirects, the last one from {}",
                                                               kRedirectsMax, job->url.endpoint()));
        if (auto next = detail::redirect(job->request, job->url, answer->response); !next)
            co_return std::unexpected(next.error());
    }
}

/// The right to hold a connection, given back when the exchange ends, however it ends.
class HttpClient::Impl::Permit {
public:
    Permit(Impl &client, Job &job) : m_client(client), m_job(job) {}
    ~Permit() { m_client.givePermit(m_job); }
    Permit(const Permit &) = delete;
    Permit &operator=(const Permit &) = delete;

private:
    Impl &m_client;
    Job &m_job;
};

asio::awaitable<Result<Answer>> HttpClient::Impl::exchange(const JobPtr &job) {
    const Permit permit(*this, *job);
    if (auto taken = co_await takePermit(job); !taken) co_return std::unexpected(taken.error());
    for (;;) {
        auto isReused = co_await connect(job);
        if (!isReused) co_return std::unexpected(isReused.error());
        job->sawByte = false;
        auto answer = co_await talk(job);
        const std::shared_ptr<Connection> connection = std::exchange(job->connection, nullptr);
        if (answer && answer->keepsConnection && job->stop == Stop::None) {
            keep(connection);
            co_return answer;
        }
        connection->stream.close();
        --counters.open;
        // The server may close an idle connection in the very moment in which it is used again (RFC 9112, 9.3.1).
        const bool mayRepeat = !answer && *isReused && !job->sawByte && detail::isIdempotent(job->request);
        if (!mayRepeat || job->stop != Stop::None) co_return answer;
    }
}

asio::awaitable<Result<void>> HttpClient::Impl::takePermit(const JobPtr &job) {
    if (m_permits < m_options.connectionsMax && m_waiting.empty()) {
        ++m_permits;
        job->hasPermit = true;
        co_return Result<void>{};
    }
    if (m_waiting.size() >= m_options.waitingMax) {
        ++counters.refused;
        co_return fail(ErrorCode::Unavailable,
                       fmt::format("{} requests wait for a connection already", m_options.waitingMax));
    }
    m_waiting.push_back(job);
    counters.waiting = static_cast<std::uint32_t>(m_waiting.size());
    job->wake.expires_after(kLongest);
    error_code ignored;
    co_await job->wake.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (!job->hasPermit || job->stop != Stop::None) co_return std::unexpected(stopError(*job));
    co_return Result<void>{};
}

void HttpClient::Impl::givePermit(Job &job) {
    if (!std::exchange(job.hasPermit, false)) return;
    if (m_waiting.empty()) {
        --m_permits;
        return;
    }
    const JobPtr next = m_waiting.front();
    m_waiting.pop_front();
    counters.waiting = static_cast<std::uint32_t>(m_waiting.size());
    next->hasPermit = true;
    next->wake.cancel();
}

/// True: an idle connection is used again.
asio::awaitable<Result<bool>> HttpClient::Impl::connect(const JobPtr &job) {
    const std::string origin = job->url.origin();
    job->connection = takeIdle(origin);
    if (job->connection) {
        ++counters.reused;
        co_return true;
    }
    auto tls = tlsFor(job->url);
    if (!tls) co_return std::unexpected(tls.error());
    while (!m_idle.empty() && m_permits + m_idle.size() > m_options.connectionsMax) dropIdle(m_idle.begin());
    job->connection = std::make_shared<Connection>(m_context, *tls);
    job->connection->origin = origin;
    ++counters.opened;
    ++counters.open;
    armPhase(job, job->request.connectTimeout, Stop::ConnectTimeout);
    auto opened = co_await job->connection->stream.open(job->url);
    disarmPhase(*job);
    if (opened && job->stop == Stop::None) co_return false;
    job->connection->stream.close();
    job->connection.reset();
    --counters.open;
    if (job->stop != Stop::None) co_return std::unexpected(stopError(*job));
    co_return std::unexpected(opened.error());
}

Result<std::shared_ptr<asio::ssl::context>> HttpClient::Impl::tlsFor(const Url &url) {
    if (!url.tls || m_tls) return m_tls;
    auto made = detail::makeTlsContext(m_options.caFile.string());
    if (!made) return std::unexpected(made.error());
    m_tls = std::move(*made);
    return m_tls;
}

std::shared_ptr<Connection> HttpClient::Impl::takeIdle(const std::string &origin) {
    for (auto it = m_idle.end(); it != m_idle.begin();) {
        --it; // The newest is the least likely to be closed by the server.
        if ((*it)->origin != origin) continue;
        std::shared_ptr<Connection> connection = *it;
        if (connection->stream.isQuiet()) {
            m_idle.erase(it);
            return connection;
        }
        const auto broken = it++;
        dropIdle(broken);
    }
    return nullptr;
}

void HttpClient::Impl::dropIdle(std::list<std::shared_ptr<Connection>>::iterator connection) {
    (*connection)->stream.close();
    m_idle.erase(connection);
    --counters.open;
}

void HttpClient::Impl::keep(std::shared_ptr<Connection> connection) {
    connection->idleSince = std::chrono::steady_clock::now();
    const bool wasEmpty = m_idle.empty();
    m_idle.push_back(std::move(connection));
    if (wasEmpty) sweep();
}

/// Closes what was idle for too long, and waits for the next one to become so.
void HttpClient::Impl::sweep() {
    const auto now = std::chrono::steady_clock::now();
    while (!m_idle.empty() && m_idle.front()->idleSince + m_options.idleTimeout <= now) dropIdle(m_idle.begin());
    if (m_idle.empty()) return;
    m_sweep.expires_at(m_idle.front()->idleSince + std::min(m_options.idleTimeout, kLongest));
    m_sweep.async_wait([this](const error_code &error) {
        if (!error) sweep();
    });
}

void HttpClient::Impl::armPhase(const JobPtr &job, std::chrono::nanoseconds time, Stop reason) {
    if (time <= std::chrono::nanoseconds::zero()) return;
    const std::uint64_t number = ++job->phaseNumber;
    job->phase.expires_after(std::min(time, kLongest));
    job->phase.async_wait([this, weak = std::weak_ptr(job), number, reason](const error_code &error) {
        const JobPtr late = weak.lock();
        // A handler that was queued already when the timer was set anew must not hit the next phase.
        if (late && !error && late->phaseNumber == number) stop(late, reason);
    });
}

namespace {

Result<Answer> broken(const Job &job, const error_code &error, const Parser &parser) {
    if (job.stop != Stop::None) return std::unexpected(stopError(job));
    const std::string where = job.url.endpoint();
    const bool isEnd = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
    if (isEnd && !parser.got_some())
        return fail(ErrorCode::Unavailable, fmt::format("{} closed the connection without an answer", where));
    if (isEnd)
        return fail(ErrorCode::Unavailable, fmt::format("{} closed the connection before the answer's end", where));
    return fail(ErrorCode::Unavailable, fmt::format("The connection to {} broke: {}", where, detail::describe(error)));
}

void takeHead(Answer &answer, const Parser &parser) {
    answer.response.status = static_cast<int>(parser.get().result_int());
    for (const auto &field : parser.get()) {
        const auto name = field.name_string();
        const auto value = field.value();
        answer.response.headers.emplace_back(std::string{name.data(), name.size()},
                                             std::string{value.data(), value.size()});
    }
}

void setUp(std::optional<Parser> &parser, const Job &job) {
    parser.emplace();
    parser->eager(true);
    parser->header_limit(kHeaderBytesMax);
    parser->body_limit(boost::none); // Ours counts across pieces and speaks in our words.
    parser->skip(job.request.method == "HEAD");
}

} // namespace

/// Passes a piece of the body on, or says why not.
Result<void> HttpClient::Impl::deliver(const JobPtr &job, Answer &answer, std::string_view piece,
                                       std::uint64_t &total) {
    total += piece.size();
    const bool isSkipped = job->request.followRedirects && detail::isRedirect(answer.response.status);
    const std::uint64_t most = isSkipped ? kRedirectBodyBytesMax : job->request.responseBytesMax;
    if (total > most && !job->limitsSilence)
        return fail(ErrorCode::Overloaded,
                    fmt::format("The answer of {} is longer than {}", job->url.endpoint(), bytesText(most)));
    if (isSkipped || piece.empty()) return {};
    if (!job->onBody) {
        answer.response.body += piece;
        return {};
    }
    bool wantsMore = true;
    job->gate.pass([&] { wantsMore = job->onBody(answer.response.status, piece); });
    if (wantsMore) return {};
    stop(job, Stop::Enough);
    return std::unexpected(stopError(*job));
}

asio::awaitable<Result<Answer>> HttpClient::Impl::talk(const JobPtr &job) {
    // A copy: stop() may close the stream meanwhile, but the frame keeps it alive.
    const std::shared_ptr<Connection> connection = job->connection;
    const std::string message = detail::writeRequest(job->request, job->url, true);
    error_code error;
    if (job->limitsSilence) armPhase(job, job->request.timeout, Stop::Silence);
    // A server that refuses a long body answers and closes: its answer says more than the broken pipe.
    co_await connection->stream.write(message, error);
    std::optional<Parser> parser;
    setUp(parser, *job);
    Answer answer;
    std::uint64_t total = 0;
    int interim = 0;
    std::string input;
    std::array<char, kReadBytes> buffer{};
    while (!parser->is_done()) {
        error.clear();
        if (job->limitsSilence) armPhase(job, job->request.timeout, Stop::Silence);
        const std::size_t got = co_await connection->stream.read(buffer.data(), buffer.size(), error);
        if (job->stop != Stop::None) co_return std::unexpected(stopError(*job));
        job->sawByte = job->sawByte || got > 0;
        input.append(buffer.data(), got);
        error_code parsed;
        if (error == asio::error::eof && parser->got_some()) parser->put_eof(parsed);
        if (error && (parsed || !parser->is_done())) co_return broken(*job, error, *parser);
        while (!input.empty() && !parser->is_done()) {
            const std::size_t used = parser->put(asio::const_buffer(input.data(), input.size()), parsed);
            input.erase(0, used);
            if (parsed == http::error::need_more) break;
            if (parsed)
                co_return fail(ErrorCode::Corrupt, fmt::format("{} does not answer in HTTP: {}", job->url.endpoint(),
                                                               detail::describe(parsed)));
            if (parser->is_header_done() && answer.response.status == 0) {
                if (parser->get().result_int() / 100 == 1 && parser->get().result_int() != 101) {
                    if (++interim > kInterimMax)
                        co_return fail(ErrorCode::Corrupt,
                                       fmt::format("{} never comes to its answer", job->url.endpoint()));
                    setUp(parser, *job);
                    continue;
                }
                takeHead(answer, *parser);
            }
            const std::string piece = std::exchange(parser->get().body(), {});
            if (auto passed = deliver(job, answer, piece, total); !passed) co_return std::unexpected(passed.error());
            if (used == 0) break;
        }
    }
    if (job->limitsSilence) disarmPhase(*job);
    answer.keepsConnection = parser->keep_alive() && input.empty() && !error && answer.response.status != 101;
    co_return answer;
}

namespace {

/// Runs one job on the calling thread.
template <typename Client> void runToEnd(asio::io_context &context, Client &client, const JobPtr &job) {
    client.launch(job);
    while (!job->isFinished && context.run_one() > 0) {
    }
    client.stopAll();
    context.run();
}

class Call final : public HttpCall {
public:
    using Stopper = std::function<void()>;
    Call(JobPtr job, Stopper stopper) : m_job(std::move(job)), m_stopper(std::move(stopper)) {}
    ~Call() override {
        m_job->gate.close();
        m_stopper();
    }
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;

private:
    JobPtr m_job;
    Stopper m_stopper;
};

/// Cuts a stream into lines. A line may end in CR LF or LF.
class LineCutter {
public:
    explicit LineCutter(std::function<bool(std::string_view)> onLine) : m_onLine(std::move(onLine)) {}

    /// False: the reader has enough, or isTooLong().
    bool take(std::string_view bytes) {
        while (!bytes.empty()) {
            const std::size_t end = bytes.find('\n');
            m_line += bytes.substr(0, end);
            if (m_line.size() > kLineBytesMax) {
                m_isTooLong = true;
                return false;
            }
            if (end == std::string_view::npos) return true;
            bytes.remove_prefix(end + 1);
            if (!flush()) return false;
        }
        return true;
    }
    /// The last line may lack its end.
    void end() {
        if (!m_line.empty()) (void)flush();
    }
    [[nodiscard]] bool isTooLong() const noexcept { return m_isTooLong; }

private:
    bool flush() {
        if (m_line.ends_with('\r')) m_line.pop_back();
        const bool wantsMore = m_onLine(m_line);
        m_line.clear();
        return wantsMore;
    }

    std::function<bool(std::string_view)> m_onLine;
    std::string m_line;
    bool m_isTooLong = false;
};

Error statusError(int status, const std::string &body, const std::string &where) {
    const ErrorCode code = status == 404                    ? ErrorCode::NotFound
                           : status == 401 || status == 403 ? ErrorCode::Denied
                                                            : ErrorCode::Unavailable;
    return {code, fmt::format("{} answered with status {}{}{}", where, status, body.empty() ? "" : ": ", body)};
}

} // namespace

Result<HttpResponse> fetch(const HttpRequest &request) {
    // The context comes first here: stopAll() has let every coroutine end before it goes.
    asio::io_context context(1);
    HttpClientOptions options;
    options.caFile = request.caFile;
    HttpClient::Impl client(context, options);
    const auto job = std::make_shared<Job>(context);
    job->request = request;
    Result<HttpResponse> result = fail(ErrorCode::Internal, "The request did not end");
    job->onDone = [&](Result<HttpResponse> response) { result = std::move(response); };
    runToEnd(context, client, job);
    return result;
}

Result<void> streamLines(const HttpRequest &request, std::function<bool(std::string_view)> onLine) {
    asio::io_context context(1);
    HttpClientOptions options;
    options.caFile = request.caFile;
    HttpClient::Impl client(context, options);
    const auto job = std::make_shared<Job>(context);
    job->request = request;
    job->limitsSilence = true;
    LineCutter lines(std::move(onLine));
    std::string errorBody;
    bool hasEnough = false;
    job->onBody = [&](int status, std::string_view piece) {
        if (status / 100 != 2) {
            errorBody += piece.substr(0, kErrorBodyBytesMax - errorBody.size());
            return true;
        }
        hasEnough = !lines.take(piece);
        return !hasEnough;
    };
    Result<HttpResponse> result = fail(ErrorCode::Internal, "The request did not end");
    job->onDone = [&](Result<HttpResponse> response) { result = std::move(response); };
    runToEnd(context, client, job);
    if (lines.isTooLong())
        return fail(ErrorCode::Overloaded,
                    fmt::format("A line of {} is longer than {}", job->url.endpoint(), bytesText(kLineBytesMax)));
    if (hasEnough) return {};
    if (!result) return std::unexpected(result.error());
    if (result->status / 100 != 2) return std::unexpected(statusError(result->status, errorBody, job->url.endpoint()));
    lines.end();
    return {};
}

HttpClient::HttpClient(HttpClientOptions options) {
    auto context = std::make_unique<asio::io_context>(1);
    m_impl = std::make_unique<Impl>(*context, std::move(options));
    m_impl->m_ownContext = std::move(context);
    m_impl->m_guard.emplace(m_impl->m_ownContext->get_executor());
    m_impl->m_thread = std::thread([impl = m_impl.get()] { impl->m_context.run(); });
}

HttpClient::~HttpClient() {
    asio::post(m_impl->m_context, [impl = m_impl.get()] { impl->stopAll(); });
    m_impl->m_thread.join();
    // All coroutines have ended; timers and jobs go before the context they belong to.
    const std::unique_ptr<asio::io_context> context = std::move(m_impl->m_ownContext);
    m_impl.reset();
}

std::unique_ptr<HttpCall> HttpClient::start(HttpRequest request, OnDone onDone, OnBody onBody) {
    const auto job = std::make_shared<Job>(m_impl->m_context);
    job->request = std::move(request);
    job->onDone = std::move(onDone);
    if (onBody)
        job->onBody = [onBody = std::move(onBody)](int, std::string_view piece) {
            onBody(piece);
            return true;
        };
    asio::post(m_impl->m_context, [impl = m_impl.get(), job] { impl->launch(job); });
    return std::make_unique<Call>(job, [impl = m_impl.get(), job] {
        asio::post(impl->m_context, [impl, job] { impl->stop(job, Stop::Aborted); });
    });
}

HttpClientCounters HttpClient::counters() const {
    const auto &counted = m_impl->counters;
    return {.connectionsOpened = counted.opened,
            .connectionsReused = counted.reused,
            .requestsRefused = counted.refused,
            .connectionsOpen = counted.open,
            .requestsWaiting = counted.waiting};
}

} // namespace qd::net
