#include "ui/export/task_export.h"

#include <algorithm>
#include <array>

namespace qd::ui {

namespace {

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

ExportCell orNone(std::string_view value) {
    return value.empty() ? ExportCell{} : ExportCell::ofText(text(value));
}

struct TaskCell {
    const char *id;
    ColumnKind kind;
    ExportCell (*of)(const TaskBrief &task, LedgerId ledger);
};

/// The ids are those of TasksModel::Column; a test compares.
constexpr std::array kCells{
    TaskCell{
        "id", ColumnKind::Plain,
        [](const TaskBrief &task, LedgerId ledger) { return ExportCell::ofText(text(taskIdText(ledger, task.id))); }},
    TaskCell{"state", ColumnKind::Plain,
             [](const TaskBrief &task, LedgerId) { return ExportCell::ofText(text(toText(task.state))); }},
    TaskCell{"name", ColumnKind::Plain, [](const TaskBrief &task, LedgerId) { return orNone(task.name); }},
    TaskCell{"type", ColumnKind::Plain, [](const TaskBrief &task, LedgerId) { return orNone(task.type); }},
    TaskCell{"queue", ColumnKind::Plain, [](const TaskBrief &task, LedgerId) { return orNone(task.queue); }},
    TaskCell{"priority", ColumnKind::Plain,
             [](const TaskBrief &task, LedgerId) { return ExportCell::ofNumber(task.priority); }},
    TaskCell{"attempts", ColumnKind::Plain,
             [](const TaskBrief &task, LedgerId) { return ExportCell::ofNumber(task.attempts); }},
    TaskCell{"worker", ColumnKind::Plain,
             [](const TaskBrief &task, LedgerId) {
                 return task.worker ? ExportCell::ofText(text(workerIdText(task.worker))) : ExportCell{};
             }},
    TaskCell{"created", ColumnKind::Moment,
             [](const TaskBrief &task, LedgerId) { return ExportCell::ofMoment(task.createdAt); }},
    TaskCell{"started", ColumnKind::Moment,
             [](const TaskBrief &task, LedgerId) { return ExportCell::ofMoment(task.startedAt); }},
    TaskCell{"run_time", ColumnKind::Duration,
             [](const TaskBrief &task, LedgerId) {
                 return task.runTime.count() == 0 ? ExportCell{} : ExportCell::ofDuration(task.runTime);
             }},
    TaskCell{"finished", ColumnKind::Moment,
             [](const TaskBrief &task, LedgerId) { return ExportCell::ofMoment(task.finishedAt); }},
    TaskCell{"error", ColumnKind::Plain, [](const TaskBrief &task, LedgerId) { return orNone(task.error); }},
};

const TaskCell *cellOf(const QString &id) {
    const auto found =
        std::find_if(kCells.begin(), kCells.end(), [&](const TaskCell &cell) { return id == QLatin1String(cell.id); });
    return found == kCells.end() ? nullptr : &*found;
}

QStringList namesOf(const QStringList &ids) {
    QStringList names;
    for (const QString &id : ids)
        if (const TaskCell *cell = cellOf(id)) names << exportName(id, cell->kind);
    return names;
}

std::vector<ExportRow> rowsOf(const std::vector<TaskBrief> &tasks, const QStringList &ids, LedgerId ledger) {
    std::vector<const TaskCell *> cells;
    for (const QString &id : ids)
        if (const TaskCell *cell = cellOf(id)) cells.push_back(cell);
    std::vector<ExportRow> rows;
    rows.reserve(tasks.size());
    for (const TaskBrief &task : tasks) {
        ExportRow &row = rows.emplace_back();
        row.reserve(cells.size());
        for (const TaskCell *cell : cells) row.push_back(cell->of(task, ledger));
    }
    return rows;
}

} // namespace

QStringList TaskExport::allColumns() {
    QStringList ids;
    for (const TaskCell &cell : kCells) ids << QLatin1String(cell.id);
    return ids;
}

TaskExport::TaskExport(Session &session, TaskQuery query, const QStringList &columnIds, const QString &path,
                       ExportFormat format, QObject *parent)
    : ExportJob(path, format, namesOf(columnIds), parent), m_session(session), m_query(std::move(query)),
      m_columns(columnIds) {
    m_query.offset = 0;
    m_query.limit = kPageRows;
}

void TaskExport::fetch() {
    m_open = m_session.query(m_query, [this](Result<TaskPage> answer) { take(std::move(answer)); });
}

void TaskExport::take(Result<TaskPage> answer) {
    if (isOver()) return;
    if (!answer) return stop(answer.error());
    const std::size_t got = answer->rows.size();
    if (m_query.offset == 0)
        m_revision = answer->revision;
    else
        m_moved = m_moved || answer->revision != m_revision;
    std::erase_if(answer->rows, [this](const TaskBrief &task) { return !m_written.insert(task.id).second; });
    m_query.offset += got;
    m_done += answer->rows.size();
    tell(m_done, std::max(m_done, answer->count));
    const bool last = got < kPageRows || m_query.offset >= answer->count;
    hand([rows = std::move(answer->rows), ids = m_columns,
          ledger = m_session.snapshot()->ledger] { return rowsOf(rows, ids, ledger); },
         last);
}

} // namespace qd::ui
