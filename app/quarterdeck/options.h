#pragma once
// The command line of the window.

#include <QtCore/QSize>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qd::app {

struct Options {
    std::filesystem::path config;
    std::vector<std::string> flags; ///< key=value, as settings take them.
    bool demo = false;
    bool reportTimes = false;
    QString screenshot; ///< File; empty = none.
    double afterSeconds = 3;
    QString page;
    QString open;            ///< Shown in the inspector: "w-3", "9c41e0-17", or "task" for the newest one.
    QString theme;           ///< "dark", "light", "system"; empty = as stored.
    std::optional<int> zoom; ///< Percent; empty = as stored.
    QSize size;
    std::optional<int> load; ///< Tasks per second from the start.
};

/// Text to print and the code to leave with, when there is nothing to run.
struct Leave {
    int code = 0;
    QString text;
};
struct Parsed {
    Options options;
    std::optional<Leave> leave;
};
[[nodiscard]] Parsed parseOptions(const QStringList &arguments);

} // namespace qd::app
