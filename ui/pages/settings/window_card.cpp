#include "ui/pages/settings/window_card.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

#include "ui/pages/common/preferences.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

WindowCard::WindowCard(const PageContext &context, QWidget *parent)
    : Card(tr("This window"), parent), m_context(context), m_theme(new QComboBox(this)), m_zone(new QComboBox(this)),
      m_notices(new QCheckBox(tr("&Desktop notifications"), this)) {
    m_theme->addItem(tr("as the desktop"), int(ThemeChoice::System));
    m_theme->addItem(tr("dark"), int(ThemeChoice::Dark));
    m_theme->addItem(tr("light"), int(ThemeChoice::Light));
    m_zone->addItem(tr("local time"), int(TimeZone::Local));
    m_zone->addItem(tr("UTC"), int(TimeZone::Utc));
    m_notices->setToolTip(tr("Bad news reach the desktop while no window of Quarterdeck is in front"));
    auto *reset = new QPushButton(tr("Reset &layout"), this);
    reset->setToolTip(tr("Size, splitters and the columns of all tables, as they were at first"));
    auto *about = new QPushButton(tr("&About Quarterdeck"), this);
    addHeaderWidget(reset);
    addHeaderWidget(about);
    auto *row = new QWidget(this);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(kGrid);
    const auto add = [&](const QString &name, QComboBox *box) {
        auto *label = new QLabel(name, row);
        label->setBuddy(box);
        box->setAccessibleName(QString(name).remove(QLatin1Char('&')));
        line->addWidget(label);
        line->addWidget(box);
        line->addSpacing(kGrid);
    };
    add(tr("T&heme"), m_theme);
    add(tr("T&imes"), m_zone);
    line->addWidget(m_notices);
    line->addStretch(1);
    addBody(row, 0);
    Preferences &preferences = m_context.preferences;
    connect(m_theme, &QComboBox::activated, this,
            [this, &preferences] { preferences.setTheme(static_cast<ThemeChoice>(m_theme->currentData().toInt())); });
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
    m_zone->setCurrentIndex(m_zone->findData(int(preferences.timeZone())));
    const QSignalBlocker quiet(m_notices);
    m_notices->setChecked(preferences.desktopNotices());
}

} // namespace qd::ui
