#include "ui/widgets/splitter_memory.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QSettings>
#include <QtGui/QResizeEvent>
#include <QtWidgets/QSplitter>

namespace qd::ui {

namespace {

const char kByHand[] = "qdByHand";
const QString kPrefix = QStringLiteral("splitter-");

QString keyOf(const QSplitter *splitter) {
    return kPrefix + splitter->objectName();
}

template <typename Visit> void eachNamed(const QWidget *root, const Visit &visit) {
    for (QSplitter *splitter : root->findChildren<QSplitter *>())
        if (!splitter->objectName().isEmpty()) visit(splitter);
}

} // namespace

void rememberSplitter(QSplitter *splitter, const QString &name) {
    splitter->setObjectName(name);
    QObject::connect(splitter, &QSplitter::splitterMoved, splitter,
                     [splitter] { splitter->setProperty(kByHand, true); });
}

bool isByHand(const QSplitter *splitter) {
    return splitter->property(kByHand).toBool();
}

void saveSplitters(const QWidget *root, QSettings &settings) {
    eachNamed(root, [&](const QSplitter *splitter) {
        if (isByHand(splitter))
            settings.setValue(keyOf(splitter), splitter->saveState());
        else
            settings.remove(keyOf(splitter));
    });
}

void restoreSplitters(QWidget *root, const QSettings &settings) {
    eachNamed(root, [&](QSplitter *splitter) {
        const Qt::Orientation orientation = splitter->orientation();
        const QByteArray state = settings.value(keyOf(splitter)).toByteArray();
        if (state.isEmpty() || !splitter->restoreState(state)) return;
        splitter->setOrientation(orientation); // The state carries it too, and it may come from anywhere.
        splitter->setProperty(kByHand, true);
    });
}

void resetSplitters(QWidget *root) {
    eachNamed(root, [&](QSplitter *splitter) {
        splitter->setProperty(kByHand, false);
        if (QWidget *owner = splitter->parentWidget())
            QCoreApplication::postEvent(owner, new QResizeEvent(owner->size(), owner->size()));
    });
}

} // namespace qd::ui
