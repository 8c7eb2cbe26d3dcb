#pragma once
// "Export…" as people meet it: where to, how far, done.

#include <functional>
#include <vector>

#include "core/model/query.h"
#include "ui/export/export_job.h"

namespace qd::ui {

struct PageContext;
class PageHost;
class TableView;

/// Makes the job that writes these columns (of the table's model, in this order); owned by the caller then.
using MakeExport =
    std::function<ExportJob *(const std::vector<int> &columns, const QString &path, ExportFormat format)>;

/// Puts the export into the table's menus. Without `make`: all rows of the table's model.
void offerExport(TableView *table, PageHost &host, MakeExport make = {});
/// The tasks table shows some of what its query matches: all of that is written, as it is when the export starts.
void offerTaskExport(TableView *table, const PageContext &context, std::function<TaskQuery()> query);
/// Asks for a name in the folder that was used last; `go` gets a path that may be written over.
void askWhereToSave(QWidget *parent, const QString &name, const QString &suffix,
                    std::function<void(const QString &path)> go);
/// Runs the job with progress and Cancel, and tells the end as a toast. Takes the job.
void runExport(ExportJob *job, PageHost &host);
/// What is on screen, as a PNG file.
void savePicture(QWidget *widget, const QString &name, PageHost &host);
/// "Save a picture…" in the context menu of a chart (right button, or the Menu key).
void offerPicture(QWidget *chart, PageHost &host);
/// "workers-20261121-143207"
[[nodiscard]] QString exportFileName(const QString &name);

} // namespace qd::ui
