#pragma once
// Which columns a table shows, in which order and width: chosen by people, remembered by the columns' ids.

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QTimer>
#include <vector>

class QHeaderView;
class QMenu;
class QSettings;
class QTableView;
class QWidget;

namespace qd::ui {

/// Thread: GUI. Child of the table; made when the table has its model, widths and first sorting: these are what
/// reset() goes back to. Columns that a stored layout does not know stay as they were made.
class TableColumns final : public QObject {
    Q_OBJECT
public:
    /// `id` names the table in the settings: "workers".
    TableColumns(QTableView &table, QString id);

    [[nodiscard]] int count() const;
    [[nodiscard]] QString title(int column) const;
    [[nodiscard]] bool isShown(int column) const;
    /// The last one stays: an empty table has no header to bring the others back.
    [[nodiscard]] bool canHide(int column) const;
    void setShown(int column, bool shown);
    /// Columns in the order of the screen, hidden ones too.
    [[nodiscard]] std::vector<int> order() const;
    [[nodiscard]] std::vector<int> shown() const;
    void move(int column, int to); ///< To this place in order().
    void reset();
    /// The table is too narrow for this column, or not any more: obeyed while nobody has decided about it by hand.
    void setRoom(int column, bool room);

    void openDialog();
    /// One entry a column, the dialog, the way back.
    void fillMenu(QMenu *menu);
    void saveNow();

    /// Forgets what is stored and resets every table below `root`.
    static void resetAll(QWidget *root);

signals:
    void changed();

private:
    struct Column {
        bool shown = true;
        int width = 0; ///< Design pixels; 0 = given by the stretch.
    };
    void restore();
    void restoreOrder(const QStringList &ids);
    void restoreWidths(const QStringList &widths);
    void restoreSort(const QString &sort);
    void changedByHand();
    [[nodiscard]] int byId(const QString &id) const;
    [[nodiscard]] QString idOf(int column) const;
    [[nodiscard]] QHeaderView *header() const;
    [[nodiscard]] bool eventFilter(QObject *watched, QEvent *event) override;

    QTableView &m_table;
    QString m_id;
    std::vector<Column> m_first; ///< As the table was made.
    std::vector<bool> m_decided; ///< Shown or hidden by hand.
    int m_firstSort = -1;
    Qt::SortOrder m_firstOrder = Qt::AscendingOrder;
    QTimer m_save;
    int m_zoom = 0;      ///< What the widths stand at; another one is on its way.
    bool m_busy = false; ///< Restoring or resetting: not by hand.
};

} // namespace qd::ui
