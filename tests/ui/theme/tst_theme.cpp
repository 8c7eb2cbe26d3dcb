#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtDBus/QDBusVariant>
#include <QtGui/QImage>
#include <QtGui/QPainter>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>

#include "ui/theme/contrast.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/shapes.h"
#include "ui/theme/state_look.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/system_scheme.h"
#include "ui/theme/theme_manager.h"
#include "ui/theme/zoom.h"

using namespace qd;
using namespace qd::ui;
using enum qd::ui::ColorRole;

namespace {

const std::vector<ColorRole> kSurfaces{Window, Rail, Bar, Card, Field, Hover, Selected};
// Everything that may be written, states included: their words and figures stand in their colours here and there.
const std::vector<ColorRole> kTexts{Text,    TextSecond, TextMuted, Link,    Healthy, Idle,   Degraded,
                                    Failing, Paused,     Draining,  Imposed, Fault,   Unknown};
const std::vector<ColorRole> kStates{Healthy, Idle, Degraded, Failing, Paused, Draining};
const std::vector<ColorRole> kSeries{Series1, Series2, Series3, Series4, Series5, Series6};

QImage picture(Shape shape, int side) {
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintShape(painter, QRectF(0, 0, side, side), shape, Qt::black);
    return image;
}

/// Share of the pixels that differ clearly, 0 .. 1.
double difference(const QImage &a, const QImage &b) {
    int count = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            if (std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) > 96) ++count;
    return static_cast<double>(count) / (a.width() * a.height());
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin)"))); }

    void everyRoleHasAColorInBothThemes() {
        for (const Theme *theme : {&darkTheme(), &lightTheme()})
            for (const QColor &color : theme->colors) QVERIFY(color.isValid() && color.alpha() == 255);
    }

    void textReachesFourAndAHalfToOneEverywhere() {
        for (const Theme *theme : {&darkTheme(), &lightTheme()})
            for (const ColorRole text : kTexts)
                for (const ColorRole surface : kSurfaces) {
                    const double ratio = contrastRatio(theme->color(text), theme->color(surface));
                    QVERIFY2(ratio >= 4.5,
                             qPrintable(QStringLiteral("%1 theme, role %2 on %3: %4")
                                            .arg(theme->isDark() ? QStringLiteral("dark") : QStringLiteral("light"))
                                            .arg(int(text))
                                            .arg(int(surface))
                                            .arg(ratio)));
                }
    }

    void buttonsAreReadable() {
        for (const Theme *theme : {&darkTheme(), &lightTheme()}) {
            QVERIFY(contrastRatio(theme->color(PrimaryText), theme->color(Primary)) >= 4.5);
            QVERIFY(contrastRatio(theme->color(DangerText), theme->color(Danger)) >= 4.5);
            QVERIFY(contrastRatio(theme->color(DangerBorder), theme->color(Card)) >= 3);
        }
    }

    void shapesLinesAndFocusReachThreeToOne() {
        for (const Theme *theme : {&darkTheme(), &lightTheme()}) {
            for (const ColorRole line : kSeries) QVERIFY(contrastRatio(theme->color(line), theme->color(Card)) >= 3);
            for (const ColorRole surface : kSurfaces)
                QVERIFY(contrastRatio(theme->color(Focus), theme->color(surface)) >= 3);
            for (const ColorRole state : kStates)
                QVERIFY(contrastRatio(theme->color(OnState), theme->color(state)) >= 4.5);
        }
    }

    void theDistanceOfColorsIsThatOfThePublishedPairs_data() {
        QTest::addColumn<std::array<double, 3>>("left");
        QTest::addColumn<std::array<double, 3>>("right");
        QTest::addColumn<double>("distance");
        // Sharma, Wu, Dalal 2005, table 1: pairs 1, 7, 17, 21 and 28.
        const auto pair = [](const char *name, std::array<double, 3> left, std::array<double, 3> right, double apart) {
            QTest::newRow(name) << left << right << apart;
        };
        pair("blue", {50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425);
        pair("grey", {50, 0, 0}, {50, -1, 2}, 2.3669);
        pair("far", {50, 2.5, 0}, {73, 25, -18}, 27.1492);
        pair("near", {50, 2.5, 0}, {50, 3.1736, 0.5854}, 1.0000);
        pair("dark", {22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373);
    }
    void theDistanceOfColorsIsThatOfThePublishedPairs() {
        using Lab = std::array<double, 3>;
        QFETCH(Lab, left);
        QFETCH(Lab, right);
        QFETCH(double, distance);
        QVERIFY2(std::abs(ciede2000(left, right) - distance) < 0.00006,
                 qPrintable(QString::number(ciede2000(left, right))));
        QVERIFY(std::abs(ciede2000(right, left) - distance) < 0.00006);
    }

    /// All of them meet on the map of workers, and most in a column of states.
    void statesDifferForEveryEye() {
        for (const Theme *theme : {&darkTheme(), &lightTheme()})
            for (const auto vision : {ColorVision::Normal, ColorVision::Protanopia, ColorVision::Deuteranopia})
                for (const ColorRole a : kStates)
                    for (const ColorRole b : kStates) {
                        const double apart = perceivedDistance(theme->color(a), theme->color(b), vision);
                        QVERIFY2(a == b || apart >= 15,
                                 qPrintable(QStringLiteral("%1 theme, roles %2 and %3, eye %4: %5")
                                                .arg(theme->isDark() ? QStringLiteral("dark") : QStringLiteral("light"))
                                                .arg(int(a))
                                                .arg(int(b))
                                                .arg(int(vision))
                                                .arg(apart)));
                    }
    }

    void shapesAreToldApartWithoutColor() {
        for (int a = 1; a < kShapes; ++a)
            for (int b = a + 1; b < kShapes; ++b) {
                const double apart = difference(picture(Shape(a), 12), picture(Shape(b), 12));
                QVERIFY2(apart > 0.04, qPrintable(QStringLiteral("shapes %1 and %2: %3").arg(a).arg(b).arg(apart)));
            }
    }

    void everyStateHasAWordAndAShape() {
        QSet<QString> words;
        for (std::size_t i = 0; i < kTaskStates; ++i) {
            const StateLook look = lookOf(static_cast<TaskState>(i));
            QVERIFY(!look.word.isEmpty() && look.shape != Shape::None);
            words.insert(look.word);
        }
        QCOMPARE(words.size(), qsizetype{kTaskStates});
        for (int i = 0; i <= int(EnginePhase::Failed); ++i)
            QVERIFY(!lookOf(static_cast<EnginePhase>(i)).word.isEmpty());
        QVERIFY(unknownLook().role != Healthy);
        QVERIFY(lookOf(Overall::Unknown).role != Healthy);
    }

    void aPausedWorkerIsShownAsImposedAndALostOneAsLost() {
        QVERIFY(lookOfWorker(WorkerLifecycle::Live, 2, 4, true).imposed);
        QCOMPARE(lookOfWorker(WorkerLifecycle::Lost, 2, 4, true), lookOf(WorkerLifecycle::Lost));
        QCOMPARE(lookOfWorker(WorkerLifecycle::Live, 0, 4, false).role, Idle);
        QCOMPARE(lookOfWorker(WorkerLifecycle::Live, 1, 4, false).role, Healthy);
        QCOMPARE(lookOfWorker(WorkerLifecycle::Draining, 1, 4, false).role, Draining);
    }

    void theStyleSheetLeavesNoTokenOpen() {
        for (const Theme *theme : {&darkTheme(), &lightTheme()})
            QVERIFY(!styleSheetOf(*theme).contains(QLatin1Char('@')));
    }

    void theEmbeddedFontsAreThere() {
        loadFonts();
        QCOMPARE(fontOf(FontRole::Body).pixelSize(), 13);
        QCOMPARE(fontOf(FontRole::Figure).pixelSize(), 24);
        const QFontMetrics mono(fontOf(FontRole::Mono));
        QCOMPARE(mono.horizontalAdvance(QLatin1Char('1')), mono.horizontalAdvance(QLatin1Char('0')));
    }

    void everySizeOfTheLookGrowsWithTheZoom() {
        ThemeManager manager(ThemeChoice::Dark);
        const QStyle *style = QApplication::style();
        const std::array metrics{QStyle::PM_SmallIconSize,          QStyle::PM_ButtonIconSize,
                                 QStyle::PM_LayoutLeftMargin,       QStyle::PM_LayoutVerticalSpacing,
                                 QStyle::PM_MenuButtonIndicator,    QStyle::PM_LineEditIconSize,
                                 QStyle::PM_LayoutHorizontalSpacing};
        std::vector<int> before;
        for (const auto metric : metrics) before.push_back(style->pixelMetric(metric));
        const int body = QApplication::font().pixelSize();
        manager.setZoom(200);
        QCOMPARE(zoomPercent(), 200);
        QCOMPARE(QApplication::font().pixelSize(), 2 * body);
        QCOMPARE(fontOf(FontRole::Figure).pixelSize(), 48);
        QCOMPARE(int{kRowHeight}, 56);
        QCOMPARE(double{1.5_px}, 3.0);
        QVERIFY(qApp->styleSheet().contains(QStringLiteral("font-size: 36px")));
        for (std::size_t i = 0; i < metrics.size(); ++i) QCOMPARE(style->pixelMetric(metrics[i]), 2 * before[i]);
        QCOMPARE(icon(QStringLiteral("close")).actualSize({32, 32}), QSize(32, 32));
        manager.setZoom(100);
        QCOMPARE(QApplication::font().pixelSize(), body);
        for (std::size_t i = 0; i < metrics.size(); ++i) QCOMPARE(style->pixelMetric(metrics[i]), before[i]);
    }
    void noZoomIsOutsideItsBounds() {
        ThemeManager manager(ThemeChoice::Dark);
        QSignalSpy changed(&manager, &ThemeManager::zoomChanged);
        manager.setZoom(5000);
        QCOMPARE(zoomPercent(), kZoomMost);
        manager.setZoom(-3);
        QCOMPARE(zoomPercent(), kZoomLeast);
        manager.setZoom(99); // What it is already.
        QCOMPARE(changed.size(), 2);
        for (std::size_t i = 0; i + 1 < kZoomSteps.size(); ++i) {
            QCOMPARE(zoomStep(kZoomSteps[i], 1), kZoomSteps[i + 1]);
            QCOMPARE(zoomStep(kZoomSteps[i + 1], -1), kZoomSteps[i]);
        }
        QCOMPARE(zoomStep(137, 1), 150);
        QCOMPARE(zoomStep(137, -1), 125);
        QCOMPARE(zoomStep(kZoomMost, 1), kZoomMost);
        QCOMPARE(zoomStep(kZoomLeast, -1), kZoomLeast);
    }
    void pixelsFindBackToTheirDesignAtEveryZoom() {
        ThemeManager manager(ThemeChoice::Dark);
        for (int percent = kZoomLeast; percent <= kZoomMost; ++percent) {
            manager.setZoom(percent);
            for (int design = 0; design <= 900; ++design) QCOMPARE(designOf(px(design)), design);
            if (percent == 110) percent = 189; // Each is a style sheet.
        }
    }
    void whatIsToldOnceIsToldAgainWithEveryLook() {
        ThemeManager manager(ThemeChoice::Dark);
        int heard = 0;
        auto context = std::make_unique<QObject>();
        onLook(context.get(), [&heard] { ++heard; });
        QCOMPARE(heard, 1);
        manager.setZoom(150);
        manager.toggle();
        QCOMPARE(heard, 3);
        context.reset();
        manager.setZoom(100);
        QCOMPARE(heard, 3);
    }
    void anIconFollowsTheThemeByItself() {
        ThemeManager manager(ThemeChoice::Dark);
        const QIcon kept = icon(QStringLiteral("close"), Text);
        const auto brightest = [&] {
            int most = 0;
            const QImage image = kept.pixmap(16, 16).toImage();
            for (int i = 0; i < 256; ++i)
                if (const QColor at = image.pixelColor(i % 16, i / 16); at.alpha() > 200)
                    most = std::max(most, at.lightness());
            return most;
        };
        const int dark = brightest();
        manager.toggle();
        QVERIFY(brightest() < dark);
    }
    void iconsTakeTheColorOfTheirRole() {
        const QImage image = icon(QStringLiteral("close"), Failing).pixmap(16, 16).toImage();
        QVERIFY(!image.isNull());
        QVERIFY(icon(QStringLiteral("no-such-icon")).isNull());
    }

    void theChoiceSwitchesPaletteAndSaysSo() {
        ThemeManager manager(ThemeChoice::Dark);
        QSignalSpy changed(&manager, &ThemeManager::themeChanged);
        QVERIFY(theme().isDark());
        manager.toggle();
        QCOMPARE(changed.count(), 1);
        QVERIFY(!theme().isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Window), lightTheme().color(Window));
        manager.setChoice(ThemeChoice::Light); // already: nothing is repainted for nothing
        QCOMPARE(changed.count(), 1);
        QCOMPARE(ThemeManager::parseChoice(ThemeManager::choiceText(ThemeChoice::Light)), ThemeChoice::Light);
        QCOMPARE(ThemeManager::parseChoice(QStringLiteral("purple")), ThemeChoice::System);
    }

    void thePortalsNumberIsUnwrapped() {
        const auto wrap = [](const QVariant &value) { return QVariant::fromValue(QDBusVariant(value)); };
        QVERIFY(SystemScheme::parse(wrap(wrap(1U))) == ThemeKind::Dark);
        QVERIFY(SystemScheme::parse(wrap(2U)) == ThemeKind::Light);
        QVERIFY(!SystemScheme::parse(wrap(0U)));
        QVERIFY(!SystemScheme::parse(QStringLiteral("dark")));
        QVERIFY(!SystemScheme::parse({}));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
