#include <QtCore/QEvent>
#include <QtGui/QPaintEvent>
#include <QtGui/QStandardItemModel>
#include <QtTest/QTest>
#include <memory>

#include "ui/models/roles.h"
#include "ui/pages/common/table_view.h"
#include "ui/theme/theme_manager.h"

using namespace qd::ui;

namespace {

constexpr int kRows = 6;
constexpr int kColumns = 4;

/// Tells its views a range that holds more than what has changed, as the live tables do.
class RangeModel final : public QAbstractTableModel {
public:
    RangeModel() {
        for (int row = 0; row < kRows; ++row)
            for (int column = 0; column < kColumns; ++column)
                texts[row][column] = QStringLiteral("cell %1 %2").arg(row).arg(column);
    }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : kRows; }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override {
        return parent.isValid() ? 0 : kColumns;
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override {
        if (role == LookRole && index.column() == 1) return QVariant::fromValue(looks[index.row()]);
        return role == Qt::DisplayRole ? texts[index.row()][index.column()] : QVariant();
    }
    void tellAll() { emit dataChanged(index(0, 0), index(kRows - 1, kColumns - 1)); }

    QString texts[kRows][kColumns];
    StateLook looks[kRows];
};

/// What is painted from now on.
class PaintedRegion final : public QObject {
public:
    explicit PaintedRegion(QWidget &widget) { widget.installEventFilter(this); }
    QRegion region;

protected:
    bool eventFilter(QObject *, QEvent *event) override {
        if (event->type() == QEvent::Paint) region += static_cast<QPaintEvent *>(event)->region();
        return false;
    }
};

} // namespace

class TstTablePainting : public QObject {
    Q_OBJECT
    ThemeManager m_themes{ThemeChoice::Dark};

    std::unique_ptr<TableView> shown(RangeModel &model) {
        auto table = std::make_unique<TableView>();
        table->setModelAndWidths(&model, {120, 120, 120, 120});
        table->resize(560, 260);
        table->setFocusPolicy(Qt::NoFocus); // Which of two windows has the keyboard is not what is compared.
        table->show();
        return QTest::qWaitForWindowExposed(table.get()) ? std::move(table) : nullptr;
    }

private slots:
    void onlyCellsThatReadOtherwiseArePaintedAgain() {
        RangeModel model;
        const auto table = shown(model);
        QVERIFY(table);
        QTest::qWait(0);
        PaintedRegion painted(*table->viewport());
        model.tellAll();
        QCoreApplication::processEvents();
        QVERIFY(painted.region.isEmpty());

        model.texts[2][3] = QStringLiteral("another");
        model.looks[4] = {Shape::Play, QStringLiteral("running"), ColorRole::Healthy};
        model.tellAll();
        QTRY_VERIFY(!painted.region.isEmpty());
        const QRegion expected = QRegion(table->visualRect(model.index(2, 3))) + table->visualRect(model.index(4, 1));
        QCOMPARE(painted.region, expected);
    }
    void whatIsPaintedPieceByPieceIsWhatIsPaintedWhole() {
        RangeModel model;
        const auto table = shown(model);
        QVERIFY(table);
        table->selectRow(1);
        for (int turn = 0; turn < 4; ++turn) {
            model.texts[turn][turn % kColumns] =
                QStringLiteral("turn %1, a text that is too long for its cell").arg(turn);
            model.looks[turn] = {Shape::Cross, QStringLiteral("failed"), ColorRole::Failing};
            model.tellAll();
            QCoreApplication::processEvents();
        }
        const QImage piecewise = table->grab().toImage();
        table->viewport()->update();
        QCoreApplication::processEvents();
        QCOMPARE(piecewise, table->grab().toImage());
        const auto fresh = shown(model);
        QVERIFY(fresh);
        fresh->selectRow(1);
        QCOMPARE(piecewise, fresh->grab().toImage());
    }
    void rowsThatMoveArePaintedWhereTheyAre() {
        RangeModel model;
        const auto table = shown(model);
        QVERIFY(table);
        emit model.layoutAboutToBeChanged();
        std::swap(model.texts[0], model.texts[5]);
        emit model.layoutChanged();
        QCoreApplication::processEvents();
        std::swap(model.texts[0], model.texts[5]); // Back, and only told as changed.
        model.tellAll();
        QCoreApplication::processEvents();
        const auto fresh = shown(model);
        QVERIFY(fresh);
        QCOMPARE(table->grab().toImage(), fresh->grab().toImage());
    }
};

QTEST_MAIN(TstTablePainting)
#include "tst_table_painting.moc"
