#pragma once
// One window with its engine, as main() puts them together, and where its files are.

#include <QtCore/QCoreApplication>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QPushButton>

#include "app/quarterdeck/control_room.h"
#include "app/quarterdeck/engine_host.h"
#include "core/config/settings.h"
#include "ui/pages/dialogs/submit_dialog.h"
#include "ui/theme/theme_manager.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/kpi_card.h"
#include "ui/widgets/strip_button.h"
#include "ui/widgets/toast.h"

namespace qd::test {

inline QString u(const char *text) {
    return QString::fromUtf8(text);
}

/// What people have set stays as it is, and no test sees what another one left.
class RoomFiles {
public:
    explicit RoomFiles(const char *test) {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_stored.path());
        QCoreApplication::setOrganizationName(u("quarterdeck-test"));
        QCoreApplication::setApplicationName(u(test));
        QApplication::setQuitOnLastWindowClosed(false);
    }
    void begin() {
        m_folder = std::make_unique<QTemporaryDir>();
        QSettings().clear();
    }
    [[nodiscard]] QString folder() const { return m_folder->filePath(u("data")); }
    [[nodiscard]] QString path(const char *name) const { return m_folder->filePath(u(name)); }
    [[nodiscard]] Settings settings(LedgerKind kind = LedgerKind::Memory) const {
        Settings settings;
        settings.dataFolder = folder().toStdString();
        settings.ledger.kind = kind;
        settings.door.port = 0;
        settings.pool.workers = 2;
        return settings;
    }

private:
    QTemporaryDir m_stored;
    std::unique_ptr<QTemporaryDir> m_folder;
};

struct World {
    explicit World(const Settings &settings, app::Options options = {}) : host(settings), room(host, themes, options) {
        QObject::connect(&host, &app::EngineHost::started, &host,
                         [this](const std::shared_ptr<Engine> &made) { engine = made; });
        room.show();
    }
    ui::ThemeManager themes{ui::ThemeChoice::Dark};
    app::EngineHost host;
    app::ControlRoom room;
    std::shared_ptr<Engine> engine;

    ui::MainWindow &window() { return room.frame(); }
    QStringList strip() {
        QStringList texts;
        for (const auto *button : window().findChildren<ui::StripButton *>()) texts << button->accessibleName();
        return texts;
    }
    QString figures() {
        QStringList texts;
        for (const auto *card : window().findChildren<ui::KpiCard *>()) texts << card->accessibleDescription();
        return texts.join(u("|"));
    }
    bool stripSays(const char *word) { return strip().join(u("|")).contains(u(word)); }
    QPushButton *button(const char *text) {
        for (auto *button : window().findChildren<QPushButton *>())
            if (button->isVisible() && button->text() == u(text)) return button;
        return nullptr;
    }
    bool shows(const char *text) {
        for (const auto *state : window().findChildren<ui::EmptyState *>())
            if (state->isVisible() && state->title().contains(u(text))) return true;
        return false;
    }
    QStringList toasts() {
        QStringList texts;
        for (const auto *toast : window().findChildren<ui::Toast *>())
            if (toast->isVisible()) texts << toast->accessibleName();
        return texts;
    }
    ui::SubmitDialog *submitDialog() { return window().findChild<ui::SubmitDialog *>(); }
    ui::ConfirmDialog *question() { return window().findChild<ui::ConfirmDialog *>(); }
    [[nodiscard]] std::uint64_t running() const {
        return engine->snapshot()->totals.byState[static_cast<std::size_t>(TaskState::Running)];
    }
    /// One that does not end by itself, unless told how long it takes.
    void runOneTask(int milliseconds = 600'000) {
        SubmitTasks submit;
        submit.tasks.resize(1);
        submit.tasks[0].type = "synthetic";
        submit.tasks[0].payload = "{\"ms\":" + std::to_string(milliseconds) + "}";
        Command command;
        command.ticket = Uuid::random();
        command.body = std::move(submit);
        QVERIFY(engine->post(std::move(command), [](const Outcome &) {}).has_value());
    }
};

} // namespace qd::test
