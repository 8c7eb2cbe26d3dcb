// ledger check of a file that no engine holds: a damaged one, of which no engine starts, or a copy.

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "app/qdctl/format.h"
#include "app/qdctl/verbs.h"
#include "core/base/file_lock.h"
#include "core/ledger/sqlite_ledger.h"

namespace qd::ctl {

namespace {

/// Keeps an engine from starting on the file meanwhile. A copy has no lock file, and gets none.
Result<FileLock> holdLedger(const std::filesystem::path &file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file.string() + ".lock", ignored)) return FileLock{};
    return FileLock::take(file, "qdctl");
}

} // namespace

Answer<Exit> checkLedgerFile(const VerbContext &context, std::filesystem::path file) {
    if (file.empty()) file = ledgerOf(context.client.locate);
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        return usage(fmt::format("{} is no file; name a ledger or a copy of one.", printable(file.string())));
    const auto lock = holdLedger(file);
    if (!lock && lock.error().code == ErrorCode::Conflict)
        return failWith(Exit::Refused, ErrorCode::Conflict,
                        fmt::format("The ledger {} is in use by {}. While it runs: qdctl ledger check",
                                    printable(file.string()), lock.error().detail));
    const auto found = qd::checkLedgerFile(file);
    if (!found) return std::unexpected(Failure{Exit::Refused, found.error()});
    const bool isSound = found->problems.empty();
    if (context.json) {
        context.printJson({{"file", file.string()},
                           {"sound", isSound},
                           {"rows", found->rows},
                           {"final_rows", found->finalRows},
                           {"problems", found->problems}});
    } else {
        context.console.out << fmt::format("{}: {}\n", printable(file.string()),
                                           isSound
                                               ? fmt::format("sound, {} rows, {} of them final",
                                                             formatCount(found->rows), formatCount(found->finalRows))
                                               : fmt::format("{} problems", found->problems.size()));
        for (const std::string &problem : found->problems) context.console.out << "  " << printable(problem) << '\n';
    }
    return isSound ? Exit::Ok : Exit::Refused;
}

} // namespace qd::ctl
