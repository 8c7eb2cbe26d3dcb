#pragma once
#include <QtWidgets/QWidget>

#include "ui/shell/main_window.h"

class QLabel;
class QSpacerItem;
class QToolButton;

namespace qd::ui {

class ElidedLabel;
class StripButton;

/// Connection, overall state, search, live and age, overrides, theme. Thread: GUI.
class TopStrip : public QWidget {
    Q_OBJECT
public:
    explicit TopStrip(QWidget *parent = nullptr);

    void setConnection(const QString &title, const QString &subtitle, bool production);
    void setOverallState(Overall overall, const QString &detail);
    void setLiveMode(LiveMode mode, std::optional<WallTime> moment = {});
    void setDataAge(Duration age);
    /// How many notices nobody has read; 0 takes the number away.
    void setNotices(int unread);
    void setOverrides(int active, std::optional<Duration> nextEnds);
    /// What opens the palette, beside the invitation to search.
    void setSearchKeys(const QString &keys);

signals:
    void connectionClicked();
    void overallClicked();
    void searchClicked();
    void overridesClicked();
    void themeClicked();
    void liveClicked();
    void noticesClicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void shareRoom();
    void refreshLive();

    bool m_production = false;
    std::optional<WallTime> m_moment;
    LiveMode m_mode = LiveMode::Live;
    Duration m_age{};
    QString m_liveShown;
    QLabel *m_logo;
    ElidedLabel *m_name;
    QSpacerItem *m_gap;
    StripButton *m_connection;
    StripButton *m_overall;
    StripButton *m_search;
    StripButton *m_live;
    StripButton *m_overrides;
    QToolButton *m_notices;
    QToolButton *m_theme;
};

} // namespace qd::ui
