#pragma once
// Reads the whole state back at start-up, in one pass over the hot table.

#include <map>

#include "core/ledger/sqlite_database.h"
#include "core/ledger/sqlite_writer.h"
#include "core/model/ledger.h"

namespace qd {

/// Answers what was counted on the way. Corrupt names the damaged row or file.
[[nodiscard]] Result<std::map<std::uint32_t, SqliteWriter::Counts>>
recoverFrom(Database &db, const RecoverySink &sink, std::uint64_t finalStatesMax, std::uint64_t nextSequence);

} // namespace qd
