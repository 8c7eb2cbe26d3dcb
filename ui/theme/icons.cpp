#include "ui/theme/icons.h"

#include <QtCore/QFile>
#include <QtGui/QPainter>
#include <QtGui/QPixmap>
#include <QtSvg/QSvgRenderer>

/// Named for the linker, which drops unused parts of a static library; outside every namespace as the macro demands.
static void initIconResource() {
    Q_INIT_RESOURCE(qd_icons);
}

namespace qd::ui {

void loadIcons() {
    initIconResource();
}

QIcon icon(const QString &name, ColorRole role) {
    initIconResource();
    QFile file(QStringLiteral(":/quarterdeck/icons/") + name + QStringLiteral(".svg"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    // The files are drawn in currentColor, which QtSvg does not resolve: the role's colour is put in its place.
    QByteArray svg = file.readAll();
    svg.replace("currentColor", theme().color(role).name().toLatin1());
    QSvgRenderer renderer(svg);
    QIcon result;
    for (const int scale : {1, 2, 3}) {
        QPixmap pixmap(16 * scale, 16 * scale);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        pixmap.setDevicePixelRatio(scale);
        result.addPixmap(pixmap);
    }
    return result;
}

} // namespace qd::ui
