// Every page, state and dialog as a picture in the build folder (pictures/), in two sizes, both themes, English and
// German; the second run of the program has a device pixel ratio of 1.5. People look at them; what a machine can see of
// it is checked here: nothing cut, nothing outside its parent, nothing over its neighbour.
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QAbstractScrollArea>
#include <QtWidgets/QAbstractSpinBox>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QTableView>
#include <algorithm>

#include "core/config/settings.h"
#include "tests/app/quarterdeck/room_tour.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/keys_overlay.h"
#include "ui/shell/rail.h"
#include "ui/theme/fonts.h"
#include "ui/translations/ts_translator.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/toast.h"

using namespace qd;
using qd::test::RoomTour;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

QString describe(const QWidget *widget) {
    QString text = widget->property("text").toString();
    if (text.isEmpty()) text = widget->accessibleName();
    const QRect at = widget->geometry();
    return u("%1 \"%2\" at %3,%4 %5x%6 in %7")
        .arg(u(widget->metaObject()->className()), text.left(60))
        .arg(at.x())
        .arg(at.y())
        .arg(at.width())
        .arg(at.height())
        .arg(u(widget->parentWidget() ? widget->parentWidget()->metaObject()->className() : "nothing"));
}

/// They lie over others because they are meant to.
bool isOverlay(const QWidget *widget) {
    return qobject_cast<const ui::FocusRing *>(widget) || qobject_cast<const ui::CommandPalette *>(widget) ||
           qobject_cast<const ui::KeysOverlay *>(widget) || qobject_cast<const ui::Toast *>(widget) ||
           u(widget->metaObject()->className()) == u("qd::ui::ToastStack") || widget->isWindow();
}

/// Their insides are laid out by Qt, scrolled, and larger than they are.
bool isClosed(const QWidget *widget) {
    return qobject_cast<const QAbstractScrollArea *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget) ||
           qobject_cast<const QComboBox *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
           qobject_cast<const QSplitter *>(widget) || qobject_cast<const QStackedWidget *>(widget);
}

/// What is in it may be larger: it is scrolled to.
bool isScrolled(const QWidget *viewport) {
    const auto *area = qobject_cast<const QScrollArea *>(viewport->parentWidget());
    return area != nullptr && area->viewport() == viewport;
}

/// What the style sheet keeps free beside a title, and for the arrow of the one that sorts.
constexpr ui::Px kHeaderSides{12};
constexpr ui::Px kArrow{10};

/// Width that a label's text takes on its own.
int textWidth(const QLabel &label) {
    int width = 0;
    for (const QString &line : label.text().split(QLatin1Char('\n')))
        width = std::max(width, label.fontMetrics().size(Qt::TextShowMnemonic, line).width());
    return width;
}

} // namespace

class TstPictures : public QObject {
    Q_OBJECT
    QDir m_folder{u(QD_PICTURES)};
    QStringList m_found;
    int m_pictures = 0;

    void report(const QString &what, const QString &stop, const QWidget *widget) {
        m_found << stop + u(": ") + what + u(": ") + describe(widget);
    }
    void checkText(const QString &stop, const QWidget *widget) {
        if (const auto *label = qobject_cast<const QLabel *>(widget)) {
            const bool plain = !label->text().isEmpty() && !label->wordWrap() && !Qt::mightBeRichText(label->text());
            if (plain && label->contentsRect().width() < textWidth(*label) && label->toolTip().isEmpty())
                report(u("cut"), stop, widget);
        }
        if (const auto *item = qobject_cast<const ui::RailItem *>(widget)) {
            constexpr ui::Px kIconAndBadge{38 + 40};
            const QFontMetrics bold(ui::fontOf(ui::FontRole::BodyStrong));
            if (!item->isCompact() && item->width() < bold.horizontalAdvance(item->text()) + kIconAndBadge)
                report(u("cut"), stop, widget);
        }
        const bool fits = widget->width() >= widget->sizeHint().width();
        if (!fits && (qobject_cast<const QPushButton *>(widget) || qobject_cast<const QCheckBox *>(widget) ||
                      qobject_cast<const QRadioButton *>(widget)))
            report(u("cut"), stop, widget);
        if (const auto *table = qobject_cast<const QTableView *>(widget)) checkHeader(stop, *table);
    }
    void checkHeader(const QString &stop, const QTableView &table) {
        const QHeaderView *header = table.horizontalHeader();
        if (!header->isVisible()) return;
        for (int i = 0; i < header->count(); ++i) {
            if (header->isSectionHidden(i)) continue;
            const QString title = table.model()->headerData(i, Qt::Horizontal).toString();
            const int arrow = header->isSortIndicatorShown() && header->sortIndicatorSection() == i ? int{kArrow} : 0;
            const int wanted = header->fontMetrics().horizontalAdvance(title) + kHeaderSides + arrow;
            if (header->sectionSize(i) < wanted)
                report(u("header \"%1\" cut (%2 < %3)").arg(title).arg(header->sectionSize(i)).arg(wanted), stop,
                       &table);
        }
    }
    void checkPlaces(const QString &stop, const QWidget *parent) {
        std::vector<const QWidget *> shown;
        for (const QObject *child : parent->children()) {
            const auto *widget = qobject_cast<const QWidget *>(child);
            if (widget == nullptr || !widget->isVisible() || isOverlay(widget) || widget->size().isEmpty()) continue;
            if (!isScrolled(parent) && !parent->rect().contains(widget->geometry()))
                report(u("outside its parent"), stop, widget);
            for (const QWidget *other : shown) {
                const QRect both = other->geometry().intersected(widget->geometry());
                if (both.width() > 1 && both.height() > 1) report(u("over ") + describe(other) + u(", "), stop, widget);
            }
            shown.push_back(widget);
        }
    }
    void checkAll(const QString &stop, const QWidget *widget) {
        checkText(stop, widget);
        if (isClosed(widget)) {
            // The page inside is looked at as any other.
            for (const QWidget *child : widget->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly))
                if (child->isVisible() && !qobject_cast<const QAbstractItemView *>(widget)) descend(stop, child);
            return;
        }
        checkPlaces(stop, widget);
        descend(stop, widget);
    }
    void descend(const QString &stop, const QWidget *widget) {
        for (const QWidget *child : widget->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly))
            if (child->isVisible() && !child->isWindow()) checkAll(stop, child);
    }
    void verifyClean() {
        m_found.removeDuplicates();
        for (const QString &line : m_found) qInfo("%s", qPrintable(line));
        QVERIFY(m_found.isEmpty());
    }
    void look(const QString &variant, const QString &stop, QWidget *surface) {
        // A figure that has just grown has asked for its place, and gets it with the next event.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        checkAll(variant + u("/") + stop, surface);
        const QImage image = surface->grab().toImage();
        // Fast rather than small: 80 is a low compression.
        const QString ratio = qApp->devicePixelRatio() > 1 ? u("x%1-").arg(qApp->devicePixelRatio()) : QString();
        QVERIFY(image.save(m_folder.filePath(variant + u("-") + ratio + stop + u(".png")), "PNG", 80));
        ++m_pictures;
    }

private slots:
    void init() { m_found.clear(); }
    void initTestCase() {
        RoomTour::useOwnSettings(u("tst_pictures"));
        QVERIFY(m_folder.mkpath(u(".")));
        ui::installTranslations(QLocale(QLocale::English)); // Plurals, as in main().
    }
    void anEngineThatCannotStart() {
        const QTemporaryDir folder;
        Settings settings;
        settings.dataFolder = folder.path().toStdString();
        settings.ledger.kind = LedgerKind::Sqlite;
        settings.door.port = 0;
        QFile ledger(folder.filePath(u("ledger.db")));
        QVERIFY(ledger.open(QIODevice::WriteOnly));
        ledger.write(QByteArray(4096, 'x'));
        ledger.close();
        ui::ThemeManager themes(ui::ThemeChoice::Dark);
        app::EngineHost host(settings);
        app::Options options;
        options.size = {1280, 800};
        app::ControlRoom room(host, themes, options);
        room.show();
        const auto shown = [&](ui::EmptyState *state) { return state->isVisible(); };
        QTRY_VERIFY(std::ranges::any_of(room.frame().findChildren<ui::EmptyState *>(), shown));
        look(u("1280-dark"), u("overview-failed"), &room.frame());
        verifyClean();
    }
    void aBusyDemonstration() {
        RoomTour tour(ui::ThemeChoice::Light);
        QVERIFY(tour.waitForEngine());
        tour.room().startDemonstration();
        QTRY_VERIFY_WITH_TIMEOUT(tour.engine()->snapshot()->totals.completed > 150, 10'000);
        for (const char *page : {"overview", "workers", "tasks"}) {
            tour.window().showPage(u(page));
            QCoreApplication::processEvents();
            look(u("1280-light"), u("busy-") + u(page), &tour.window());
        }
        verifyClean();
    }
    void nothingIsCutOutsideOrOverAnother_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<ui::ThemeChoice>("theme");
        QTest::addColumn<bool>("german");
        QTest::addColumn<int>("zoom");
        const QSize small(1280, 800);
        const QSize large(1920, 1080);
        QTest::newRow("1280-dark") << small << ui::ThemeChoice::Dark << false << 100;
        QTest::newRow("1920-light") << large << ui::ThemeChoice::Light << false << 100;
        // A zoom is of this window, a pixel ratio of the screen: one of them at a time shows what there is to see.
        const bool zoomed = qApp->devicePixelRatio() == 1;
        if (zoomed) QTest::newRow("1920-light-zoom150") << large << ui::ThemeChoice::Light << false << 150;
        if (zoomed) QTest::newRow("1920-dark-zoom200") << large << ui::ThemeChoice::Dark << false << 200;
        if (zoomed) QTest::newRow("1280-light-zoom200") << small << ui::ThemeChoice::Light << false << 200;
        // Once German is installed it stays.
        QTest::newRow("1280-light-de") << small << ui::ThemeChoice::Light << true << 100;
        QTest::newRow("1920-dark-de") << large << ui::ThemeChoice::Dark << true << 100;
        if (zoomed) QTest::newRow("1920-dark-zoom150-de") << large << ui::ThemeChoice::Dark << true << 150;
        if (zoomed) QTest::newRow("1920-light-zoom200-de") << large << ui::ThemeChoice::Light << true << 200;
    }
    void nothingIsCutOutsideOrOverAnother() {
        QFETCH(QSize, size);
        QFETCH(ui::ThemeChoice, theme);
        QFETCH(bool, german);
        QFETCH(int, zoom);
        static bool installed = false;
        if (german && !std::exchange(installed, true)) {
            QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
            ui::installTranslations(QLocale());
        }
        m_pictures = 0;
        const QString variant = u(QTest::currentDataTag());
        RoomTour tour(theme, size, zoom);
        const bool whole = tour.walk([&](const QString &stop, QWidget *surface) { look(variant, stop, surface); });
        QVERIFY2(whole, qPrintable(tour.trouble()));
        QVERIFY(m_pictures >= 25);
        verifyClean();
    }
};

QTEST_MAIN(TstPictures)
#include "tst_pictures.moc"
