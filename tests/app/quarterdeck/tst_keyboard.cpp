#include <QtCore/QSet>
#include <QtGui/QAccessible>
#include <QtGui/QImage>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QAbstractSpinBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSlider>
#include <QtWidgets/QStackedWidget>

#include "tests/app/quarterdeck/room_tour.h"
#include "ui/shell/command_palette.h"
#include "ui/widgets/strip_button.h"

using namespace qd;
using qd::test::RoomTour;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

QString nameOf(const QWidget *widget) {
    QAccessibleInterface *face = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
    return face == nullptr ? QString() : face->text(QAccessible::Name).trimmed();
}

QString describe(const QWidget *widget) {
    return u(widget->metaObject()->className()) + u(" \"") + nameOf(widget) + u("\" in ") +
           u(widget->parentWidget() ? widget->parentWidget()->metaObject()->className() : "nothing");
}

/// Parts of another control: the line of a spin box, the corner of a table, what scrolls.
bool isPart(const QWidget *widget) {
    if (widget->objectName().startsWith(u("qt_"))) return true;
    if (qobject_cast<const QScrollBar *>(widget) || qobject_cast<const QHeaderView *>(widget)) return true;
    const QWidget *parent = widget->parentWidget();
    if (widget->isAncestorOf(widget->focusProxy())) return true; // Its inner control is looked at.
    if (const auto *area = qobject_cast<const QAbstractScrollArea *>(parent); area && area->viewport() == widget)
        return true;
    if (qobject_cast<const QLineEdit *>(parent)) return true; // The cross that clears it: Esc does the same.
    return qobject_cast<const QAbstractSpinBox *>(parent) || qobject_cast<const QComboBox *>(parent) ||
           qobject_cast<const QAbstractItemView *>(parent) ||
           u(parent ? parent->metaObject()->className() : "").contains(u("KeySequenceEdit"));
}

bool isControl(const QWidget *widget) {
    if (isPart(widget)) return false;
    if (widget->focusPolicy() & Qt::TabFocus) return true;
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
           qobject_cast<const QAbstractSlider *>(widget) || qobject_cast<const QComboBox *>(widget) ||
           qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget);
}

/// Only the one that is chosen is reached by Tab; the arrows go to the others.
bool isOtherOfGroup(const QWidget *widget) {
    const auto *button = qobject_cast<const QRadioButton *>(widget);
    return button != nullptr && !button->isChecked();
}

/// A text of the strip that is only told, not pressed.
bool isPassive(const QWidget *widget) {
    return widget->focusPolicy() == Qt::NoFocus && qobject_cast<const ui::StripButton *>(widget) != nullptr;
}

std::vector<QWidget *> controlsOf(QWidget *surface) {
    std::vector<QWidget *> controls;
    for (QWidget *widget : surface->findChildren<QWidget *>())
        if (widget->window() == surface && widget->isVisible() && widget->isEnabled() && isControl(widget) &&
            !isOtherOfGroup(widget) && !isPassive(widget))
            controls.push_back(widget);
    return controls;
}

QSet<QWidget *> walkByTab(QWidget *surface) {
    constexpr int kMost = 300;
    QSet<QWidget *> seen;
    for (int i = 0; i < kMost; ++i) {
        QWidget *now = QApplication::focusWidget();
        if (now != nullptr && seen.contains(now)) break;
        if (now != nullptr) seen.insert(now);
        QTest::keyClick(now != nullptr ? now : surface, Qt::Key_Tab);
    }
    return seen;
}

QImage pictureOf(const QWidget *widget) {
    return const_cast<QWidget *>(widget)->grab().toImage().convertToFormat(QImage::Format_RGB32);
}

int differentPixels(const QImage &a, const QImage &b) {
    if (a.size() != b.size()) return a.width() * a.height();
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        const auto *left = reinterpret_cast<const QRgb *>(a.constScanLine(y));
        const auto *right = reinterpret_cast<const QRgb *>(b.constScanLine(y));
        for (int x = 0; x < a.width(); ++x) count += left[x] != right[x];
    }
    return count;
}

} // namespace

class TstKeyboard : public QObject {
    Q_OBJECT
    QStringList m_unreached;
    QStringList m_unnamed;
    QStringList m_unseen;
    QStringList m_unlisted;
    int m_controls = 0;

    void lookForNames(const QString &stop, const std::vector<QWidget *> &controls) {
        for (const QWidget *widget : controls)
            if (nameOf(widget).isEmpty()) m_unnamed << stop + u(": ") + describe(widget);
    }
    void lookForReach(const QString &stop, QWidget *surface, const std::vector<QWidget *> &controls) {
        const QSet<QWidget *> reached = walkByTab(surface);
        for (QWidget *widget : controls)
            if (widget->isVisible() && !reached.contains(widget)) m_unreached << stop + u(": ") + describe(widget);
    }
    /// A ring or a line of at least a control's side: a caret alone is not seen.
    void lookForFocus(const QString &stop, QWidget *surface, const std::vector<QWidget *> &controls) {
        for (QWidget *widget : controls) {
            widget->setFocus(Qt::TabFocusReason);
            const QImage with = pictureOf(widget);
            QWidget *const other = controls.front() == widget ? controls.back() : controls.front();
            if (other == widget) continue;
            other->setFocus(Qt::TabFocusReason);
            if (differentPixels(with, pictureOf(widget)) < std::min(widget->width(), widget->height()))
                m_unseen << stop + u(": ") + describe(widget);
        }
        surface->setFocus();
    }
    void lookForPalette(const QString &stop, ui::MainWindow &window) {
        QStringList titles;
        for (const ui::ShellAction &action : window.actions())
            if (action.id != u("palette")) titles << action.title;
        for (const QWidget *root :
             {window.findChild<QStackedWidget *>()->currentWidget(), static_cast<QWidget *>(&window.inspector())})
            for (const auto *button : root->findChildren<QAbstractButton *>())
                if (button->isVisible() && button->isEnabled() && !isPart(button) && !button->text().isEmpty()) {
                    const QString title = QString(button->text()).remove(QLatin1Char('&'));
                    const bool beside = root == &window.inspector(); // Says of what.
                    titles << (beside ? u("%1 (%2)").arg(title, window.inspector().title()) : title);
                }
        window.openCommandPalette();
        auto *palette = window.findChild<ui::CommandPalette *>();
        auto *line = palette->findChild<QLineEdit *>();
        const auto *list = palette->findChild<QListWidget *>();
        for (const QString &title : titles) {
            line->setText(title);
            if (list->findItems(title, Qt::MatchExactly).isEmpty()) m_unlisted << stop + u(": ") + title;
        }
        palette->closeAndReturnFocus();
    }
    /// Each on a line of its own: Qt Test cuts long messages.
    static void verifyNone(const char *what, const QStringList &found) {
        for (const QString &line : found) qInfo("%s: %s", what, qPrintable(line));
        QVERIFY2(found.isEmpty(), what);
    }
    void look(const QString &stop, QWidget *surface, ui::MainWindow &window) {
        const bool overlay = stop == u("palette") || stop == u("keys"); // They keep the keyboard to themselves.
        if (overlay) return;
        const std::vector<QWidget *> controls = controlsOf(surface);
        m_controls += static_cast<int>(controls.size());
        lookForNames(stop, controls);
        lookForReach(stop, surface, controls);
        lookForFocus(stop, surface, controls);
        if (surface == &window) lookForPalette(stop, window);
    }

private slots:
    void initTestCase() { RoomTour::useOwnSettings(u("tst_keyboard")); }
    void everyControlIsReachedByTabSeenNamedAndInThePalette() {
        RoomTour tour;
        QVERIFY(QTest::qWaitForWindowActive(&tour.window()));
        const bool whole =
            tour.walk([&](const QString &stop, QWidget *surface) { look(stop, surface, tour.window()); });
        QVERIFY2(whole, qPrintable(tour.trouble()));
        QVERIFY(m_controls > 300);
        verifyNone("without a name", m_unnamed);
        verifyNone("not reached by Tab", m_unreached);
        verifyNone("focus not seen", m_unseen);
        verifyNone("not in the palette", m_unlisted);
    }
};

QTEST_MAIN(TstKeyboard)
#include "tst_keyboard.moc"
