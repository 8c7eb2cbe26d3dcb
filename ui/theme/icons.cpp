#include "ui/theme/icons.h"

#include <QtCore/QFile>
#include <QtGui/QIconEngine>
#include <QtGui/QPainter>
#include <QtGui/QPixmap>
#include <QtGui/QPixmapCache>
#include <QtSvg/QSvgRenderer>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOption>
#include <algorithm>

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

/// Drawn in the size that is asked for and in the colours of the theme on screen, so that whoever shows an icon neither
/// asks again after a change of theme nor knows about the zoom.
class ThemedIcon final : public QIconEngine {
public:
    ThemedIcon(QString name, ColorRole role) : m_name(std::move(name)), m_role(role) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1.0);
    }
    /// `size` in device pixels.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override {
        const int side = std::min(size.width(), size.height());
        const QString key = QStringLiteral("qd-%1-%2-%3-%4-%5")
                                .arg(m_name)
                                .arg(theme().color(m_role).name())
                                .arg(side)
                                .arg(int(mode))
                                .arg(scale);
        QPixmap picture;
        if (QPixmapCache::find(key, &picture)) return picture;
        QSvgRenderer renderer(svgOf(m_name, m_role));
        picture = drawn(renderer, side, 1);
        const QStyleOption option;
        if (mode == QIcon::Disabled) picture = QApplication::style()->generatedIconPixmap(mode, picture, &option);
        picture.setDevicePixelRatio(scale);
        QPixmapCache::insert(key, picture);
        return picture;
    }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override {
        const int side = std::min(size.width(), size.height());
        return {side, side};
    }
    QIconEngine *clone() const override { return new ThemedIcon(m_name, m_role); }

private:
    QString m_name;
    ColorRole m_role;
};

} // namespace

QIcon icon(const QString &name, ColorRole role) {
    return svgOf(name, role).isEmpty() ? QIcon() : QIcon(new ThemedIcon(name, role));
}

QPixmap iconPicture(const QString &name, ColorRole role, int size, qreal ratio) {
    const QByteArray svg = svgOf(name, role);
    if (svg.isEmpty()) return {};
    QSvgRenderer renderer(svg);
    return drawn(renderer, size, ratio);
}

} // namespace qd::ui
