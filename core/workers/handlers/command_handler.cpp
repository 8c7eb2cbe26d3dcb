#include "core/workers/handlers/command_handler.h"

#include <signal.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/workers/handlers/process_spawner.h"

namespace qd {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kArgumentsMax = 4096;
constexpr std::size_t kNamesMax = 256;
constexpr std::size_t kErrorLineBytesMax = 300;
constexpr std::string_view kExample = R"({"program":"sha256sum","args":["/etc/hostname"]})";

/// They make an allowed program run other code: whoever may write a payload must not set them.
constexpr std::array<std::string_view, 14> kRefusedNames = {
    "PATH",     "BASH_ENV", "ENV",        "SHELLOPTS",     "GCONV_PATH",        "GLIBC_TUNABLES", "PYTHONPATH",
    "PERL5LIB", "PERL5OPT", "PYTHONHOME", "PYTHONSTARTUP", "JAVA_TOOL_OPTIONS", "NODE_OPTIONS",   "RUBYOPT"};

struct Payload {
    std::string program;
    std::vector<std::string> arguments;
    std::string folder;
    std::map<std::string, std::string> environment;
    std::optional<std::string> input;
};

std::unexpected<Error> bad(std::string_view what) {
    return fail(ErrorCode::Invalid, fmt::format("Payload: {}", what));
}

/// A C string ends at NUL: behind it the program would see something else than the person who reads the task.
Result<std::string> textOf(const Json &value, std::string_view where) {
    if (!value.is_string()) return bad(fmt::format("{} must be a text", where));
    const auto &text = value.get_ref<const std::string &>();
    if (text.find('\0') != std::string::npos) return bad(fmt::format("{} holds a NUL character", where));
    return text;
}

Result<void> readArguments(const Json &value, Payload &payload) {
    if (!value.is_array()) return bad("\"args\" must be a list of texts");
    if (value.size() > kArgumentsMax) return bad(fmt::format("\"args\" has more than {} entries", kArgumentsMax));
    for (const Json &entry : value) {
        auto text = textOf(entry, fmt::format("\"args\"[{}]", payload.arguments.size()));
        if (!text) return std::unexpected(text.error());
        payload.arguments.push_back(std::move(*text));
    }
    return {};
}

bool isVariableName(std::string_view name) {
    const auto isLetter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
    return !name.empty() && isLetter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return isLetter(c) || (c >= '0' && c <= '9'); });
}

bool isRefusedName(std::string_view name) {
    return name.starts_with("LD_") || name.starts_with("QD_") ||
           std::ranges::find(kRefusedNames, name) != kRefusedNames.end();
}

Result<void> readEnvironment(const Json &value, Payload &payload) {
    if (!value.is_object()) return bad(R"("env" must be an object such as {"LANG":"C"})");
    if (value.size() > kNamesMax) return bad(fmt::format("\"env\" has more than {} entries", kNamesMax));
    for (const auto &[name, entry] : value.items()) {
        if (!isVariableName(name)) return bad("\"env\" has a name that is not made of letters, digits and _");
        if (isRefusedName(name))
            return bad(fmt::format("\"env\" must not set {}: it could change which code runs", name));
        auto text = textOf(entry, fmt::format("\"env\".{}", name));
        if (!text) return std::unexpected(text.error());
        payload.environment[name] = std::move(*text);
    }
    return {};
}

Result<void> readMember(const std::string &key, const Json &value, Payload &payload) {
    if (key == "args") return readArguments(value, payload);
    if (key == "env") return readEnvironment(value, payload);
    const bool isInput = key == "stdin"; // May hold any byte that JSON can carry.
    if (isInput && value.is_string()) {
        payload.input = value.get<std::string>();
        return {};
    }
    if (key != "program" && key != "folder" && !isInput)
        return bad(fmt::format("unknown member \"{}\"; known are program, args, folder, env, stdin", key));
    auto text = textOf(value, fmt::format("\"{}\"", key));
    if (!text) return std::unexpected(text.error());
    (key == "program" ? payload.program : payload.folder) = std::move(*text);
    return {};
}

Result<Payload> parsePayload(const std::string &text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return bad(fmt::format("it must be a JSON object such as {}", kExample));
    Payload payload;
    for (const auto &[key, value] : json.items())
        if (auto read = readMember(key, value, payload); !read) return std::unexpected(read.error());
    if (payload.program.empty()) return bad(fmt::format("\"program\" is missing; for example {}", kExample));
    return payload;
}

Result<void> checkFolder(const std::string &folder) {
    if (folder.empty()) return {};
    if (!folder.starts_with('/')) return bad(fmt::format("\"folder\" must be a full path, not \"{}\"", folder));
    std::error_code error;
    if (std::filesystem::is_directory(folder, error)) return {};
    return bad(fmt::format("the folder \"{}\" {}", folder,
                           std::filesystem::exists(folder, error) ? "is no folder" : "does not exist"));
}

/// The setting's own: whoever made the task can do nothing about it.
Result<void> checkUsualFolder(const std::filesystem::path &folder) {
    std::error_code error;
    if (folder.empty() || std::filesystem::is_directory(folder, error)) return {};
    return fail(ErrorCode::NotFound, fmt::format("The folder \"{}\" of the setting command.folder does not exist. Make "
                                                 "it or change the setting.",
                                                 folder.string()));
}

/// The last line with something in it, without control characters: it stands in tables.
std::string lastLine(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    const std::size_t begin = text.find_last_of("\r\n");
    std::string line{begin == std::string_view::npos ? text : text.substr(begin + 1)};
    std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    if (line.size() <= kErrorLineBytesMax) return line;
    std::size_t end = kErrorLineBytesMax;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) --end;
    return line.substr(0, end) + "...";
}

std::string signalText(int number) {
    const char *name = ::sigabbrev_np(number);
    return name ? fmt::format("SIG{}", name) : fmt::format("signal {}", number);
}

HandlerResult refused(const Error &error) {
    HandlerResult result;
    result.outcome = OutcomeKind::FailedFatal;
    result.error = error.detail;
    return result;
}

/// Out of processes, memory or files: that passes. All other errno values will be the same next time.
bool isPassing(int code) {
    return code == EAGAIN || code == ENOMEM || code == EMFILE || code == ENFILE || code == ETXTBSY;
}

HandlerResult toResult(ProcessEnd end, const std::string &program) {
    HandlerResult result;
    result.output = std::move(end.output);
    result.errorOutput = std::move(end.errorOutput);
    result.outputBytes = end.outputBytes;
    result.outcome = OutcomeKind::Failed;
    switch (end.kind) {
    case ProcessEnd::Kind::Exited: {
        result.exitCode = end.code;
        const std::string line = lastLine(result.errorOutput);
        if (end.code == 0)
            result.outcome = OutcomeKind::Succeeded;
        else
            result.error = fmt::format("exit code {}{}{}", end.code, line.empty() ? "" : ": ", line);
        break;
    }
    case ProcessEnd::Kind::Killed:
        result.exitCode = 128 + end.code; // As shells count.
        result.error = fmt::format("killed by {}", signalText(end.code));
        break;
    case ProcessEnd::Kind::NotStarted:
        if (!isPassing(end.code)) result.outcome = OutcomeKind::FailedFatal;
        result.error = fmt::format("{}: {}", program, end.detail);
        break;
    case ProcessEnd::Kind::Refused: result.error = std::move(end.detail); break;
    }
    return result;
}

std::map<std::string, std::string> takeEnvironment(const std::vector<std::string> &names) {
    std::map<std::string, std::string> taken;
    for (const std::string &name : names)
        if (const char *value = std::getenv(name.c_str())) taken[name] = value;
    return taken;
}

std::string searchPath() {
    const char *path = std::getenv("PATH");
    return path ? path : "/usr/local/bin:/usr/bin:/bin";
}

std::vector<std::string> environmentFor(std::map<std::string, std::string> names, const Payload &payload,
                                        const TaskContext &task) {
    for (const auto &[name, value] : payload.environment) names[name] = value;
    names["QD_TASK_ID"] = task.taskText;
    names["QD_EPOCH"] = std::to_string(task.epoch);
    names["QD_ATTEMPT"] = std::to_string(task.attempt);
    if (!task.traceparent.empty()) names["TRACEPARENT"] = task.traceparent;
    std::vector<std::string> out;
    for (const auto &[name, value] : names) out.push_back(fmt::format("{}={}", name, value));
    return out;
}

} // namespace

CommandHandler::CommandHandler(CommandHandlerOptions options)
    : m_options(std::move(options)), m_environment(takeEnvironment(m_options.environment)), m_programs(searchPath()) {
    for (const std::string &program : m_options.allow)
        if (auto done = m_programs.allow(program); !done) {
            m_problems.push_back(fmt::format("command.allow: {}", done.error().detail));
            m_programs.noteMissing(program, std::move(done.error().detail));
        }
    ProcessSpawnerOptions spawner;
    spawner.parallel = std::clamp(m_options.parallel, 1U, 4096U);
    spawner.killAfter = m_options.killAfter;
    spawner.childrenFile = m_options.childrenFile;
    m_spawner = std::make_unique<ProcessSpawner>(std::move(spawner));
    if (auto checked = checkUsualFolder(m_options.folder); !checked) m_problems.push_back(checked.error().detail);
    if (!m_spawner->registryProblem().empty()) m_problems.push_back(m_spawner->registryProblem());
}

CommandHandler::~CommandHandler() = default;

std::unique_ptr<RunningTask> CommandHandler::start(TaskContext task, HandlerDone done) {
    auto payload = parsePayload(task.payload);
    if (!payload) {
        done(refused(payload.error()));
        return nullptr;
    }
    auto program = m_programs.resolve(payload->program);
    if (!program) {
        done(refused(program.error()));
        return nullptr;
    }
    ProcessSpec spec;
    const bool isOwnFolder = !payload->folder.empty();
    spec.folder = isOwnFolder ? payload->folder : m_options.folder.string();
    if (auto checked = isOwnFolder ? checkFolder(spec.folder) : checkUsualFolder(m_options.folder); !checked) {
        done(refused(checked.error()));
        return nullptr;
    }
    spec.program = std::move(*program);
    spec.arguments.push_back(payload->program);
    std::ranges::move(payload->arguments, std::back_inserter(spec.arguments));
    spec.environment = environmentFor(m_environment, *payload, task);
    spec.task = task.task.value;
    spec.seat = task.seat;
    spec.input = payload->input ? std::move(*payload->input) : std::move(task.payload);
    return m_spawner->start(std::move(spec), [done = std::move(done), name = std::move(payload->program)](
                                                 ProcessEnd end) { done(toResult(std::move(end), name)); });
}

const SurvivorReport &CommandHandler::survivors() const noexcept {
    return m_spawner->survivors();
}

std::uint32_t CommandHandler::childrenAlive() const noexcept {
    return m_spawner->childrenAlive();
}

} // namespace qd
