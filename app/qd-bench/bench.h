#pragma once
// What all benchmarks share: one JSON line per figure, medians of several runs, the machine beside them.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace qd::bench {

struct Options {
    int runs = 3;
    double seconds = 5;             ///< Of one run, where a run is timed.
    std::uint64_t rows = 1'000'000; ///< Rows present beforehand, where a ledger is measured.
    std::string folder;             ///< For files; empty = a fresh folder below the system's temporary one.
    bool keep = false;              ///< Leave the files for others to look at.
    std::string window;             ///< Path of the window program; empty = beside this one.
};

/// One figure.
struct Figure {
    std::string name;
    std::string unit;
    std::vector<double> values;   ///< One per run; the median is printed.
    std::vector<double> ceilings; ///< The physical ceiling, measured in the same run; empty = none.
    std::vector<std::pair<std::string, double>> extras; ///< Printed as further members.
    std::string note;
};

struct Benchmark {
    std::string_view name;
    std::string_view what; ///< One line for --list.
    std::function<Result<std::vector<Figure>>(const Options &)> run;
    bool byNameOnly = false; ///< Too long to be among "all".
};

[[nodiscard]] const std::vector<Benchmark> &benchmarks();

[[nodiscard]] double median(std::vector<double> values);
/// {"name","value","unit","ratio","runs","spread","machine",...}
[[nodiscard]] std::string toJsonLine(const Figure &figure);
/// "AMD EPYC ..., 2 cores, Linux 6.1"
[[nodiscard]] std::string machine();
/// A fresh folder that is removed with everything in it.
class ScratchFolder {
public:
    explicit ScratchFolder(const Options &options);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder &) = delete;
    ScratchFolder &operator=(const ScratchFolder &) = delete;
    [[nodiscard]] const std::string &path() const { return m_path; }

private:
    std::string m_path;
    bool m_keep = false;
};

Result<std::vector<Figure>> engineMemory(const Options &options);
Result<std::vector<Figure>> engineMemoryLatency(const Options &options);
Result<std::vector<Figure>> ledgerSqlite(const Options &options);
Result<std::vector<Figure>> ledgerSqliteSingle(const Options &options);
Result<std::vector<Figure>> ledgerRecover(const Options &options);
/// A ledger file with that many queued tasks.
Result<void> fillLedger(const std::string &path, std::uint64_t rows);
Result<std::vector<Figure>> uiStart(const Options &options);
Result<std::vector<Figure>> uiDemo(const Options &options);
Result<std::vector<Figure>> uiCpu(const Options &options);
Result<std::vector<Figure>> uiTasks(const Options &options);
Result<std::vector<Figure>> uiFrame(const Options &options);
Result<std::vector<Figure>> uiLatency(const Options &options);
Result<std::vector<Figure>> uiMinimised(const Options &options);
Result<std::vector<Figure>> uiMemory(const Options &options);
Result<std::vector<Figure>> uiCostLatency(const Options &options);
Result<std::vector<Figure>> uiSoak(const Options &options);

} // namespace qd::bench
