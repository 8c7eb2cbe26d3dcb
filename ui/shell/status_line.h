#pragma once
#include <QtWidgets/QWidget>
#include <array>

namespace qd::ui {

/// One part of the line, as it reads: "ledger 12 MiB memory".
struct StatusText {
    QString label{};
    QString value{};
    QString unit{};
    QString hint{};
    /// Instead of label, value and unit where there is no room for them; no brief = there is no shorter form.
    QString briefLabel{};
    QString brief{};

    bool operator==(const StatusText &) const = default;
};

/// The line at the bottom: "label value" pairs. When there is no room, parts become brief and then the least important
/// go; the tool tip keeps them all. Thread: GUI.
class StatusLine : public QWidget {
    Q_OBJECT
public:
    enum Part { Engine, Watching, Ledger, Api, Complete, User, Clock };
    static constexpr std::size_t kParts = 7;

    explicit StatusLine(QWidget *parent = nullptr);

    void setPart(Part part, const StatusText &text);
    [[nodiscard]] QString text() const;

    /// Shows what `other` shows, from now on.
    void follow(StatusLine &other);

signals:
    void partChanged(qd::ui::StatusLine::Part part, const qd::ui::StatusText &text);
    void clicked(qd::ui::StatusLine::Part part);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Item {
        StatusText text;
        int left = -1;        ///< As painted last; -1 = no room.
        bool isBrief = false; ///< As painted last.
        int wholeWidth = 0;
        int briefWidth = 0;
        [[nodiscard]] int width() const { return isBrief ? briefWidth : wholeWidth; }
    };
    static void measure(Item &item);
    [[nodiscard]] int partAt(int x) const; ///< -1 = none.
    void placeItems();
    void paintItem(QPainter &painter, const Item &item) const;

    std::array<Item, kParts> m_items;
};

} // namespace qd::ui
