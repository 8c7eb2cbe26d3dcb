#pragma once
#include <QtWidgets/QWidget>
#include <array>

namespace qd::ui {

/// The line at the bottom: "label value" pairs, the least important go first when there is no room; the tool tip keeps
/// them all. Thread: GUI.
class StatusLine : public QWidget {
    Q_OBJECT
public:
    enum Part { Engine, Watching, Ledger, Api, Complete, User, Clock };
    static constexpr std::size_t kParts = 7;

    explicit StatusLine(QWidget *parent = nullptr);

    void setPart(Part part, const QString &label, const QString &value, const QString &unit = {},
                 const QString &hint = {});
    [[nodiscard]] QString text() const;

    /// Shows what `other` shows, from now on.
    void follow(StatusLine &other);

signals:
    void partChanged(qd::ui::StatusLine::Part part, const QString &label, const QString &value, const QString &unit,
                     const QString &hint);
    void clicked(qd::ui::StatusLine::Part part);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Item {
        QString label;
        QString value;
        QString unit;
        QString hint;
        int left = -1; ///< As painted last; -1 = no room.
        int width = 0;
    };
    void measure(Item &item) const;
    [[nodiscard]] int partAt(int x) const; ///< -1 = none.
    void placeItems();
    void paintItem(QPainter &painter, const Item &item) const;

    std::array<Item, kParts> m_items;
};

} // namespace qd::ui
