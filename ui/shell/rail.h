#pragma once
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QWidget>
#include <vector>

#include "ui/shell/main_window.h"

class QVBoxLayout;

namespace qd::ui {

/// One place in the rail. Private to the rail.
class RailItem : public QAbstractButton {
    Q_OBJECT
public:
    explicit RailItem(const PageEntry &entry, QWidget *parent = nullptr);

    void setBadge(const PageBadge &badge);
    /// Without words: they are in the tool tip, and of the badge its shape stays.
    void setCompact(bool compact);
    [[nodiscard]] bool isCompact() const { return m_compact; }
    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void paintBadgeOnIcon(QPainter &painter, const QRect &iconBox) const;

    QString m_id;
    QIcon m_icon;
    QIcon m_iconChecked;
    PageBadge m_badge;
    bool m_compact = false;
};

/// The list of places at the left, in sections of a fixed order. Up and Down move, Enter and Space open.
/// Thread: GUI.
class Rail : public QWidget {
    Q_OBJECT
public:
    explicit Rail(QWidget *parent = nullptr);

    void addEntry(const PageEntry &entry);
    void setCurrent(const QString &id);
    void setBadge(const QString &id, const PageBadge &badge);
    /// Icons alone, where there is little room.
    void setCompact(bool compact);

signals:
    void chosen(const QString &id);
    void newWindowChosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QVBoxLayout *sectionLayout(Section section);

    void fitWidth();

    struct SectionBox {
        Section section;
        QWidget *head;
        QVBoxLayout *layout;
    };
    QVBoxLayout *m_column;
    std::vector<SectionBox> m_sections;
    std::vector<RailItem *> m_items;
    bool m_compact = false;
};

} // namespace qd::ui
