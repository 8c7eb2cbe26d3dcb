#pragma once
// What can be done to queues, for the table and the inspector alike.

#include <QtCore/QStringList>
#include <functional>

#include "ui/pages/common/page_context.h"

class QPushButton;

namespace qd::ui {

/// Asks for reason and end first.
void pauseQueues(const PageContext &context, const QStringList &names);
void resumeQueues(const PageContext &context, const QStringList &names);
/// "Copy as command" on the buttons; `names` is asked when it is used.
void offerQueueCommands(const PageContext &context, QPushButton *pause, QPushButton *resume,
                        const std::function<QStringList()> &names);

} // namespace qd::ui
