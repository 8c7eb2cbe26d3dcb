#pragma once
// JSON in and out of the engine's values. Input is untrusted: size, depth and number of values are bounded, unknown
// members are refused by name, each error names field, value and range. Output never throws: bytes that are no UTF-8
// are replaced by U+FFFD. Times are RFC 3339 in UTC, "never" is null; durations carry their unit in the name.
// Thread: any, nothing here keeps state.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/time.h"
#include "core/model/command.h"
#include "core/model/event.h"
#include "core/model/query.h"
#include "core/model/snapshot.h"
#include "core/model/task_why.h"

namespace qd {

constexpr std::size_t kJsonBytesMax = 16U * 1024 * 1024;
constexpr std::size_t kJsonDepthMax = 64;
constexpr std::size_t kJsonValuesMax = 1'000'000; ///< Of one text: a value costs tens of bytes however short its text.

/// What the texts are relative to.
struct JsonContext {
    LedgerId ledger; ///< Task ids of another one are refused.
    WallTime now;    ///< For "seconds from now" and leases.
};

// ---- in -------------------------------------------------------------------------------------------------------

/// One task object.
[[nodiscard]] Result<TaskSpec> taskFromJson(std::string_view text, const JsonContext &context);

/// A list of tasks of which some may be unusable: those are refused and the rest goes on.
struct SubmitBatch {
    SubmitTasks submit;                ///< What is left to be submitted.
    std::vector<std::uint32_t> places; ///< Of each task in `submit`: its index in the list, or its line number.
    std::vector<Refusal> refusals;     ///< The first kRefusalsListed; `index` as in places.
    std::uint64_t refused = 0;         ///< All of them.
    std::uint32_t listed = 0;          ///< Elements (or lines) the client sent.
    Ticket ticket;                     ///< Zero when the client gave none.
    std::string reason;
};
/// One task object, or {"tasks":[...],"repeat":n,"ticket":uuid,"reason":text}. Indexes count from 0.
[[nodiscard]] Result<SubmitBatch> submitFromJson(std::string_view text, const JsonContext &context);
/// One task a line; empty lines are skipped. Places and refusals carry line numbers, from 1.
[[nodiscard]] Result<SubmitBatch> submitFromJsonLines(std::string_view text, const JsonContext &context);
/// The engine counts in what it was given, the client in what it sent: puts the refusals of both into one outcome.
void addRefusals(Outcome &outcome, const SubmitBatch &batch);

/// Any command but submit; see the API. Principal and origin are left to the caller.
[[nodiscard]] Result<Command> commandFromJson(std::string_view text, const JsonContext &context);
/// An object of texts only, as small requests are: {"program":"sha256sum"}. Members outside `known` are refused.
[[nodiscard]] Result<std::vector<std::string>> textsFromJson(std::string_view text,
                                                             const std::vector<std::string_view> &known);
/// Is the whole text one JSON value?
[[nodiscard]] bool isJson(std::string_view text);

// ---- out ------------------------------------------------------------------------------------------------------

[[nodiscard]] std::string errorToJson(const Error &error);
[[nodiscard]] std::string textToJson(std::string_view member, std::string_view text); ///< {"member":"text"}

[[nodiscard]] std::string taskPageToJson(const TaskPage &page, LedgerId ledger);
/// What a running task has written so far.
struct LiveTail {
    std::string_view output;
    std::string_view errorOutput;
    std::uint64_t outputBytes = 0;
};
/// `live` is null when this process does not run the task.
[[nodiscard]] std::string taskToJson(const TaskRecord &task, LedgerId ledger, const LiveTail *live);
[[nodiscard]] std::string outcomeToJson(const Outcome &outcome, LedgerId ledger);
[[nodiscard]] std::string overridesToJson(const std::vector<Override> &overrides);

[[nodiscard]] std::string eventToJson(const Event &event, LedgerId ledger);
[[nodiscard]] std::string eventsToJson(const RingPage<Event> &page, LedgerId ledger);
/// The snapshot gives queue names and the ledger's id.
[[nodiscard]] std::string decisionsToJson(const RingPage<Decision> &page, const Snapshot &snapshot);
/// Held records that are not in force any more say so. `note` stands for records that are not there.
[[nodiscard]] std::string whyToJson(const TaskWhy &why, const Snapshot &snapshot, std::uint32_t sampling,
                                    std::string_view note);
/// The note when nothing else is known: dispatches are sampled.
[[nodiscard]] std::string notKeptNote(std::uint32_t sampling);

/// Rows as {column: value}: worker ids as "w-3", states as text, boot times as <name>_age_ms, spans as <name>_ms.
[[nodiscard]] std::string workersToJson(const Snapshot &snapshot);
[[nodiscard]] std::string queuesToJson(const Snapshot &snapshot);

struct ProgramInfo {
    std::int64_t pid = 0;
    std::string program; ///< "quarterdeck", "quarterdeckd"
    std::string version;
    WallTime startedAt;
};
[[nodiscard]] std::string statusToJson(const Snapshot &snapshot, const ProgramInfo &program);

/// engine.json: how qdctl and a second window find the running engine.
struct EngineAddress {
    std::int64_t pid = 0;
    std::string program;
    std::string url;
    std::string tokenFile;
    std::string ledger; ///< Path; empty for the memory ledger.
    WallTime startedAt;
};
[[nodiscard]] std::string engineAddressToJson(const EngineAddress &address);
[[nodiscard]] Result<EngineAddress> engineAddressFromJson(std::string_view text);

struct SettingText {
    std::string key;
    std::string value;
    std::string source;
    std::string range;
    std::string help;
};
[[nodiscard]] std::string settingsToJson(const std::vector<SettingText> &settings, std::string_view profile);

} // namespace qd
