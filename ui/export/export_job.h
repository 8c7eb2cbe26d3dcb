#pragma once
// An export under way: rows come in batches from the GUI thread, become text and bytes on a thread of the pool.

#include <QtCore/QFutureWatcher>
#include <QtCore/QObject>
#include <QtCore/QStringList>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/error.h"
#include "ui/export/row_writer.h"

namespace qd::ui {

class ExportFile;

struct ExportReport {
    std::uint64_t rows = 0;
    bool moved = false; ///< Rows changed their places meanwhile: some may be missing, none is there twice.
    bool operator==(const ExportReport &) const = default;
};

/// Thread: GUI. One batch is on its way at a time, so memory stays bounded. Destroyed or cancelled before the end it
/// leaves no file; an older file of that name stays as it was.
class ExportJob : public QObject {
    Q_OBJECT
public:
    ExportJob(const QString &path, ExportFormat format, const QStringList &columns, QObject *parent = nullptr);
    ~ExportJob() override;

    void start();
    void cancel();
    [[nodiscard]] const QString &path() const { return m_path; }

signals:
    void progressed(quint64 done, quint64 total);
    /// Once, and not after cancel().
    void finished(const qd::Result<qd::ui::ExportReport> &result);

protected:
    /// The next batch is wanted; answered by hand() or stop(), now or later.
    virtual void fetch() = 0;
    /// `make` runs on another thread and may touch only what it holds.
    void hand(std::function<std::vector<ExportRow>()> make, bool last);
    void stop(const qd::Error &error);
    void tell(std::uint64_t done, std::uint64_t total) { emit progressed(done, total); }
    [[nodiscard]] virtual ExportReport report() const = 0;
    [[nodiscard]] bool isOver() const { return m_over; }

private:
    void onWritten();

    QString m_path;
    QStringList m_columns;
    std::shared_ptr<ExportFile> m_file;
    QFutureWatcher<qd::Result<void>> m_writing;
    bool m_opened = false;
    bool m_last = false;
    bool m_over = false;
};

} // namespace qd::ui
