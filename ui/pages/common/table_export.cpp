#include "ui/pages/common/table_export.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QPointer>
#include <QtCore/QRegularExpression>
#include <QtCore/QSaveFile>
#include <QtCore/QSettings>
#include <QtCore/QStandardPaths>
#include <QtCore/QUrl>
#include <QtGui/QAction>
#include <QtGui/QDesktopServices>
#include <QtGui/QPixmap>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QProgressDialog>

#include "ui/export/model_export.h"
#include "ui/export/task_export.h"
#include "ui/format/format.h"
#include "ui/pages/common/page_context.h"
#include "ui/pages/common/table_columns.h"
#include "ui/pages/common/table_view.h"
#include "ui/widgets/toast_stack.h"

namespace qd::ui {

namespace {

const QString kFolderKey = QStringLiteral("export/folder");
constexpr int kProgressAfterMs = 400; ///< Nobody needs a bar for what is done at once.

struct Words {
    Q_DECLARE_TR_FUNCTIONS(TableExport)
};

QString startFolder() {
    const QString last = QSettings().value(kFolderKey).toString();
    if (!last.isEmpty() && QFileInfo(last).isDir()) return last;
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

void tellDone(PageHost &host, const QString &path, const QString &text, Tone tone) {
    const QUrl folder = QUrl::fromLocalFile(QFileInfo(path).absolutePath());
    host.toasts().show({.tone = tone, .text = text, .actionText = Words::tr("Open folder"), .action = [folder] {
                            QDesktopServices::openUrl(folder);
                        }});
}

void tellEnd(PageHost &host, const QString &path, const Result<ExportReport> &result) {
    if (!result) {
        host.toasts().show(
            {.tone = Tone::Bad,
             .text = Words::tr("The export failed: %1").arg(QString::fromStdString(result.error().detail))});
        return;
    }
    QString text = Words::tr("%1 row(s) written to %2", nullptr,
                             static_cast<int>(std::min<std::uint64_t>(result->rows, 2'000'000'000)))
                       .arg(formatCount(result->rows), QFileInfo(path).fileName());
    if (result->moved)
        text += QStringLiteral(" · ") + Words::tr("tasks changed meanwhile: some may be missing, none is there twice");
    tellDone(host, path, text, result->moved ? Tone::Warning : Tone::Good);
}

} // namespace

QString exportFileName(const QString &name) {
    static const QRegularExpression odd(QStringLiteral("[^\\p{L}\\p{N}]+"));
    QString plain = name.toLower().replace(odd, QStringLiteral("-")).left(60);
    while (plain.endsWith(QLatin1Char('-'))) plain.chop(1);
    if (plain.isEmpty()) plain = QStringLiteral("quarterdeck");
    return plain + QLatin1Char('-') + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
}

void askWhereToSave(QWidget *parent, const QString &name, const QString &suffix,
                    std::function<void(const QString &path)> go) {
    auto *dialog = new QFileDialog(parent, Words::tr("Export"), startFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilters({QStringLiteral("*.") + suffix, QStringLiteral("*")});
    dialog->selectFile(exportFileName(name) + QLatin1Char('.') + suffix);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, [go = std::move(go)](const QString &path) {
        QSettings().setValue(kFolderKey, QFileInfo(path).absolutePath());
        go(path);
    });
    dialog->open();
}

void runExport(ExportJob *job, PageHost &host) {
    // Not a question but a sign: the window stays free, and closing the sign cancels.
    auto *progress = new QProgressDialog(Words::tr("Writing %1").arg(QFileInfo(job->path()).fileName()),
                                         Words::tr("Cancel"), 0, 1000, host.window());
    progress->setWindowTitle(Words::tr("Export"));
    progress->setWindowModality(Qt::NonModal);
    progress->setMinimumDuration(kProgressAfterMs);
    progress->setAutoClose(false);
    progress->setAutoReset(false);
    progress->setValue(0);
    job->setParent(progress);
    QObject::connect(job, &ExportJob::progressed, progress, [progress](quint64 done, quint64 total) {
        progress->setLabelText(Words::tr("%1 of %2 rows").arg(formatCount(done), formatCount(total)));
        progress->setValue(total == 0 ? 0 : static_cast<int>(done * 1000 / total));
    });
    QObject::connect(job, &ExportJob::finished, progress, [progress, job, &host](const Result<ExportReport> &result) {
        progress->hide();
        progress->deleteLater();
        tellEnd(host, job->path(), result);
    });
    QObject::connect(progress, &QProgressDialog::canceled, job, [progress, job, &host] {
        job->cancel();
        progress->deleteLater();
        host.toasts().show({.tone = Tone::Info, .text = Words::tr("The export was cancelled; no file was written")});
    });
    job->start();
}

void offerExport(TableView *table, PageHost &host, MakeExport make) {
    table->setPictureSaver([table, &host] { savePicture(table, table->accessibleName(), host); });
    table->setExporter([table, &host, make = std::move(make)](ExportFormat format) {
        askWhereToSave(host.window(), table->accessibleName(), suffixOf(format),
                       [table = QPointer<TableView>(table), &host, make, format](const QString &path) {
                           if (table == nullptr) return;
                           const std::vector<int> columns = table->shownColumns();
                           runExport(make ? make(columns, path, format)
                                          : new ModelExport(*table->model(), columns, path, format),
                                     host);
                       });
    });
}

void offerTaskExport(TableView *table, const PageContext &context, std::function<TaskQuery()> query) {
    offerExport(table, context.host,
                [table, &session = context.session, query = std::move(query)](
                    const std::vector<int> &columns, const QString &path, ExportFormat format) -> ExportJob * {
                    QStringList ids;
                    for (const int column : columns) ids << columnId(*table->model(), column);
                    return new TaskExport(session, query(), ids, path, format);
                });
}

void offerPicture(QWidget *chart, PageHost &host) {
    auto *save = new QAction(Words::tr("Save a picture of this chart…"), chart);
    QObject::connect(save, &QAction::triggered, chart,
                     [chart, &host] { savePicture(chart, chart->accessibleName(), host); });
    chart->addAction(save);
    chart->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void savePicture(QWidget *widget, const QString &name, PageHost &host) {
    // Taken now: the dialog comes later, and stands in front of it.
    const QPixmap picture = widget->grab();
    askWhereToSave(host.window(), name, QStringLiteral("png"), [picture, &host](const QString &path) {
        QSaveFile file(path);
        const bool good = file.open(QIODevice::WriteOnly) && picture.save(&file, "PNG") && file.commit();
        if (good)
            return tellDone(host, path, Words::tr("Picture written to %1").arg(QFileInfo(path).fileName()), Tone::Good);
        host.toasts().show(
            {.tone = Tone::Bad, .text = Words::tr("The picture was not written: %1").arg(file.errorString())});
    });
}

} // namespace qd::ui
