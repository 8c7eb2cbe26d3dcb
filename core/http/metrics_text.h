#pragma once
// GET /metrics: a few families in Prometheus' text form.

#include <string>
#include <string_view>

#include "core/http/http_server.h"
#include "core/model/snapshot.h"

namespace qd::http {

constexpr std::size_t kMetricQueuesMax = 1000; ///< Queues beyond are counted in qd_metric_queues_left_out.

[[nodiscard]] std::string metricsText(const Snapshot &snapshot, const ServerCounters &door, std::string_view version);

} // namespace qd::http
