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

namespace {

/// The files are drawn in currentColor, which QtSvg does not resolve: the role's colour is put in its place.
QByteArray svgOf(const QString &name, ColorRole role) {
    initIconResource();
    QFile file(QStringLiteral(":/quarterdeck/icons/") + name + QStringLiteral(".svg"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QByteArray svg = file.readAll();
    svg.replace("currentColor", theme().color(role).name().toLatin1());
    return svg;
}

QPixmap drawn(QSvgRenderer &renderer, int size, qreal ratio) {
    QPixmap pixmap(QSize(size, size) * ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

} // namespace

QIcon icon(const QString &name, ColorRole role) {
    const QByteArray svg = svgOf(name, role);
    if (svg.isEmpty()) return {};
    QSvgRenderer renderer(svg);
    QIcon result;
    for (const int scale : {1, 2, 3}) result.addPixmap(drawn(renderer, 16, scale));
    return result;
}

QPixmap iconPicture(const QString &name, ColorRole role, int size, qreal ratio) {
    const QByteArray svg = svgOf(name, role);
    if (svg.isEmpty()) return {};
    QSvgRenderer renderer(svg);
    return drawn(renderer, size, ratio);
}

} // namespace qd::ui
