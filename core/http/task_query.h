#pragma once
// The query string of GET /api/v1/tasks.

#include "core/base/error.h"
#include "core/http/http_message.h"
#include "core/model/query.h"

namespace qd::http {

/// state=failed,running&type=&queue=&worker=w-3&text=&ids=1,2&priority_min=&sort=created_at&desc=1&offset=0&limit=200
[[nodiscard]] Result<TaskQuery> taskQueryFrom(const Request &request, LedgerId ledger);
/// A whole number parameter; `standard` when it is absent.
[[nodiscard]] Result<std::uint64_t> numberParameter(const Request &request, std::string_view name, std::uint64_t low,
                                                    std::uint64_t high, std::uint64_t standard);

} // namespace qd::http
