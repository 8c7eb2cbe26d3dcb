#pragma once
// "Copy as qdctl" and "Copy as curl" for every control that acts, from one place.

#include <QtCore/QString>
#include <functional>
#include <vector>

class QAbstractScrollArea;
class QDialog;
class QPushButton;
class QWidget;

namespace qd::ui {

class CommandDesk;
struct CommandText;

/// The lines as they would be if the control were used now.
using CommandMaker = std::function<CommandText()>;

/// In the control's context menu (right click, or the Menu key).
void offerCommand(QWidget *control, CommandDesk &desk, const CommandMaker &make);
/// As a button with a menu among the dialog's own.
QPushButton *offerCommandIn(QDialog *dialog, CommandDesk &desk, const CommandMaker &make);
/// The context menu of a table: what the buttons above it do, and the commands of those that have one.
void offerMenu(QAbstractScrollArea *view, std::vector<QPushButton *> buttons);

} // namespace qd::ui
