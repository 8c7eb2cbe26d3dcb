#include "ui/pages/settings/window_card.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

#include "ui/pages/common/preferences.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/narrow.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

WindowCard::WindowCard(const PageContext &context, QWidget *parent)
    : Card(tr("This window"), parent), m_context(context), m_theme(new QComboBox(this)), m_zoom(new QComboBox(this)),
      m_zone(new QComboBox(this)), m_notices(new QCheckBox(tr("&Desktop notifications"), this)) {
    m_theme->addItem(tr("as the desktop"), int(ThemeChoice::System));
    m_theme->addItem(tr("dark"), int(ThemeChoice::Dark));
    m_theme->addItem(tr("light"), int(ThemeChoice::Light));
    for (const int percent : kZoomSteps) m_zoom->addItem(tr("%1 %").arg(percent), percent);
    m_zoom->setToolTip(tr("How large everything in the window is, for a room or from far away"));
    m_zone->addItem(tr("local time"), int(TimeZone::Local));
    m_zone->addItem(tr("UTC"), int(TimeZone::Utc));
    m_notices->setToolTip(tr("Bad news reach the desktop while no window of Quarterdeck is in front"));
    auto *reset = new QPushButton(tr("Reset &layout"), this);
    reset->setToolTip(tr("Size, splitters and the columns of all tables, as they were at first"));
    auto *about = new QPushButton(tr("&About Quarterdeck"), this);
    addHeaderWidget(reset);
    addHeaderWidget(about);
    auto *row = new QWidget(this);
    auto *parts = new QHBoxLayout(row);
    parts->setContentsMargins(0, 0, 0, 0);
    auto *look = new QHBoxLayout;
    auto *rest = new QHBoxLayout;
    for (QBoxLayout *box : {parts, look, rest}) setSpacing(box, kGrid.design);
    parts->addLayout(look);
    parts->addLayout(rest, 1);
    const auto add = [&](QHBoxLayout *line, const QString &name, QComboBox *box) {
        auto *label = new QLabel(name, row);
        label->setBuddy(box);
        box->setAccessibleName(QString(name).remove(QLatin1Char('&')));
        line->addWidget(label);
        line->addWidget(box);
        line->addSpacing(kGrid);
    };
    add(look, tr("T&heme"), m_theme);
    add(look, tr("&Zoom"), m_zoom);
    look->addStretch();
    add(rest, tr("T&imes"), m_zone);
    rest->addWidget(m_notices);
    rest->addStretch(1);
    constexpr int kOneLine = 820;
    onNarrow(this, kOneLine,
             [parts](bool narrow) { parts->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight); });
    addBody(row, 0);
    Preferences &preferences = m_context.preferences;
    connect(m_theme, &QComboBox::activated, this,
            [this, &preferences] { preferences.setTheme(static_cast<ThemeChoice>(m_theme->currentData().toInt())); });
    connect(m_zoom, &QComboBox::activated, this,
            [this, &preferences] { preferences.setZoom(m_zoom->currentData().toInt()); });
    connect(m_zone, &QComboBox::activated, this,
            [this, &preferences] { preferences.setTimeZone(static_cast<TimeZone>(m_zone->currentData().toInt())); });
    connect(m_notices, &QCheckBox::toggled, &preferences, &Preferences::setDesktopNotices);
    connect(reset, &QPushButton::clicked, this, [this] { m_context.host.resetLayout(); });
    connect(about, &QPushButton::clicked, this, [this] { m_context.host.showAbout(); });
    connect(&preferences, &Preferences::changed, this, &WindowCard::refresh);
    refresh();
}

void WindowCard::refresh() {
    const Preferences &preferences = m_context.preferences;
    m_theme->setCurrentIndex(m_theme->findData(int(preferences.theme())));
    refreshZoom();
    m_zone->setCurrentIndex(m_zone->findData(int(preferences.timeZone())));
    const QSignalBlocker quiet(m_notices);
    m_notices->setChecked(preferences.desktopNotices());
}

/// One that was given on the command line, or stored by hand, is between the steps and is shown all the same.
void WindowCard::refreshZoom() {
    const int percent = m_context.preferences.zoom();
    while (m_zoom->count() > static_cast<int>(kZoomSteps.size())) m_zoom->removeItem(m_zoom->count() - 1);
    if (m_zoom->findData(percent) < 0) m_zoom->addItem(tr("%1 %").arg(percent), percent);
    m_zoom->setCurrentIndex(m_zoom->findData(percent));
}

} // namespace qd::ui
