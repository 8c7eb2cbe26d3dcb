#include "core/workers/synthetic_handler.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <numbers>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/rng.h"

namespace qd {

namespace {

constexpr double kMsMax = 86'400'000.0; // a day
constexpr double kZ99 = 2.326347874040841;
/// exp(kZ99^2 / 2): no lognormal has its 99th percentile further above its mean.
constexpr double kP99OverMeanMax = 14.96;

enum class Shape : std::uint8_t { Constant, Exponential, Lognormal, Uniform };

struct Spec {
    Shape shape = Shape::Constant;
    double meanMs = 0;
    double p99Ms = 0;
    std::uint32_t failPermille = 0;
    bool burn = false;
    std::uint64_t seed = 0;
};

[[nodiscard]] Duration fromMs(double ms) {
    return Duration{std::llround(std::clamp(ms, 0.0, kMsMax) * 1e6)};
}

/// {"ms":N}, the form that load generators send: no parser needed.
[[nodiscard]] std::optional<std::uint64_t> plainMs(std::string_view payload) {
    constexpr std::string_view head = R"({"ms":)";
    if (!payload.starts_with(head) || !payload.ends_with('}')) return std::nullopt;
    payload = payload.substr(head.size(), payload.size() - head.size() - 1);
    if (payload.starts_with(' ')) payload.remove_prefix(1);
    if (payload.empty() || (payload.size() > 1 && payload.front() == '0')) return std::nullopt;
    std::uint64_t ms = 0;
    const auto [end, error] = std::from_chars(payload.data(), payload.data() + payload.size(), ms);
    if (error != std::errc{} || end != payload.data() + payload.size() || ms > static_cast<std::uint64_t>(kMsMax))
        return std::nullopt;
    return ms;
}

[[nodiscard]] std::string cut(const nlohmann::json &value) {
    std::string text = value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    if (text.size() > 40) text = text.substr(0, 37) + "...";
    return text;
}

[[nodiscard]] std::unexpected<Error> refuse(std::string_view member, const nlohmann::json &value,
                                            std::string_view range) {
    return fail(ErrorCode::Invalid,
                fmt::format("Payload of a synthetic task: \"{}\" is {}; allowed: {}", member, cut(value), range));
}

[[nodiscard]] std::optional<double> milliseconds(const nlohmann::json &value) {
    if (!value.is_number()) return std::nullopt;
    const double ms = value.get<double>();
    return ms >= 0 && ms <= kMsMax ? std::optional{ms} : std::nullopt;
}

[[nodiscard]] std::optional<Shape> shapeOf(const nlohmann::json &value) {
    if (!value.is_string()) return std::nullopt;
    const auto &text = value.get_ref<const std::string &>();
    if (text == "constant") return Shape::Constant;
    if (text == "exp") return Shape::Exponential;
    if (text == "lognormal") return Shape::Lognormal;
    if (text == "uniform") return Shape::Uniform;
    return std::nullopt;
}

constexpr std::string_view kMsRange = "a number of milliseconds from 0 to 86400000";

[[nodiscard]] Result<void> readMember(std::string_view name, const nlohmann::json &value, Spec &spec) {
    if (name == "ms" || name == "mean_ms" || name == "p99_ms") {
        const auto ms = milliseconds(value);
        if (!ms) return refuse(name, value, kMsRange);
        (name == "p99_ms" ? spec.p99Ms : spec.meanMs) = *ms;
    } else if (name == "distribution") {
        const auto shape = shapeOf(value);
        if (!shape) return refuse(name, value, "exp, lognormal, uniform, constant");
        spec.shape = *shape;
    } else if (name == "fail_permille") {
        if (!value.is_number_integer() || value < 0 || value > 1000)
            return refuse(name, value, "an integer from 0 to 1000");
        spec.failPermille = value.get<std::uint32_t>();
    } else if (name == "burn") {
        if (!value.is_boolean()) return refuse(name, value, "true, false");
        spec.burn = value.get<bool>();
    } else if (name == "seed") {
        if (!value.is_number_unsigned()) return refuse(name, value, "an integer from 0 to 18446744073709551615");
        spec.seed = value.get<std::uint64_t>();
    } else {
        return fail(ErrorCode::Invalid,
                    fmt::format("Payload of a synthetic task: unknown member \"{}\"; known: ms, distribution, mean_ms, "
                                "p99_ms, fail_permille, burn, seed",
                                name.substr(0, 64)));
    }
    return {};
}

[[nodiscard]] Result<Spec> readSpec(std::string_view payload) {
    const auto json = nlohmann::json::parse(payload, nullptr, false);
    if (!json.is_object())
        return fail(
            ErrorCode::Invalid,
            R"(Payload of a synthetic task: not a JSON object; write {"ms":20}, or leave it empty for no time)");
    Spec spec;
    for (const auto &[name, value] : json.items())
        if (auto read = readMember(name, value, spec); !read) return std::unexpected(read.error());
    if (json.contains("ms") && (json.contains("distribution") || json.contains("mean_ms") || json.contains("p99_ms")))
        return fail(ErrorCode::Invalid, "Payload of a synthetic task: \"ms\" is a constant time; leave out "
                                        "\"distribution\", \"mean_ms\" and \"p99_ms\", or \"ms\"");
    if (json.contains("distribution") && !json.contains("mean_ms"))
        return fail(ErrorCode::Invalid,
                    fmt::format("Payload of a synthetic task: \"mean_ms\" is missing; allowed: {}", kMsRange));
    if (spec.shape == Shape::Lognormal && spec.meanMs > 0) {
        if (!json.contains("p99_ms")) spec.p99Ms = 5 * spec.meanMs;
        if (spec.p99Ms < spec.meanMs || spec.p99Ms > kP99OverMeanMax * spec.meanMs)
            return refuse("p99_ms", json.contains("p99_ms") ? json["p99_ms"] : nlohmann::json(spec.p99Ms),
                          fmt::format("{:g} to {:g} (1 to 14.96 times mean_ms) for lognormal", spec.meanMs,
                                      spec.meanMs * kP99OverMeanMax));
    }
    return spec;
}

/// Box-Muller; one of the pair is enough.
[[nodiscard]] double normal(Rng &rng) {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - rng.unit()));
    return radius * std::cos(2.0 * std::numbers::pi * rng.unit());
}

[[nodiscard]] double drawMs(const Spec &spec, Rng &rng) {
    switch (spec.shape) {
    case Shape::Constant: return spec.meanMs;
    case Shape::Exponential: return -spec.meanMs * std::log(1.0 - rng.unit());
    case Shape::Uniform: return 2 * spec.meanMs * rng.unit();
    case Shape::Lognormal: {
        if (spec.meanMs <= 0) return 0;
        // mean = exp(mu + s^2/2), p99 = exp(mu + z s)  =>  ln(p99/mean) = z s - s^2/2
        const double s = kZ99 - std::sqrt(std::max(0.0, kZ99 * kZ99 - 2 * std::log(spec.p99Ms / spec.meanMs)));
        return spec.meanMs * std::exp(s * normal(rng) - s * s / 2);
    }
    }
    return 0;
}

[[nodiscard]] Duration threadCpu() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return std::chrono::seconds{t.tv_sec} + Duration{t.tv_nsec};
}

} // namespace

Result<SyntheticPlan> planSynthetic(std::string_view payload, TaskId task, std::uint16_t attempt) {
    SyntheticPlan plan;
    if (payload.empty()) return plan;
    if (const auto ms = plainMs(payload)) {
        plan.time = std::chrono::milliseconds{*ms};
        return plan;
    }
    const auto spec = readSpec(payload);
    if (!spec) return std::unexpected(spec.error());
    Rng rng{mix64(mix64(spec->seed) ^ task.value) + attempt};
    plan.time = fromMs(drawMs(*spec, rng));
    plan.fails = rng.chance(spec->failPermille);
    plan.failPermille = spec->failPermille;
    plan.burns = spec->burn && plan.time > Duration{};
    return plan;
}

std::string syntheticFailure(const SyntheticPlan &plan) {
    return fmt::format("Synthetic failure: drawn with a chance of {} in 1000 (fail_permille)", plan.failPermille);
}

void burnCpu(Duration time, const std::function<bool()> &stopped) {
    const Duration until = threadCpu() + time;
    volatile std::uint64_t sink = 1;
    while (threadCpu() < until && !stopped()) {
        std::uint64_t x = sink;
        for (int i = 0; i < 2000; ++i) x = mix64(x);
        sink = x;
    }
}

} // namespace qd
