// qd-bench NAME... | --list: measures what the design promises, one JSON line per figure.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/qd-bench/bench.h"
#include "core/base/allocator.h"

int main(int argc, char **argv) {
    qd::settleAllocator();
    using namespace qd::bench;
    CLI::App app{"Measures Quarterdeck: one JSON line per figure, medians of several runs.", "qd-bench"};
    std::vector<std::string> names;
    Options options;
    bool list = false;
    app.add_option("name", names, "Which benchmarks; none = all");
    app.add_flag("--list", list, "Lists the benchmarks");
    app.add_option("--runs", options.runs, "Runs per figure")->check(CLI::Range(1, 100))->capture_default_str();
    app.add_option("--seconds", options.seconds, "Length of a timed run")
        ->check(CLI::Range(0.1, 3600.0))
        ->capture_default_str();
    app.add_option("--rows", options.rows, "Rows present in the ledger")
        ->check(CLI::Range(0, 20'000'000))
        ->capture_default_str();
    app.add_option("--folder", options.folder, "Where files are made (default: the temporary folder)");
    app.add_flag("--keep", options.keep, "Leaves the files");
    app.add_option("--window", options.window, "The window program (default: beside this one)");
    CLI11_PARSE(app, argc, argv);
    if (list) {
        for (const Benchmark &benchmark : benchmarks()) fmt::print("{:24} {}\n", benchmark.name, benchmark.what);
        return 0;
    }
    int failures = 0;
    for (const std::string &name : names) {
        if (std::ranges::find(benchmarks(), name, &Benchmark::name) != benchmarks().end()) continue;
        fmt::print(stderr, "qd-bench: there is no benchmark {}; see qd-bench --list\n", name);
        return 2;
    }
    for (const Benchmark &benchmark : benchmarks()) {
        const bool named = std::ranges::find(names, benchmark.name) != names.end();
        if (!named && (!names.empty() || benchmark.byNameOnly)) continue;
        const auto figures = benchmark.run(options);
        if (!figures) {
            fmt::print(stderr, "qd-bench: {}: {}\n", benchmark.name, figures.error().detail);
            ++failures;
            continue;
        }
        for (const Figure &figure : *figures) fmt::print("{}\n", toJsonLine(figure));
        std::fflush(stdout);
    }
    return failures == 0 ? 0 : 1;
}
