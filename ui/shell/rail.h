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
    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QString m_id;
    QString m_iconName;
    QIcon m_icon;
    QIcon m_iconChecked;
    PageBadge m_badge;
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

signals:
    void chosen(const QString &id);
    void newWindowChosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QVBoxLayout *sectionLayout(Section section);

    struct SectionBox {
        Section section;
        QVBoxLayout *layout;
    };
    QVBoxLayout *m_column;
    std::vector<SectionBox> m_sections;
    std::vector<RailItem *> m_items;
};

} // namespace qd::ui
