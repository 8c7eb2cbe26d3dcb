// How the window ends: the question, waiting for what runs, stopping the engine.

#include <QtWidgets/QPushButton>
#include <utility>

#include "app/quarterdeck/closing_wait.h"
#include "app/quarterdeck/control_room.h"
#include "app/quarterdeck/engine_host.h"
#include "app/quarterdeck/example_runner.h"
#include "ui/format/format.h"
#include "ui/pages/common/load_generator.h"
#include "ui/session/embedded_session.h"
#include "ui/widgets/confirm_dialog.h"

namespace qd::app {

void ControlRoom::askBeforeClosing() {
    if (m_quitting) return m_host.stop(StopMode::Now); // Asked again: no more patience.
    const std::uint64_t running = runningTasks();
    if (!m_engine || running == 0 || m_options.demo) return quit(StopMode::Now);
    if (m_question) return m_question->activateWindow(); // One question, however often it is asked for.
    ui::ConfirmSpec spec;
    spec.title = tr("Close Quarterdeck?");
    spec.text = tr("%n task(s) are running.", nullptr, static_cast<int>(running));
    const QString waiting = tr("When they are done: nothing more is started, the window stays until the last of them "
                               "has ended, however long that takes.");
    const QString now = m_engine->settings().ledger.kind == LedgerKind::Memory
                            ? tr("The ledger is in memory: everything that is not finished by then is lost.")
                            : tr("Now: they are handed back without counting as tried, and run again from their start "
                                 "at the next launch.");
    spec.text += QStringLiteral("\n\n") + waiting + QStringLiteral("\n\n") + now;
    spec.verb = tr("Stop when they are &done");
    auto *dialog = new ui::ConfirmDialog(spec, m_window.get());
    m_question = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *stopNow = dialog->addSideButton(tr("Stop &now"));
    stopNow->setObjectName(QStringLiteral("stopNow"));
    connect(dialog, &QDialog::accepted, this, &ControlRoom::closeWhenDone);
    connect(stopNow, &QPushButton::clicked, this, [this, dialog] {
        dialog->close();
        quit(StopMode::Now);
    });
    dialog->open();
}

/// Not the engine's own drain: that has a deadline (shutdown.drain), after which it hands back what still runs.
void ControlRoom::closeWhenDone() {
    if (m_closing) return;
    const int load = m_load->rate();
    m_load->setRate(0);
    m_closing = new ClosingWait(*m_session, [engine = m_engine] { return engine->snapshot(); }, this);
    connect(m_closing, &ClosingWait::leftChanged, this, &ControlRoom::tellClosing);
    connect(m_closing, &ClosingWait::ready, this, [this] { stopEngine(m_closingMode); });
    const auto goOn = [this, load](ui::Tone tone, const QString &text) {
        m_closing->deleteLater();
        m_closing = nullptr;
        m_window->clearBanner(ui::MainWindow::BannerSlot::Engine);
        if (m_load->rate() == 0) m_load->setRate(load);
        m_window->toasts().show({.tone = tone, .text = text});
    };
    connect(m_closing, &ClosingWait::ended, this,
            [goOn] { goOn(ui::Tone::Info, tr("Not closing: tasks are started again")); });
    connect(m_closing, &ClosingWait::refused, this,
            [goOn](const QString &why) { goOn(ui::Tone::Bad, tr("Cannot wait for the tasks: %1").arg(why)); });
    tellClosing();
}

void ControlRoom::tellClosing() {
    const std::uint64_t left = m_closing->left().value_or(runningTasks());
    m_window->setBanner(ui::MainWindow::BannerSlot::Engine, ui::Tone::Info,
                        tr("Closing when %n task(s) are done", nullptr, static_cast<int>(left)),
                        tr("nothing more is started"), tr("Keep running"), [this] { m_closing->cancel(); },
                        {tr("Stop now"), [this] { quit(StopMode::Now); }});
}

/// By signal, from another program, or when somebody is asked no more.
void ControlRoom::quit(StopMode mode) {
    m_closingMode = mode;
    if (m_closing) return m_closing->finish(); // Its lease must not outlive the program.
    stopEngine(mode);
}

void ControlRoom::stopEngine(StopMode mode) {
    if (!std::exchange(m_quitting, true)) saveSides(); // Asked a second time there are none left.
    closeSides();
    m_load->setRate(0);
    if (m_example) m_example->stop();
    // What a picture was asked to look like is not how somebody left the window.
    if (m_options.screenshot.isEmpty() && m_options.size.isEmpty()) m_window->saveLayout();
    if (mode == StopMode::Drain && m_engine) {
        const Duration patience = m_engine->settings().shutdown.drain;
        m_window->setBanner(ui::MainWindow::BannerSlot::Engine, ui::Tone::Info, tr("Stopping"),
                            tr("running tasks have up to %1 to finish (shutdown.drain); the rest runs again at the "
                               "next start")
                                .arg(ui::formatDuration(patience)),
                            tr("Stop now"), [this] { m_host.stop(StopMode::Now); });
    }
    m_host.stop(mode);
}

} // namespace qd::app
