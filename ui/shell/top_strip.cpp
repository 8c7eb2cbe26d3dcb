#include "ui/shell/top_strip.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>

#include "ui/format/format.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/strip_button.h"

namespace qd::ui {

using namespace std::chrono_literals;

TopStrip::TopStrip(QWidget *parent)
    : QWidget(parent), m_logo(new QLabel), m_connection(new StripButton), m_overall(new StripButton),
      m_search(new StripButton), m_live(new StripButton), m_overrides(new StripButton), m_notices(new QToolButton),
      m_theme(new QToolButton) {
    setFixedHeight(48);
    auto *name = new ElidedLabel(QStringLiteral("Quarterdeck"), FontRole::BodyStrong);
    name->setMinimumWidth(name->sizeHint().width());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 2, 12, 0);
    row->setSpacing(10);
    row->addWidget(m_logo);
    row->addWidget(name);
    row->addItem(new QSpacerItem(78, 1, QSizePolicy::Maximum)); // Beside the rail's edge, where there is room.
    row->addWidget(m_connection);
    row->addWidget(m_overall);
    row->addStretch(1);
    row->addWidget(m_search);
    row->addWidget(m_live);
    row->addWidget(m_overrides);
    row->addWidget(m_notices);
    row->addWidget(m_theme);
    m_search->setTexts(tr("Find or run…"));
    m_live->setFigures(true);
    m_overrides->setFigures(true);
    // What is wrong, how old it is, and what is imposed are what the strip is for; names and search give way.
    m_overall->setWhole(300);
    m_live->setWhole(250);
    m_overrides->setWhole(240);
    m_notices->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_notices->setFont(fontOf(FontRole::MonoSmall));
    m_notices->setFixedHeight(30);
    m_theme->setFixedSize(30, 30);
    m_theme->setToolTip(tr("Switch between dark and light"));
    m_theme->setAccessibleName(m_theme->toolTip());
    connect(m_connection, &QAbstractButton::clicked, this, &TopStrip::connectionClicked);
    connect(m_overall, &QAbstractButton::clicked, this, &TopStrip::overallClicked);
    connect(m_search, &QAbstractButton::clicked, this, &TopStrip::searchClicked);
    connect(m_live, &QAbstractButton::clicked, this, &TopStrip::liveClicked);
    connect(m_overrides, &QAbstractButton::clicked, this, &TopStrip::overridesClicked);
    connect(m_notices, &QAbstractButton::clicked, this, &TopStrip::noticesClicked);
    connect(m_theme, &QAbstractButton::clicked, this, &TopStrip::themeClicked);
    setConnection(tr("No connection"), {}, false);
    setOverallState(Overall::Unknown, {});
    setOverrides(0, std::nullopt);
    setNotices(0);
    refreshLive();
    refreshIcons();
}

void TopStrip::setConnection(const QString &title, const QString &subtitle, bool production) {
    m_connection->setMark(production ? Shape::Diamond : Shape::Circle,
                          production ? ColorRole::Failing : ColorRole::Link);
    m_connection->setTexts(title, production ? tr("production · %1").arg(subtitle) : subtitle);
    if (production == m_production) return;
    m_production = production;
    update();
}

void TopStrip::setSearchKeys(const QString &keys) {
    m_search->setKeyHint(keys);
}

void TopStrip::setOverallState(Overall overall, const QString &detail) {
    const StateLook look = lookOf(overall);
    m_overall->setMark(look.shape, look.role);
    m_overall->setBorder(overall == Overall::Healthy ? ColorRole::FieldBorder
                         : look.imposed              ? ColorRole::Imposed
                                                     : look.role);
    m_overall->setTexts(look.word.toUpper(), detail);
}

void TopStrip::setLiveMode(LiveMode mode, std::optional<WallTime> moment) {
    m_mode = mode;
    m_moment = moment;
    refreshLive();
}

void TopStrip::setDataAge(Duration age) {
    m_age = age;
    refreshLive();
}

void TopStrip::refreshLive() {
    const bool stale = m_mode == LiveMode::Live && m_age > 2s;
    QString word;
    Shape shape = Shape::Play;
    ColorRole role = ColorRole::Healthy;
    switch (m_mode) {
    case LiveMode::None: word = tr("NO DATA"); break;
    case LiveMode::Live: word = stale ? tr("STALE") : tr("LIVE"); break;
    case LiveMode::Frozen: word = tr("FROZEN"); break;
    case LiveMode::Replay: word = tr("REPLAY"); break;
    }
    if (stale) shape = Shape::Triangle, role = ColorRole::Degraded;
    if (m_mode == LiveMode::None) shape = Shape::Ring, role = ColorRole::TextMuted;
    if (m_mode == LiveMode::Frozen) shape = Shape::Bars, role = ColorRole::Idle;
    if (m_mode == LiveMode::Replay) shape = Shape::Loop, role = ColorRole::Imposed;
    m_live->setMark(shape, role);
    m_live->setBorder(stale ? ColorRole::Degraded : ColorRole::FieldBorder);
    if (m_moment && m_mode == LiveMode::Frozen) word += QLatin1Char(' ') + formatClock(*m_moment);
    m_live->setTexts(word, m_mode == LiveMode::None ? QString() : tr("age %1").arg(formatAge(m_age)));
    m_live->setEnabled(m_mode != LiveMode::None);
    m_live->setToolTip(m_mode == LiveMode::None   ? tr("No engine is running")
                       : m_mode == LiveMode::Live ? tr("Freeze the view (Pause)")
                                                  : tr("Back to live (Pause or L)"));
}

void TopStrip::setOverrides(int active, std::optional<Duration> nextEnds) {
    m_overrides->setMark(Shape::Diamond, active > 0 ? ColorRole::Imposed : ColorRole::TextMuted);
    m_overrides->setBorder(active > 0 ? ColorRole::Imposed : ColorRole::FieldBorder);
    QString second;
    if (active > 0) second = nextEnds ? tr("next ends %1").arg(formatCountdown(*nextEnds)) : tr("until lifted");
    m_overrides->setTexts(active == 0 ? tr("No overrides") : tr("%n override(s)", nullptr, active), second);
}

void TopStrip::setNotices(int unread) {
    constexpr int kCounted = 99;
    m_notices->setText(unread == 0         ? QString()
                       : unread > kCounted ? QStringLiteral("%1+").arg(kCounted)
                                           : QString::number(unread));
    const QString name = unread == 0 ? tr("Notices: all read") : tr("Notices: %n unread", nullptr, unread);
    m_notices->setToolTip(name);
    m_notices->setAccessibleName(name);
}

void TopStrip::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &look = theme();
    painter.fillRect(rect(), look.color(ColorRole::Bar));
    painter.fillRect(QRect(0, height() - 1, width(), 1), look.color(ColorRole::CardBorder));
    // The environment's line: thicker and red for production; the word stands beside the connection's name.
    painter.fillRect(QRect(0, 0, width(), m_production ? 4 : 2),
                     look.color(m_production ? ColorRole::Failing : ColorRole::Healthy));
}

void TopStrip::changeEvent(QEvent *event) {
    if (event->type() == QEvent::PaletteChange) refreshIcons();
    QWidget::changeEvent(event);
}

void TopStrip::refreshIcons() {
    m_theme->setIcon(icon(theme().isDark() ? QStringLiteral("sun") : QStringLiteral("moon")));
    m_notices->setIcon(icon(QStringLiteral("bell")));
    m_logo->setPixmap(iconPicture(QStringLiteral("logo"), ColorRole::Link, 18, devicePixelRatioF()));
}

} // namespace qd::ui
