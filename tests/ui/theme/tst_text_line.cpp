#include <QtGui/QFontMetrics>
#include <QtGui/QImage>
#include <QtGui/QPainter>
#include <QtTest/QTest>

#include "ui/theme/fonts.h"
#include "ui/theme/text_line.h"

using namespace qd::ui;

namespace {

constexpr QRect kBox{4, 3, 160, 24};

QImage painted(const QString &text, Qt::Alignment alignment = Qt::AlignLeft, double scale = 1, QRect box = kBox) {
    QImage image(200, 30, QImage::Format_RGB32);
    image.setDevicePixelRatio(1);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(scale, scale);
    paintLine(painter, box, alignment | Qt::AlignVCenter, text, fontOf(FontRole::Body));
    return image;
}

/// What Qt paints for the same words; the place may differ by the rounding of half a pixel.
int inkOf(const QImage &image) {
    int dark = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) dark += 255 - qGray(image.pixel(x, y));
    return dark;
}

int inkByQt(const QString &text) {
    QImage image(200, 30, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setFont(fontOf(FontRole::Body));
    painter.drawText(kBox, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
    return inkOf(image);
}

} // namespace

class TstTextLine : public QObject {
    Q_OBJECT

private slots:
    void aLineIsPaintedAsQtDoes() {
        for (const QString &text : {QStringLiteral("running"), QStringLiteral("w-17 <b>bold</b> &amp;")}) {
            const double ratio = double(inkOf(painted(text))) / inkByQt(text);
            QVERIFY2(ratio > 0.9 && ratio < 1.1, qPrintable(QString::number(ratio)));
        }
    }
    void aKnownLineLooksAsItDidTheFirstTime() {
        const QImage first = painted(QStringLiteral("thumbnail 812"), Qt::AlignRight);
        for (int i = 0; i < 6000; ++i)
            (void)lineWidth(QString::number(i), fontOf(FontRole::Mono)); // More than is kept.
        QCOMPARE(painted(QStringLiteral("thumbnail 812"), Qt::AlignRight), first);
        const QImage large = painted(QStringLiteral("thumbnail 812"), Qt::AlignRight, 1.2, {0, 0, 160, 24});
        QVERIFY(large != first); // Another scale is not the old glyphs.
        QCOMPARE(painted(QStringLiteral("thumbnail 812"), Qt::AlignRight), first);
    }
    void whatDoesNotFitIsShortened() {
        const QString text = QStringLiteral("a name that is much too long for the place that it has");
        const QImage image = painted(text);
        for (int y = 0; y < image.height(); ++y)
            for (int x = kBox.right() + 1; x < image.width(); ++x) QCOMPARE(image.pixel(x, y), qRgb(255, 255, 255));
        const QString elided = QFontMetrics(fontOf(FontRole::Body)).elidedText(text, Qt::ElideRight, kBox.width());
        QVERIFY(elided.endsWith(QChar(0x2026)));
        QCOMPARE(image, painted(elided));
    }
    void severalLinesStayOne() {
        QCOMPARE(painted(QStringLiteral("two\nlines")), painted(QStringLiteral("two lines")));
    }
    void theWidthIsTheOneOfItsGlyphs() {
        const int byQt = QFontMetrics(fontOf(FontRole::Mono)).horizontalAdvance(QStringLiteral("12 345"));
        QVERIFY(std::abs(lineWidth(QStringLiteral("12 345"), fontOf(FontRole::Mono)) - byQt) <= 1);
    }
};

QTEST_MAIN(TstTextLine)
#include "tst_text_line.moc"
