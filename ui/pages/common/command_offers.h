#pragma once
// "Copy as command" for every control that acts: the qdctl line that does the same, from one place.

#include <QtCore/QString>
#include <functional>
#include <vector>

class QAbstractScrollArea;
class QDialog;
class QPushButton;
class QWidget;

namespace qd::ui {

class CommandDesk;

/// The lines as they would be if the control were used now, one command a line; empty = qdctl has none for it.
using CommandText = std::function<QString()>;

/// In the control's context menu (right click, or the Menu key).
void offerCommand(QWidget *control, CommandDesk &desk, CommandText text);
/// As a button among the dialog's own.
QPushButton *offerCommandIn(QDialog *dialog, CommandDesk &desk, CommandText text);
/// The context menu of a table: what the buttons above it do, and the commands of those that have one.
void offerMenu(QAbstractScrollArea *view, std::vector<QPushButton *> buttons);

} // namespace qd::ui
