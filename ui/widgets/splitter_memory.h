#pragma once
// Splitters that people have moved: kept by name, forgotten on request.

#include <QtCore/QString>

class QSettings;
class QSplitter;
class QWidget;

namespace qd::ui {

/// From now on a move by hand is told by isByHand(); `name` is what it is kept under.
void rememberSplitter(QSplitter *splitter, const QString &name);
/// Until then whoever made it may divide the room by a rule.
[[nodiscard]] bool isByHand(const QSplitter *splitter);
/// All named ones below `root`, in the settings' current group.
void saveSplitters(const QWidget *root, QSettings &settings);
/// A state that does not fit the splitter is left out.
void restoreSplitters(QWidget *root, const QSettings &settings);
/// By nobody's hand any more; the widget around each is told to divide again.
void resetSplitters(QWidget *root);

} // namespace qd::ui
