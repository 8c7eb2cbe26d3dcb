#include "ui/export/export_job.h"

#include <QtCore/QPromise>
#include <QtCore/QThreadPool>

#include "ui/export/export_file.h"

namespace qd::ui {

ExportJob::ExportJob(const QString &path, ExportFormat format, const QStringList &columns, QObject *parent)
    : QObject(parent), m_path(path), m_columns(columns), m_file(std::make_shared<ExportFile>(path, format)) {
    connect(&m_writing, &QFutureWatcherBase::finished, this, &ExportJob::onWritten);
}

ExportJob::~ExportJob() = default;

void ExportJob::start() {
    fetch();
}

void ExportJob::cancel() {
    m_over = true;
    m_file.reset(); // A batch under way holds it a little longer and then drops it.
}

void ExportJob::stop(const qd::Error &error) {
    if (m_over) return;
    cancel();
    emit finished(std::unexpected(error));
}

void ExportJob::hand(std::function<std::vector<ExportRow>()> make, bool last) {
    if (m_over) return;
    m_last = last;
    auto promise = std::make_shared<QPromise<qd::Result<void>>>();
    m_writing.setFuture(promise->future());
    const bool first = !std::exchange(m_opened, true);
    QThreadPool::globalInstance()->start(
        [promise, file = m_file, make = std::move(make), columns = m_columns, first, last] {
            promise->start();
            qd::Result<void> done = first ? file->open(columns) : qd::Result<void>{};
            if (done) done = file->append(make());
            if (done && last) done = file->commit();
            promise->addResult(std::move(done));
            promise->finish();
        });
}

void ExportJob::onWritten() {
    if (m_over) return;
    const qd::Result<void> done = m_writing.result();
    if (!done) return stop(done.error());
    if (!m_last) return fetch();
    m_over = true;
    emit finished(report());
}

} // namespace qd::ui
