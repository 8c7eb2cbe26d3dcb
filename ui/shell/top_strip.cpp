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
    : QWidget(parent), m_logo(new QLabel), m_name(new ElidedLabel(QStringLiteral("Quarterdeck"), FontRole::BodyStrong)),
      m_gap(new QSpacerItem(0, 0)), m_connection(new StripButton), m_overall(new StripButton),
      m_search(new StripButton), m_live(new StripButton), m_overrides(new StripButton), m_notices(new QToolButton),
      m_theme(new QToolButton) {
    auto *row = new QHBoxLayout(this);
    setMargins(row, {16, 2, 12, 0});
    setSpacing(row, 10);
    row->addWidget(m_logo);
    row->addWidget(m_name);
    row->addItem(m_gap);
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
    m_notices->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
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
    m_notices->setIcon(icon(QStringLiteral("bell")));
    onLook(this, [this] {
        setFixedHeight(48_px);
        m_name->setMinimumWidth(m_name->sizeHint().width());
        shareRoom();
        m_notices->setFont(fontOf(FontRole::MonoSmall));
        m_notices->setFixedHeight(30_px);
        m_theme->setFixedSize(30_px, 30_px);
        m_theme->setIcon(icon(theme().isDark() ? QStringLiteral("sun") : QStringLiteral("moon")));
        m_logo->setPixmap(iconPicture(QStringLiteral("logo"), ColorRole::Link, 18_px, devicePixelRatioF()));
    });
}

void TopStrip::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    shareRoom();
}

/// What is wrong, how old it is, and what is imposed are what the strip is for; names and search give way. In a very
/// narrow one they are shortened too, but none is pushed out.
void TopStrip::shareRoom() {
    const int room = designOf(width());
    const bool narrow = room < 900;
    m_name->setVisible(!narrow);
    m_connection->setVisible(room >= 760);
    m_search->setVisible(room >= 1000); // A letter of it and its key say nothing; the key works.
    m_gap->changeSize(narrow ? 0 : int{78_px}, 1, QSizePolicy::Maximum); // Beside the rail's edge, where there is room.
    const int spare = std::max(0, 900 - room);
    const int more = std::clamp(room - 1200, 0, 160); // What is wrong is told whole where it can be.
    m_overall->setWhole(300 + more - spare / 3);
    m_live->setWhole(250 - spare / 3);
    m_overrides->setWhole(240 + more / 4 - spare / 3);
    layout()->invalidate();
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
    if (mode != m_mode) m_live->forgetWidth(); // "FROZEN 12:34:56" is wider than what comes after it.
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
    painter.fillRect(QRect(0, height() - 1_px, width(), 1_px), look.color(ColorRole::CardBorder));
    // The environment's line: thicker and red for production; the word stands beside the connection's name.
    painter.fillRect(QRect(0, 0, width(), m_production ? 4_px : 2_px),
                     look.color(m_production ? ColorRole::Failing : ColorRole::Healthy));
}

} // namespace qd::ui
