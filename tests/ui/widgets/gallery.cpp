// Shows every part of the window in both themes and saves pictures: `gallery <folder>`. For people who look.
#include <QtCore/QDir>
#include <QtCore/QTimer>
#include <QtGui/QKeyEvent>
#include <QtGui/QPixmap>
#include <QtWidgets/QApplication>
#include <cstdio>

#include "tests/ui/widgets/gallery_samples.h"
#include "ui/format/time_display.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme_manager.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/time_bar.h"

namespace qd::ui {

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

/// Lets timers of charts fire and layouts settle; a gallery is no test, so it may wait.
void settle() {
    QEventLoop loop;
    QTimer::singleShot(400, &loop, &QEventLoop::quit);
    loop.exec();
}

void save(QWidget &widget, const QString &folder, const QString &name) {
    settle();
    const QString path = QDir(folder).filePath(name + (theme().isDark() ? u("-dark.png") : u("-light.png")));
    std::printf("%s %s\n", widget.grab().save(path) ? "saved" : "could not save", qPrintable(path));
}

void fill(MainWindow &window) {
    const auto add = [&](const char *id, const char *title, Section section, char key, PageBadge badge, QWidget *page) {
        window.addPage({u(id), u(title), section, QString(QLatin1Char(key)), u(id), page, [badge] { return badge; }});
    };
    add("overview", "Overview", Section::Watch, 'o', {}, samplePage());
    add("workers", "Workers", Section::Watch, 'w', {u("128")}, sampleParts());
    add("queues", "Queues & tasks", Section::Watch, 'q', {u("2 418")}, new QWidget);
    add("health", "Health", Section::Watch, 'h', {u("1"), Shape::Triangle, ColorRole::Degraded}, new QWidget);
    add("breakers", "Breakers", Section::Resilience, 'b', {u("2"), Shape::Cross, ColorRole::Failing}, new QWidget);
    add("settings", "Settings", Section::System, 's', {}, new QWidget);
    window.refreshBadges();
    window.setActions(
        {{u("pause"), u("Pause all workers"), u("stop hold"), u("Ctrl+Shift+P"), [] {}, {}},
         {u("resume"), u("Resume all workers"), {}, {}, [] {}, [] { return QStringLiteral("nothing is paused"); }}});
    window.setConnection(u("Embedded coordinator"), u("memory · SQLite"));
    window.setOverallState(Overall::Degraded, u("2 workers lost"));
    window.setDataAge(std::chrono::milliseconds(100));
    window.setOverrides(3, std::chrono::seconds(252));
    window.setEngineRate(41'280);
    window.setWatchingCost({.engine = 0.004, .window = 0.11, .bytesHeld = 47'185'920, .lateFrames = 2});
    window.setLedger(u("SQLite · 61 MiB"), u("~/.local/share/quarterdeck/ledger.sqlite"));
    window.setApiUrl(u("127.0.0.1:7070"));
    window.setCompleteness(128, 128, 131, u("workers"));
    window.setUser(u("admin"));
    TimeDisplay::instance().setZone(TimeZone::Utc);
    window.setClock(WallTime{std::chrono::milliseconds(kGalleryNow)});
    auto *bar = new TimeBar;
    bar->setUtc(true);
    bar->setNow(kGalleryNow);
    bar->setKeptFrom(kGalleryNow - 240'000);
    bar->setMarks({{kGalleryNow - 130'000, Shape::Diamond, ColorRole::Imposed, u("pool 8 → 24")},
                   {kGalleryNow - 60'000, Shape::Triangle, ColorRole::Fault, u("fault: latency +400 ms")},
                   {kGalleryNow - 20'000, Shape::Cross, ColorRole::Failing, u("opened")}});
    window.setBottomWidget(bar);
}

/// Presses Esc on whatever lies over the page.
void closeOverlay() {
    QKeyEvent escape(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
    if (QWidget *focus = QApplication::focusWidget()) QApplication::sendEvent(focus, &escape);
}

void saveAll(MainWindow &window, const QString &folder) {
    window.showPage(u("overview"));
    save(window, folder, u("1-overview"));

    window.setBanner(MainWindow::BannerSlot::Synthetic, Tone::Imposed, u("Synthetic load"), u("seed 42, 200 tasks/s"),
                     u("Stop"));
    window.showInspector(u("charge-order 8f31"), u("01J9-0-8f3124c0"), sampleInspectorBody());
    window.inspector().setLook(lookOf(TaskState::Retrying));
    const int toast = window.toasts().show({Tone::Good, u("Paused w-104 for 15 min."), u("Undo"), [] {}});
    const int second =
        window.toasts().show({Tone::Warning, u("The queue http has waited for 4 min; nothing can run it."), {}, {}});
    save(window, folder, u("2-inspector"));
    window.toasts().dismiss(toast);
    window.toasts().dismiss(second);
    window.closeInspector();
    window.clearBanner(MainWindow::BannerSlot::Synthetic);

    window.showPage(u("workers"));
    save(window, folder, u("3-parts"));
    window.openCommandPalette();
    save(window, folder, u("4-palette"));
    window.showKeys();
    save(window, folder, u("5-keys"));
    closeOverlay();

    const ConfirmSpec spec{.tier = ConfirmTier::Destructive,
                           .title = u("Purge 412 finished tasks?"),
                           .text = u("They are removed from the ledger for good."),
                           .preview = {u("completed  398"), u("cancelled   14")},
                           .verb = u("Purge tasks"),
                           .typedName = u("queue http"),
                           .asksReason = true};
    ConfirmDialog dialog(spec, &window);
    dialog.open();
    save(dialog, folder, u("6-confirm"));
    dialog.reject();
    window.resize(1024, 640);
    window.showPage(u("overview"));
    save(window, folder, u("7-narrow"));
    window.resize(1440, 900);
}

} // namespace

} // namespace qd::ui

int main(int argc, char **argv) {
    using namespace qd::ui;
    if (argc < 2) {
        std::fprintf(stderr, "usage: gallery FOLDER\n");
        return 2;
    }
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication app(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English));
    const QString folder = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(folder);
    ThemeManager manager(ThemeChoice::Dark);
    MainWindow window;
    fill(window);
    window.show();
    for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
        manager.setChoice(choice);
        saveAll(window, folder);
    }
    return 0;
}
