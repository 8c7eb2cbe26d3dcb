#include "app/qd-bench/bench.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/utsname.h>

namespace qd::bench {

const std::vector<Benchmark> &benchmarks() {
    static const std::vector<Benchmark> all = {
        {"engine.memory", "tasks/s through the whole engine, memory ledger, empty task, submit to recorded result",
         engineMemory},
        {"engine.memory.latency", "us from post() to the handler, p99 at 70 % of that load, open loop",
         engineMemoryLatency},
        {"ledger.sqlite", "tasks/s insert + dispatch + complete, WAL + FULL, with rows present; commit p99, WAL, syncs",
         ledgerSqlite},
        {"ledger.sqlite.single", "ms for one task at a time, submit to recorded result, WAL + FULL",
         ledgerSqliteSingle},
        {"ledger.recover.1m", "s from start to the first dispatch with that many unfinished tasks", ledgerRecover},
        {"ui.start", "ms from exec to the first paint of the window, empty and with a full ledger", uiStart},
        {"ui.demo", "ms from exec to a live demonstration", uiDemo},
        {"ui.cpu", "share of a core that the window takes, busy and quiet", uiCpu},
#ifdef QD_BENCH_WINDOW // The sanitizer builds have no window.
        {"ui.tasks", "sort, filter, find and search the payloads of a million tasks in a table, while rows change",
         uiTasks},
        {"ui.frame", "ms of the GUI thread's turns (p99, max) with four windows and 10 000 events/s; ui.cost.publish",
         uiFrame},
        {"ui.latency", "ms from an engine event to the painted figure, p95", uiLatency},
        {"ui.cpu.minimised", "share of a core that a minimised window takes", uiMinimised},
        {"ui.memory", "MB of the whole process with a million ended tasks of 200 B payload", uiMemory},
        {"ui.cost.latency", "ms dispatch p99 at half load with a window open, and its ratio to none", uiCostLatency},
        {"ui.soak", "MB/h that memory grows, by regression; by name only, with --seconds 1800", uiSoak, true},
#endif
    };
    return all;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::string machine() {
    std::string cpu = "unknown processor";
    std::ifstream info{"/proc/cpuinfo"};
    for (std::string line; std::getline(info, line);) {
        if (!line.starts_with("model name")) continue;
        cpu = line.substr(line.find(':') + 2);
        break;
    }
    utsname system{};
    uname(&system);
    return fmt::format("{}, {} cores, {} {}", cpu, std::thread::hardware_concurrency(), system.sysname, system.release);
}

std::string toJsonLine(const Figure &figure) {
    const auto round = [](double value) { return std::round(value * 1000) / 1000; };
    nlohmann::ordered_json out;
    out["name"] = figure.name;
    out["value"] = round(median(figure.values));
    out["unit"] = figure.unit;
    if (!figure.ceilings.empty()) {
        std::vector<double> ratios;
        for (std::size_t i = 0; i < std::min(figure.values.size(), figure.ceilings.size()); ++i)
            if (figure.ceilings[i] > 0) ratios.push_back(figure.values[i] / figure.ceilings[i]);
        out["ratio"] = round(median(ratios));
        out["ceiling"] = round(median(figure.ceilings));
    }
    out["runs"] = figure.values.size();
    if (!figure.values.empty()) {
        const auto [low, high] = std::ranges::minmax(figure.values);
        out["spread"] = {round(low), round(high)};
    }
    for (const auto &[name, value] : figure.extras) out[name] = round(value);
    if (!figure.note.empty()) out["note"] = figure.note;
    out["machine"] = machine();
    return out.dump();
}

ScratchFolder::ScratchFolder(const Options &options) : m_keep(options.keep) {
    const auto base =
        options.folder.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path{options.folder};
    std::string pattern = (base / "qd-bench-XXXXXX").string();
    if (mkdtemp(pattern.data())) m_path = pattern;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    if (!m_path.empty() && !m_keep) std::filesystem::remove_all(m_path, ignored);
}

} // namespace qd::bench
