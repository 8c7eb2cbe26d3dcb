#include "ui/shell/main_window.h"

#include <QtCore/QSettings>
#include <QtGui/QCloseEvent>
#include <QtGui/QScreen>
#include <QtGui/QShortcut>
#include <QtGui/QWindow>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "ui/format/format.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/follow_line.h"
#include "ui/shell/keys_overlay.h"
#include "ui/shell/page_scroll.h"
#include "ui/shell/paint_turns.h"
#include "ui/shell/rail.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/status_line.h"
#include "ui/shell/top_strip.h"
#include "ui/theme/icons.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/dialog_fit.h"
#include "ui/widgets/splitter_memory.h"

namespace qd::ui {

namespace {
const QString kGroup = QStringLiteral("window");
const QString kGeometry = QStringLiteral("geometry");
const QString kPage = QStringLiteral("page");
const QString kInspectorWidth = QStringLiteral("inspectorWidth");
constexpr int kLayoutVersion = 1;
constexpr QSize kUsualSize{1440, 900};
constexpr Px kRailWithWords{1000};

/// Of most desktops, until the real one is known.
constexpr QMargins kUsualFrame{2, 30, 2, 4};

/// Its main view, not whatever comes first: that is a filter as a rule, and the next keys would be typed into it.
void focusPage(QWidget *page) {
    const auto views = page->findChildren<QAbstractItemView *>();
    const auto view = std::find_if(views.begin(), views.end(), [page](const QAbstractItemView *one) {
        return one->isVisibleTo(page) && one->focusPolicy() != Qt::NoFocus;
    });
    (view != views.end() ? static_cast<QWidget *>(*view) : page)->setFocus();
}
} // namespace

MainWindow::MainWindow(QWidget *parent) : QMainWindow(parent) {
    setWindowTitle(QStringLiteral("Quarterdeck"));
    setWindowIcon(icon(QStringLiteral("logo"), ColorRole::Link));
    resize(kUsualSize);
    setMinimumSize(960, 600);
    fitToScreen();
    buildFrame();
    onLook(this, [this] { shareRoom(); });
    setActions({});
    DialogFit::install();
    connect(&Shortcuts::instance(), &Shortcuts::changed, this, &MainWindow::installShortcuts);
    // Tables search by letter and would swallow the jump keys, so they are looked at before the widgets get them.
    qApp->installEventFilter(this);
}

MainWindow::~MainWindow() {
    qApp->removeEventFilter(this);
}

void MainWindow::buildFrame() {
    auto *frame = new QWidget;
    m_strip = new TopStrip;
    m_rail = new Rail;
    m_banner = new Banner;
    m_stack = new QStackedWidget;
    m_inspector = new InspectorPanel;
    m_status = new StatusLine;
    m_bottom = new QWidget;
    m_bottom->hide();
    m_inspector->hide();

    auto *pageRow = new QHBoxLayout;
    pageRow->setSpacing(0);
    pageRow->addWidget(m_stack, 1);
    pageRow->addWidget(m_inspector);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_banner);
    right->addLayout(pageRow, 1);
    right->addWidget(m_bottom);
    auto *bottomBox = new QVBoxLayout(m_bottom);
    bottomBox->setContentsMargins(0, 0, 0, 0);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addLayout(right, 1);
    auto *all = new QVBoxLayout(frame);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_strip);
    all->addLayout(middle, 1);
    all->addWidget(m_status);
    setCentralWidget(frame);
    frame->setFocus(); // nothing is lit up before the first Tab

    m_toasts = new ToastStack(frame);
    m_toasts->setField(m_stack);
    m_palette = new CommandPalette(frame);
    m_keys = new KeysOverlay(frame);

    connect(m_status, &StatusLine::clicked, this, [this](StatusLine::Part part) {
        if (part == StatusLine::Clock) emit timeZoneToggleRequested();
        if (part == StatusLine::Watching) emit watchingCostClicked();
    });
    connect(m_rail, &Rail::chosen, this, &MainWindow::showPage);
    connect(m_rail, &Rail::newWindowChosen, this, &MainWindow::newWindowRequested);
    connect(m_strip, &TopStrip::searchClicked, this, &MainWindow::openCommandPalette);
    connect(m_strip, &TopStrip::themeClicked, this, &MainWindow::themeToggleRequested);
    connect(m_strip, &TopStrip::noticesClicked, this, &MainWindow::noticesRequested);
    connect(m_strip, &TopStrip::overridesClicked, this, &MainWindow::overridesRequested);
    connect(m_strip, &TopStrip::overallClicked, this, &MainWindow::overallStateClicked);
    connect(m_strip, &TopStrip::connectionClicked, this, &MainWindow::connectionClicked);
    connect(m_strip, &TopStrip::liveClicked, this, &MainWindow::freezeRequested);
    connect(m_inspector, &InspectorPanel::closed, this, &MainWindow::closeInspector);
    const auto run = [this](const BannerAction BannerText::*which) {
        if (m_banners.empty() || !(m_banners.front().*which).run) return;
        const std::function<void()> action = (m_banners.front().*which).run; // it may clear the banner it came from
        action();
    };
    connect(m_banner, &Banner::actionTriggered, this, [run] { run(&BannerText::action); });
    connect(m_banner, &Banner::otherTriggered, this, [run] { run(&BannerText::other); });
}

void MainWindow::addPage(const PageEntry &entry) {
    if (!entry.page) return;
    m_pages.push_back(entry);
    m_stack->addWidget(new PageScroll(entry.page));
    m_rail->addEntry(entry);
    declareKeys();
    if (m_pages.size() == 1) showPage(entry.id);
}

void MainWindow::showPage(const QString &id) {
    const auto found =
        std::find_if(m_pages.begin(), m_pages.end(), [&](const PageEntry &page) { return page.id == id; });
    if (found == m_pages.end()) return;
    m_rail->setCurrent(id);
    if (pageOnScreen() == found->page && m_pages.size() > 1) return;
    m_stack->setCurrentIndex(static_cast<int>(found - m_pages.begin()));
    focusPage(found->page);
    static_cast<PageScroll *>(m_stack->currentWidget())->showTop();
    m_pageKeys.clear();
    installShortcuts();
    setWindowTitle(found->title + QStringLiteral(" – Quarterdeck"));
    emit pageChanged(id);
}

QWidget *MainWindow::pageOnScreen() const {
    const auto at = static_cast<std::size_t>(m_stack->currentIndex());
    return m_stack->currentIndex() >= 0 && at < m_pages.size() ? m_pages[at].page : nullptr;
}

QString MainWindow::currentPage() const {
    for (const PageEntry &page : m_pages)
        if (page.page == pageOnScreen()) return page.id;
    return {};
}

void MainWindow::refreshBadges() {
    for (const PageEntry &page : m_pages)
        if (page.badge) m_rail->setBadge(page.id, page.badge());
}

void MainWindow::onStrips(const std::function<void(TopStrip &strip)> &set) {
    set(*m_strip);
    for (const QPointer<MainWindow> &follower : m_followers)
        if (follower) follower->onStrips(set);
}

void MainWindow::follow(MainWindow &leader) {
    std::erase_if(leader.m_followers, [](const QPointer<MainWindow> &one) { return one == nullptr; });
    leader.m_followers.emplace_back(this);
    m_status->follow(*leader.m_status);
    m_followLine = new FollowLine;
    connect(m_followLine, &FollowLine::freezeRequested, this, &MainWindow::freezeRequested);
    connect(m_followLine, &FollowLine::leaderRequested, &leader, [&leader] {
        if (leader.isMinimized()) leader.showNormal();
        leader.raise();
        leader.activateWindow();
    });
    setBottomWidget(m_followLine);
    setLiveMode(leader.m_liveMode, leader.m_moment);
    m_banners = leader.m_banners;
    showTopBanner();
    for (const auto signal :
         {&MainWindow::themeToggleRequested, &MainWindow::timeZoneToggleRequested, &MainWindow::noticesRequested,
          &MainWindow::overridesRequested, &MainWindow::overallStateClicked, &MainWindow::connectionClicked,
          &MainWindow::freezeRequested, &MainWindow::watchingCostClicked})
        connect(this, signal, &leader, signal);
    connect(this, &MainWindow::newWindowRequested, &leader, &MainWindow::newWindowRequested);
}

void MainWindow::setConnection(const QString &title, const QString &subtitle, bool production) {
    onStrips([&](TopStrip &strip) { strip.setConnection(title, subtitle, production); });
}
void MainWindow::setOverallState(Overall overall, const QString &detail) {
    onStrips([&](TopStrip &strip) { strip.setOverallState(overall, detail); });
}
void MainWindow::setLiveMode(LiveMode mode, std::optional<WallTime> moment) {
    showLiveMode(mode, moment);
    for (const QPointer<MainWindow> &follower : m_followers)
        if (follower) follower->setLiveMode(mode, moment);
}

void MainWindow::showLiveMode(LiveMode mode, std::optional<WallTime> moment) {
    m_liveMode = mode;
    m_moment = moment;
    m_strip->setLiveMode(mode, moment);
    if (m_followLine != nullptr) m_followLine->setLiveMode(mode, moment);
}
void MainWindow::setDataAge(Duration age) {
    onStrips([&](TopStrip &strip) { strip.setDataAge(age); });
}
void MainWindow::setOverrides(int active, std::optional<Duration> nextEnds) {
    onStrips([&](TopStrip &strip) { strip.setOverrides(active, nextEnds); });
}

void MainWindow::setNotices(int unread) {
    onStrips([&](TopStrip &strip) { strip.setNotices(unread); });
}

void MainWindow::setEngineRate(double tasksPerSecond) {
    const Figure figure = rateFigure(tasksPerSecond);
    const QString unit = figure.unit.isEmpty()              ? QString()
                         : figure.unit.chopped(2).isEmpty() ? tr("tasks/s")
                                                            : figure.unit.chopped(2) + tr(" tasks/s");
    m_status->setPart(
        StatusLine::Engine,
        {tr("engine"), figure.number, unit,
         tr("Tasks completed per second by the engine: over the last second, where few end over the last five")});
}

void MainWindow::setWatchingCost(const WatchingCost &cost) {
    const auto share = [](const std::optional<double> &of) { return of ? formatPercent(*of) : noValue(); };
    const QString both = share(cost.engine) + QStringLiteral(" + ") + share(cost.window);
    const QString held = formatBytes(cost.bytesHeld);
    const QString late = formatCount(cost.lateFrames);
    m_status->setPart(StatusLine::Watching,
                      {.label = tr("watching costs"),
                       .value = both,
                       .unit = tr("CPU · %1 held · %2 late").arg(held, late),
                       .hint = tr("Shares of one processor core: what building pictures for this window takes from the "
                                  "engine, and what drawing them takes. Held: memory for pictures, histories and the "
                                  "copy of the task table. Late: turns of the window that somebody could see. Click "
                                  "for more"),
                       .briefLabel = tr("watching"),
                       .brief = tr("%1 · %2 · %3 late").arg(both, held, late)});
}

void MainWindow::setLedger(const QString &text, const QString &path) {
    m_status->setPart(StatusLine::Ledger, {.label = tr("ledger"), .value = text, .hint = path});
}

void MainWindow::setApiUrl(const QString &url) {
    m_status->setPart(StatusLine::Api, {.label = tr("API"),
                                        .value = url.isEmpty() ? tr("off") : url,
                                        .hint = tr("Where qdctl and scripts reach this engine")});
}

void MainWindow::setCompleteness(std::uint64_t shown, std::uint64_t kept, std::uint64_t seen, const QString &noun) {
    const QString all =
        QStringList{formatCount(shown), formatCount(kept), formatCount(seen)}.join(QStringLiteral(" / "));
    m_status->setPart(StatusLine::Complete,
                      {.label = tr("shown/kept/seen"),
                       .value = all,
                       .unit = noun,
                       .hint = tr("shown: in this view now\nkept: what the engine still holds\nseen: all in this run"),
                       .briefLabel = {},
                       .brief = all});
}

void MainWindow::setUser(const QString &user) {
    m_status->setPart(StatusLine::User, {.label = tr("operator"), .value = user});
}

void MainWindow::setClock(WallTime now) {
    const bool utc = shownZone() == TimeZone::Utc;
    m_status->setPart(StatusLine::Clock, {.label = utc ? tr("UTC") : QString(),
                                          .value = formatClock(now),
                                          .hint = utc ? tr("All times are shown in UTC; click for local time")
                                                      : tr("All times are shown in local time; click for UTC")});
}

void MainWindow::setBanner(BannerSlot slot, Tone tone, const QString &text, const QString &detail,
                           const QString &actionText, std::function<void()> action, BannerAction other) {
    const auto place =
        std::find_if(m_banners.begin(), m_banners.end(), [slot](const BannerText &b) { return b.slot >= slot; });
    BannerText next{slot, tone, text, detail, {actionText, std::move(action)}, std::move(other)};
    if (place == m_banners.end() || place->slot != slot) {
        m_banners.insert(place, std::move(next));
    } else {
        const bool same = place->tone == tone && place->text == text && place->detail == detail &&
                          place->action.text == next.action.text && place->other.text == next.other.text;
        *place = std::move(next);
        if (same) return;
    }
    showTopBanner();
}

void MainWindow::clearBanner(BannerSlot slot) {
    if (std::erase_if(m_banners, [slot](const BannerText &banner) { return banner.slot == slot; }) > 0) showTopBanner();
}

void MainWindow::showTopBanner() {
    for (const QPointer<MainWindow> &follower : m_followers) {
        if (!follower) continue;
        follower->m_banners = m_banners;
        follower->showTopBanner();
    }
    if (m_banners.empty()) {
        m_banner->clear();
        return;
    }
    const BannerText &top = m_banners.front();
    QString detail = top.detail;
    if (m_banners.size() > 1) {
        // The others are named, not only counted: a quieter one must not vanish behind a louder one.
        QStringList others;
        for (std::size_t i = 1; i < m_banners.size(); ++i) others << m_banners[i].text;
        detail += (detail.isEmpty() ? QString() : QStringLiteral("  ·  ")) +
                  tr("also: %1").arg(others.join(QStringLiteral(", ")));
    }
    m_banner->setMessage(top.tone, top.text, detail, top.action.text, top.other.text);
}

void MainWindow::showInspector(const QString &title, const QString &subtitle, QWidget *body) {
    if (!m_inspector->isVisible()) m_focusBeforeInspector = QApplication::focusWidget();
    m_inspector->clearActions();
    m_inspector->hideLook();
    m_inspector->setTitle(title, subtitle);
    m_inspector->setBody(body);
    m_inspector->show();
}

void MainWindow::closeInspector() {
    if (!m_inspector->isVisible()) return;
    const bool hadFocus = m_inspector->isAncestorOf(QApplication::focusWidget()) || m_inspector->hasFocus();
    m_inspector->hide();
    m_inspector->clearActions();
    m_inspector->setBody(nullptr);
    if (hadFocus && m_focusBeforeInspector) m_focusBeforeInspector->setFocus();
    emit inspectorClosed();
}

void MainWindow::setBottomWidget(QWidget *widget) {
    m_bottom->layout()->addWidget(widget);
    m_bottom->show();
}

void MainWindow::restoreLayout() {
    QSettings settings;
    settings.beginGroup(kGroup);
    if (settings.value(QStringLiteral("version")).toInt() != kLayoutVersion) return;
    m_placed = restoreGeometry(settings.value(kGeometry).toByteArray());
    if (m_placed) fitToScreen();
    m_inspector->setPreferredWidth(settings.value(kInspectorWidth, m_inspector->preferredWidth()).toInt());
    restoreSplitters(this, settings);
    showPage(settings.value(kPage).toString());
}

void MainWindow::resetLayout() {
    QSettings().remove(kGroup);
    resetSplitters(this);
    m_inspector->setPreferredWidth(InspectorPanel::kUsualWidth);
    showNormal();
    m_placed = false;
    resize(kUsualSize);
    fitToScreen();
}

QRect MainWindow::placedOn(const QRect &available, const QRect &wanted, const QMargins &frame, const QSize &least) {
    const QRect room = available.marginsRemoved(frame);
    QRect place(wanted.topLeft(), wanted.size().boundedTo(room.size()).expandedTo(least));
    place.moveLeft(std::max(room.left(), std::min(place.left(), room.right() - place.width() + 1)));
    place.moveTop(std::max(room.top(), std::min(place.top(), room.bottom() - place.height() + 1)));
    return place;
}

void MainWindow::fitToScreen() {
    if (isMaximized() || isFullScreen() || screen() == nullptr) return;
    // Before it was shown nobody knows the frame that the desktop will put around it.
    QMargins frame = windowHandle() ? windowHandle()->frameMargins() : QMargins();
    if (frame.isNull()) frame = kUsualFrame;
    const QRect place = placedOn(screen()->availableGeometry(), {pos(), size()}, frame, minimumSize());
    resize(place.size());
    if (m_placed) move(place.topLeft() - QPoint(frame.left(), frame.top()));
}

void MainWindow::saveLayout() const {
    QSettings settings;
    settings.beginGroup(kGroup);
    settings.setValue(QStringLiteral("version"), kLayoutVersion);
    settings.setValue(kGeometry, saveGeometry());
    settings.setValue(kInspectorWidth, m_inspector->preferredWidth());
    settings.setValue(kPage, currentPage());
    saveSplitters(this, settings);
}

bool MainWindow::event(QEvent *event) {
    if (event->type() == QEvent::UpdateRequest && !PaintTurns::ofProcess().mayPaint(*this)) return true;
    return QMainWindow::event(event);
}

void MainWindow::resizeEvent(QResizeEvent *event) {
    QMainWindow::resizeEvent(event);
    shareRoom();
}

/// With a large zoom the window is a small one: the rail's words go first, then the inspector is narrower.
void MainWindow::shareRoom() {
    m_rail->setCompact(width() < kRailWithWords);
    m_inspector->setRoom((width() - m_rail->width()) / 2);
}

void MainWindow::closeEvent(QCloseEvent *event) {
    if (!m_closeAllowed) {
        event->ignore();
        emit closeRequested();
        return;
    }
    if (m_remembered) saveLayout();
    QMainWindow::closeEvent(event);
}

} // namespace qd::ui
