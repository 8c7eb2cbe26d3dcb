#include "app/quarterdeck/options.h"

#include <QtCore/QCommandLineParser>

#include "ui/theme/zoom.h"

namespace qd::app {
namespace {

const QString kAbout =
    QStringLiteral("Quarterdeck: a control room for task coordinators, with the coordinator inside.");

Parsed wrong(const QString &text) {
    return {{}, Leave{2, QStringLiteral("quarterdeck: %1\n").arg(text)}};
}

void addOptions(QCommandLineParser &parser) {
    const auto valued = [&](const char *name, const char *help, const char *value) {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(help), QString::fromLatin1(value)});
    };
    valued("config", "Settings file instead of the default one.", "file");
    valued("set", "One setting, e.g. pool.workers=16; may be given several times.", "key=value");
    valued("data-folder", "Where ledger, token and reports live.", "folder");
    valued("ledger", "The ledger file.", "file");
    parser.addOption({QStringLiteral("memory"), QStringLiteral("Keep the ledger in memory: all is lost on exit.")});
    parser.addOption({QStringLiteral("demo"), QStringLiteral("A seeded demonstration on a throw-away ledger.")});
    valued("load", "Synthetic load from the start, tasks per second (0 .. 5000).", "rate");
    valued("page", "The page to open: overview, workers, tasks, settings.", "id");
    valued("open", "What to open in the inspector: a worker (w-3), a task id, or \"task\" for the newest.", "id");
    valued("theme", "dark, light or system.", "name");
    valued("zoom", "How large everything is, in percent (100 .. 200).", "percent");
    valued("size", "Size of the window, e.g. 1440x900.", "WxH");
    valued("screenshot", "Save a picture of the window as PNG and leave.", "file");
    valued("after", "Seconds before the picture is taken (default 3).", "seconds");
    parser.addOption(
        {QStringLiteral("report-times"), QStringLiteral("Say on standard output when the window has painted "
                                                        "and when the demonstration is live.")});
    parser.addOption({{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("This text.")});
    parser.addOption({{QStringLiteral("v"), QStringLiteral("version")}, QStringLiteral("The version.")});
}

std::optional<QSize> parseSize(const QString &text) {
    const QStringList parts = text.split(QLatin1Char('x'));
    if (parts.size() != 2) return std::nullopt;
    const QSize size(parts[0].toInt(), parts[1].toInt());
    if (size.width() < 640 || size.height() < 400 || size.width() > 10'000 || size.height() > 10'000)
        return std::nullopt;
    return size;
}

} // namespace

Parsed parseOptions(const QStringList &arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(kAbout);
    addOptions(parser);
    const auto is = [&](const char *name) { return parser.isSet(QString::fromLatin1(name)); };
    const auto text = [&](const char *name) { return parser.value(QString::fromLatin1(name)); };
    if (!parser.parse(arguments)) return wrong(parser.errorText() + QStringLiteral("; see --help"));
    // The options are read before there is an application that Qt could name.
    if (is("help"))
        return {
            {},
            Leave{0, parser.helpText().replace(QStringLiteral("<executable_name>"), QStringLiteral("quarterdeck"))}};
    if (is("version")) return {{}, Leave{0, QStringLiteral("quarterdeck " QD_VERSION "\n")}};
    if (!parser.positionalArguments().isEmpty())
        return wrong(QStringLiteral("\"%1\" is no option; see --help").arg(parser.positionalArguments().front()));

    Options options;
    options.config = text("config").toStdString();
    for (const QString &flag : parser.values(QStringLiteral("set"))) options.flags.push_back(flag.toStdString());
    if (is("data-folder")) options.flags.push_back("data_folder=" + text("data-folder").toStdString());
    if (is("ledger")) options.flags.push_back("ledger.path=" + text("ledger").toStdString());
    if (is("memory")) options.flags.emplace_back("ledger.kind=memory");
    options.demo = is("demo");
    options.reportTimes = is("report-times");
    options.screenshot = text("screenshot");
    options.page = text("page");
    options.open = text("open");
    options.theme = text("theme");
    if (is("theme") &&
        !QStringList{QStringLiteral("dark"), QStringLiteral("light"), QStringLiteral("system")}.contains(options.theme))
        return wrong(QStringLiteral("--theme is dark, light or system, not \"%1\"").arg(options.theme));
    static const QStringList pages{QStringLiteral("overview"), QStringLiteral("workers"), QStringLiteral("tasks"),
                                   QStringLiteral("settings")};
    if (is("page") && !pages.contains(options.page))
        return wrong(
            QStringLiteral("--page is one of %1, not \"%2\"").arg(pages.join(QStringLiteral(", ")), options.page));
    bool ok = true;
    if (is("after")) options.afterSeconds = text("after").toDouble(&ok);
    if (!ok || options.afterSeconds < 0 || options.afterSeconds > 3600)
        return wrong(QStringLiteral("--after is a number of seconds, 0 to 3600, not \"%1\"").arg(text("after")));
    if (is("load")) options.load = text("load").toInt(&ok);
    if (!ok || options.load.value_or(0) < 0 || options.load.value_or(0) > 5000)
        return wrong(
            QStringLiteral("--load is a whole number of tasks per second, 0 to 5000, not \"%1\"").arg(text("load")));
    if (is("zoom")) options.zoom = text("zoom").toInt(&ok);
    if (!ok || (options.zoom && (*options.zoom < ui::kZoomLeast || *options.zoom > ui::kZoomMost)))
        return wrong(QStringLiteral("--zoom is a whole number of percent, %1 to %2, not \"%3\"")
                         .arg(ui::kZoomLeast)
                         .arg(ui::kZoomMost)
                         .arg(text("zoom")));
    if (is("size")) {
        const auto size = parseSize(text("size"));
        if (!size)
            return wrong(QStringLiteral("--size is width x height, e.g. 1440x900, not \"%1\"").arg(text("size")));
        options.size = *size;
    }
    return {options, std::nullopt};
}

} // namespace qd::app
