#include "ui/models/setting_words.h"

#include <QtCore/QCoreApplication>
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace qd::ui {

namespace {

/// What core/config says about its keys; a test compares. Numbers and words of the file are the same everywhere.
constexpr std::array kTexts{
    QT_TRANSLATE_NOOP("Settings", "Environment: sets some defaults and raises the confirmation tiers in production."),
    QT_TRANSLATE_NOOP("Settings", "Where ledger, token and engine.json live."),
    QT_TRANSLATE_NOOP("Settings", "Where tasks are kept: memory is lost on exit, sqlite is durable."),
    QT_TRANSLATE_NOOP("Settings", "The ledger's file; empty = ledger.db in the data folder."),
    QT_TRANSLATE_NOOP("Settings", "How many final tasks are kept before the oldest are pruned."),
    QT_TRANSLATE_NOOP("Settings", "How long final tasks are kept."),
    QT_TRANSLATE_NOOP("Settings", "MB that the write-ahead log may reach before the writer is paced."),
    QT_TRANSLATE_NOOP("Settings", "Workers at the start; overrides change it later."),
    QT_TRANSLATE_NOOP("Settings", "Tasks that one worker runs at once."),
    QT_TRANSLATE_NOOP("Settings", "Threads for registered functions and burning work; 0 = one per core."),
    QT_TRANSLATE_NOOP("Settings", "Handler failures until a task goes to the dead letters."),
    QT_TRANSLATE_NOOP("Settings", "Lost deliveries until a task counts as poison."),
    QT_TRANSLATE_NOOP("Settings", "Time limit of one attempt."),
    QT_TRANSLATE_NOOP("Settings", "First pause before a retry."),
    QT_TRANSLATE_NOOP("Settings", "Longest pause before a retry."),
    QT_TRANSLATE_NOOP("Settings", "Growth of the pause per attempt."),
    QT_TRANSLATE_NOOP("Settings", "How long an idempotency key stays claimed."),
    QT_TRANSLATE_NOOP("Settings", "Silence after which a worker's tasks are given to others."),
    QT_TRANSLATE_NOOP("Settings", "How often workers renew their leases; at most a third of lease.length."),
    QT_TRANSLATE_NOOP("Settings", "How often leases are looked through."),
    QT_TRANSLATE_NOOP("Settings", "Commands that may wait; more are refused."),
    QT_TRANSLATE_NOOP("Settings", "Unfinished tasks in memory; more are refused."),
    QT_TRANSLATE_NOOP("Settings", "MB of payloads of unfinished tasks; more are refused."),
    QT_TRANSLATE_NOOP("Settings", "Events kept for readers."),
    QT_TRANSLATE_NOOP("Settings", "Decision records kept for readers."),
    QT_TRANSLATE_NOOP("Settings", "One of so many dispatch decisions is recorded."),
    QT_TRANSLATE_NOOP("Settings", "Programs that tasks of type command may run."),
    QT_TRANSLATE_NOOP("Settings", "Variables that are passed on to programs."),
    QT_TRANSLATE_NOOP("Settings", "Working folder of programs; empty = the data folder."),
    QT_TRANSLATE_NOOP("Settings", "Child processes at once."),
    QT_TRANSLATE_NOOP("Settings", "Connections of http tasks at once."),
    QT_TRANSLATE_NOOP("Settings", "KB of a response that are read; a longer one is an error."),
    QT_TRANSLATE_NOOP("Settings", "Trusted certificates (PEM); empty = the system's."),
    QT_TRANSLATE_NOOP("Settings", "Whether the HTTP door is open."),
    QT_TRANSLATE_NOOP("Settings", "Address the HTTP door listens on."),
    QT_TRANSLATE_NOOP("Settings", "Port of the HTTP door; 0 = any free one; a taken one moves on to the next."),
    QT_TRANSLATE_NOOP("Settings", "The admin token; empty = admin.token in the data folder."),
    QT_TRANSLATE_NOOP("Settings", "How long running tasks may go on when the engine stops."),
    QT_TRANSLATE_NOOP("Settings", "How long stopping may take as a whole; at least shutdown.drain."),
    QT_TRANSLATE_NOOP("Settings", "The least serious log lines that are written."),
    QT_TRANSLATE_NOOP("Settings", "Log lines as JSON."),
    QT_TRANSLATE_NOOP("Settings", "a path; empty = the default place"),
    QT_TRANSLATE_NOOP("Settings", "names looked up in PATH, or full paths"),
    QT_TRANSLATE_NOOP("Settings", "names of variables"),
    QT_TRANSLATE_NOOP("Settings", "127.0.0.1 or another loopback address"),
    QT_TRANSLATE_NOOP("Settings", "default"),
    QT_TRANSLATE_NOOP("Settings", "file"),
    QT_TRANSLATE_NOOP("Settings", "environment"),
    QT_TRANSLATE_NOOP("Settings", "flag"),
};

QString translated(const std::string &text) {
    const bool known = std::find(kTexts.begin(), kTexts.end(), std::string_view{text}) != kTexts.end();
    return known ? QCoreApplication::translate("Settings", text.c_str()) : QString::fromStdString(text);
}

} // namespace

QString settingHelp(const SettingLine &line) {
    return translated(line.help);
}

QString settingRange(const SettingLine &line) {
    return translated(line.range);
}

QString settingSource(SettingSource source) {
    return translated(std::string{toText(source)});
}

} // namespace qd::ui
