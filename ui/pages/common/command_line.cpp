#include "ui/pages/common/command_line.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>
#include <chrono>

namespace qd::ui {
namespace {

QString text(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

QStringList filterWords(const TaskSelection &which, LedgerId ledger) {
    QStringList words;
    const TaskFilter &filter = which.filter;
    for (const TaskId id : filter.ids) words << text(taskIdText(ledger, id));
    QStringList states;
    for (std::size_t i = 0; i < kTaskStates; ++i) {
        const auto state = static_cast<TaskState>(i);
        if (filter.states != 0 && filter.matchesState(state)) states << text(toText(state));
    }
    if (!states.isEmpty()) words << QStringLiteral("--state") << states.join(QLatin1Char(','));
    if (!filter.type.empty()) words << QStringLiteral("--type") << shellQuoted(text(filter.type));
    if (!filter.queue.empty()) words << QStringLiteral("--queue") << shellQuoted(text(filter.queue));
    if (filter.worker) words << QStringLiteral("--worker") << text(workerIdText(filter.worker));
    if (!filter.text.empty()) words << QStringLiteral("--text") << shellQuoted(text(filter.text));
    if (!filter.expression.empty()) words << QStringLiteral("--filter") << shellQuoted(text(filter.expression));
    if (filter.finishedBefore != Duration{}) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(filter.finishedBefore).count();
        words << QStringLiteral("--older-than") << QStringLiteral("%1s").arg(seconds);
    }
    if (words.isEmpty()) words << QStringLiteral("--all");
    return words;
}

QStringList leaseWords(const Override &lease, WallTime now) {
    QStringList words;
    if (lease.expiresAt == kNoWallTime) {
        words << QStringLiteral("--until-resume");
    } else {
        const auto left = std::chrono::ceil<std::chrono::minutes>(lease.expiresAt - now).count();
        words << QStringLiteral("--for") << QStringLiteral("%1m").arg(left);
    }
    if (!lease.reason.empty()) words << QStringLiteral("--reason") << shellQuoted(text(lease.reason));
    return words;
}

QStringList targetWords(OverrideKind kind, const std::string &target) {
    switch (kind) {
    case OverrideKind::PauseWorker: return {QStringLiteral("worker"), shellQuoted(text(target))};
    case OverrideKind::PauseQueue: return {QStringLiteral("queue"), shellQuoted(text(target))};
    case OverrideKind::PauseAll: return {QStringLiteral("all")};
    case OverrideKind::PoolSize: return {};
    }
    return {};
}

struct Words {
    LedgerId ledger;
    WallTime now;

    QStringList operator()(const SubmitTasks &submit) const {
        if (submit.tasks.size() != 1) return {};
        const TaskSpec &task = submit.tasks.front();
        QStringList words{QStringLiteral("submit"), shellQuoted(text(task.type))};
        if (!task.payload.empty()) words << shellQuoted(text(task.payload));
        if (!task.name.empty()) words << QStringLiteral("--name") << shellQuoted(text(task.name));
        if (!task.queue.empty() && task.queue != task.type)
            words << QStringLiteral("--queue") << shellQuoted(text(task.queue));
        if (task.priority != 5) words << QStringLiteral("--priority") << QString::number(task.priority);
        if (task.extras && !task.extras->idempotencyKey.empty())
            words << QStringLiteral("--key") << shellQuoted(text(task.extras->idempotencyKey));
        if (submit.repeat > 1) words << QStringLiteral("--count") << QString::number(submit.repeat);
        return words;
    }
    QStringList bulk(const QString &verb, const TaskSelection &which) const {
        if (which.limit == 0) return {}; // An empty list of ids, which must not become "--all".
        return QStringList{verb} + filterWords(which, ledger);
    }
    QStringList operator()(const CancelTasks &c) const { return bulk(QStringLiteral("cancel"), c.which); }
    QStringList operator()(const SuspendTasks &c) const { return bulk(QStringLiteral("suspend"), c.which); }
    QStringList operator()(const ResumeTasks &c) const { return bulk(QStringLiteral("resume tasks"), c.which); }
    QStringList operator()(const RetryTasks &c) const { return bulk(QStringLiteral("retry"), c.which); }
    QStringList operator()(const RequeueTasks &c) const { return bulk(QStringLiteral("requeue"), c.which); }
    QStringList operator()(const PurgeTasks &c) const { return bulk(QStringLiteral("purge"), c.which); }
    QStringList operator()(const ReprioritiseTasks &c) const {
        QStringList words = bulk(QStringLiteral("reprioritise"), c.which);
        if (words.isEmpty()) return words;
        return words << QStringLiteral("--priority") << QString::number(c.priority);
    }
    QStringList operator()(const Impose &c) const {
        if (c.lease.kind == OverrideKind::PoolSize)
            return QStringList{QStringLiteral("resize"), QString::number(c.lease.value)} + leaseWords(c.lease, now);
        return QStringList{QStringLiteral("pause")} + targetWords(c.lease.kind, c.lease.target) +
               leaseWords(c.lease, now);
    }
    QStringList operator()(const Lift &c) const {
        if (c.kind == OverrideKind::PoolSize) return {QStringLiteral("resize"), QStringLiteral("auto")};
        return QStringList{QStringLiteral("resume")} + targetWords(c.kind, c.target);
    }
    QStringList operator()(const RevertOverrides &c) const {
        if (c.ids.empty()) return {};
        QStringList words{QStringLiteral("revert")};
        for (const OverrideId id : c.ids) words << QString::number(id.value);
        return words;
    }
    QStringList operator()(const Drain &c) const {
        QStringList words{QStringLiteral("drain")};
        words << (c.worker ? text(workerIdText(c.worker)) : QStringLiteral("all"));
        return words;
    }
};

/// A word of a command line may have 128 KiB on Linux, and a shell takes the whole line as one (sh -c).
constexpr qsizetype kCurlLineMax = 120'000;

QString tr(const char *text) {
    return QCoreApplication::translate("CommandOffers", text);
}

/// -d is a POST. No proxy: what a shell has set for the world would get the token otherwise.
QString curlLine(const DoorAddress &door, const DoorRequest &request) {
    return QStringLiteral("curl -sS --fail-with-body --noproxy '*' -H \"Authorization: Bearer $(cat %1)\" %2 -d %3")
        .arg(shellQuoted(door.tokenFile), shellQuoted(door.url + text(request.path)), shellQuoted(text(request.body)));
}

/// An engine that stands elsewhere has to be named.
QString toldWhere(const QString &line, const DoorAddress &door) {
    const QString program = QStringLiteral("qdctl ");
    if (door.dataFolder.isEmpty() || !line.startsWith(program)) return line;
    return program + QStringLiteral("--data-folder ") + shellQuoted(door.dataFolder) + QLatin1Char(' ') +
           line.mid(program.size());
}

void addCurl(CommandText &out, const std::optional<DoorRequest> &request, const DoorAddress &door) {
    if (door.url.isEmpty())
        out.curlNote = door.problem;
    else if (!request)
        out.curlNote = tr("there is nothing it would act on");
    else if (out.curl = curlLine(door, *request); out.curl.size() > kCurlLineMax)
        out = {out.qdctl, {}, tr("it would be longer than a shell's line may be")};
}

} // namespace

CommandText commandText(const CommandBody &body, const QString &reason, const JsonContext &context,
                        const DoorAddress &door) {
    CommandText out{toldWhere(commandLine(body, context.ledger, context.now, reason), door), {}};
    addCurl(out, doorRequest(body, reason.toStdString(), context), door);
    return out;
}

CommandText allowText(const QString &program, const DoorAddress &door) {
    CommandText out{toldWhere(QStringLiteral("qdctl allow ") + shellQuoted(program), door), {}};
    addCurl(out, allowRequest(program.toStdString()), door);
    return out;
}

CommandText joined(const std::vector<CommandText> &texts) {
    QStringList qdctl;
    QStringList curl;
    CommandText out;
    for (const CommandText &one : texts) {
        qdctl << one.qdctl;
        curl << one.curl;
        if (out.curlNote.isEmpty()) out.curlNote = one.curlNote;
    }
    if (!qdctl.contains(QString{})) out.qdctl = qdctl.join(QLatin1Char('\n'));
    if (!curl.contains(QString{})) out.curl = curl.join(QLatin1Char('\n'));
    return out;
}

QString shellQuoted(const QString &word) {
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:=@%+,-]+$"));
    if (plain.match(word).hasMatch()) return word;
    QString inner = word;
    inner.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + inner + QLatin1Char('\'');
}

QString commandLine(const CommandBody &body, LedgerId ledger, WallTime now, const QString &reason) {
    QStringList words = std::visit(Words{ledger, now}, body);
    if (words.isEmpty()) return {};
    const bool told = std::holds_alternative<SubmitTasks>(body) || // It has no reason, and a lease says its own.
                      (std::holds_alternative<Impose>(body) && !std::get<Impose>(body).lease.reason.empty());
    if (!told && !reason.isEmpty()) words << QStringLiteral("--reason") << shellQuoted(reason);
    return QStringLiteral("qdctl ") + words.join(QLatin1Char(' '));
}

} // namespace qd::ui
