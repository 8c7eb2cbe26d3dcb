#include "core/model/command.h"

#include <algorithm>

namespace qd {

namespace {

template <typename... Ts> struct Overloaded : Ts... {
    using Ts::operator()...;
};

constexpr std::uint64_t kBulk = 100; // "bulk over 100" of design section 6

Tier baseTier(const CommandBody &body, std::uint64_t affected) noexcept {
    const Tier bulk = affected > kBulk ? Tier::Disruptive : Tier::Reversible;
    // No default and no generic lambda: a new command kind does not compile until it has a tier.
    return std::visit(
        Overloaded{
            [](const SubmitTasks &) { return Tier::Free; }, [](const CancelTasks &) { return Tier::Destructive; },
            [bulk](const SuspendTasks &) { return bulk; }, [bulk](const ResumeTasks &) { return bulk; },
            [bulk](const RetryTasks &) { return bulk; }, [](const RequeueTasks &) { return Tier::Disruptive; },
            [bulk](const ReprioritiseTasks &) { return bulk; }, [](const PurgeTasks &) { return Tier::Destructive; },
            [affected](const Impose &impose) {
                switch (impose.lease.kind) {
                case OverrideKind::PauseWorker:
                case OverrideKind::PauseQueue: return Tier::Reversible;
                case OverrideKind::PauseAll: return Tier::Disruptive;
                // `affected` carries the present pool size: shrinking by more than a quarter is disruptive.
                case OverrideKind::PoolSize:
                    return impose.lease.value * 4 < static_cast<std::int64_t>(affected) * 3 ? Tier::Disruptive
                                                                                            : Tier::Reversible;
                }
                return Tier::Disruptive;
            },
            [](const RevertOverrides &revert) { return revert.ids.size() > 1 ? Tier::Disruptive : Tier::Reversible; },
            [](const Lift &) { return Tier::Reversible; }, [](const Drain &) { return Tier::Disruptive; }},
        body);
}

} // namespace

Tier tierOf(const CommandBody &body, std::uint64_t affected, bool production) noexcept {
    const Tier tier = baseTier(body, affected);
    if (!production || tier == Tier::Free || tier == Tier::Destructive) return tier;
    return static_cast<Tier>(static_cast<int>(tier) + 1);
}

TaskSelection *selectionOf(CommandBody &body) noexcept {
    return std::visit(
        [](auto &command) -> TaskSelection * {
            if constexpr (requires { command.which; }) return &command.which;
            return nullptr;
        },
        body);
}

std::string_view nameOf(const CommandBody &body) noexcept {
    return std::visit(Overloaded{[](const SubmitTasks &) -> std::string_view { return "submit"; },
                                 [](const CancelTasks &) -> std::string_view { return "cancel"; },
                                 [](const SuspendTasks &) -> std::string_view { return "suspend"; },
                                 [](const ResumeTasks &) -> std::string_view { return "resume_tasks"; },
                                 [](const RetryTasks &) -> std::string_view { return "retry"; },
                                 [](const RequeueTasks &) -> std::string_view { return "requeue"; },
                                 [](const ReprioritiseTasks &) -> std::string_view { return "reprioritise"; },
                                 [](const PurgeTasks &) -> std::string_view { return "purge"; },
                                 [](const Impose &impose) -> std::string_view { return toText(impose.lease.kind); },
                                 [](const RevertOverrides &) -> std::string_view { return "revert"; },
                                 [](const Lift &) -> std::string_view { return "resume"; },
                                 [](const Drain &) -> std::string_view { return "drain"; }},
                      body);
}

std::string_view toText(Origin origin) noexcept {
    switch (origin) {
    case Origin::Window: return "window";
    case Origin::CommandLine: return "qdctl";
    case Origin::Api: return "api";
    case Origin::Scenario: return "scenario";
    case Origin::Engine: return "engine";
    }
    return "engine";
}

std::string_view toText(Tier tier) noexcept {
    switch (tier) {
    case Tier::Free: return "free";
    case Tier::Reversible: return "reversible";
    case Tier::Disruptive: return "disruptive";
    case Tier::Destructive: return "destructive";
    }
    return "destructive";
}

} // namespace qd
