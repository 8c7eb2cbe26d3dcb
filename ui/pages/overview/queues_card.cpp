#include "ui/pages/overview/queues_card.h"

#include <algorithm>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/queue_flow.h"
#include "ui/session/session.h"
#include "ui/widgets/bar_list.h"

namespace qd::ui {

namespace {

BarRow barOf(const QueueTrouble &queue) {
    const StateLook look = lookOf(queue.kind);
    BarRow bar;
    bar.label = queue.name;
    bar.value = static_cast<double>(queue.waiting);
    bar.text = formatCount(queue.waiting);
    bar.role = queue.isTrouble() ? look.role : ColorRole::Series3;
    bar.shape = queue.isTrouble() ? look.shape : Shape::None;
    bar.hint = words(queue);
    bar.grave = queue.isTrouble();
    return bar;
}

} // namespace

QueuesCard::QueuesCard(const PageContext &context, QWidget *parent)
    : Card({}, parent), m_context(context), m_flows(new QueueFlows(context.session, this)), m_bars(new BarList(this)) {
    setTitle(tr("Queues"));
    m_bars->setAccessibleName(tr("Tasks waiting by queue, worst first"));
    setToolTip(tr("Worst first: what is held or paused, then what does not drain, then what waits longest.\n"
                  "The order rests while the pointer or the keyboard is on it."));
    connect(m_bars, &BarList::activated, this, [this](int row) {
        const auto at = static_cast<std::size_t>(row);
        if (at < m_queues.size()) m_context.host.openQueue(m_queues[at].name);
    });
    connect(m_bars, &BarList::moreActivated, this, [this] { m_context.host.openQueue({}); });
    addBody(m_bars);
}

void QueuesCard::refresh(const Snapshot &snapshot) {
    std::vector<QueueTrouble> queues = queueTroubles(snapshot, *m_flows);
    keepPlaces(queues, snapshot.takenAt);
    m_queues = std::move(queues);
    std::vector<BarRow> bars;
    bars.reserve(m_queues.size());
    for (const QueueTrouble &queue : m_queues) bars.push_back(barOf(queue));
    m_bars->setRows(std::move(bars));
    tellCaption();
}

/// They come worst first and leave as they stood before, when it is not yet time for another order. A queue that is
/// new has its place behind the others until then; a frozen view that goes back is ordered anew.
void QueuesCard::keepPlaces(std::vector<QueueTrouble> &queues, Instant now) {
    const bool due = now - m_orderedAt >= kOrderEvery && !m_bars->isInUse();
    if (due || now < m_orderedAt || m_places.empty()) {
        m_orderedAt = now;
        m_places.clear();
        for (const QueueTrouble &queue : queues) m_places.emplace(queue.key, m_places.size());
        return;
    }
    const auto placeOf = [this](const QueueTrouble &queue) {
        const auto it = m_places.find(queue.key);
        return it == m_places.end() ? m_places.size() : it->second;
    };
    std::sort(queues.begin(), queues.end(), [&](const QueueTrouble &a, const QueueTrouble &b) {
        const std::size_t left = placeOf(a);
        const std::size_t right = placeOf(b);
        return left != right ? left < right : a.name < b.name; // New ones among themselves.
    });
}

void QueuesCard::tellCaption() {
    std::uint64_t waiting = 0;
    for (const QueueTrouble &queue : m_queues) waiting += queue.waiting;
    const auto troubled =
        std::count_if(m_queues.begin(), m_queues.end(), [](const QueueTrouble &queue) { return queue.isTrouble(); });
    // There is room for two figures: how many stand is worth more than how many there are.
    setCaption(troubled > 0
                   ? tr("%1 waiting · %n in trouble", nullptr, static_cast<int>(troubled)).arg(formatCount(waiting))
                   : tr("%1 waiting · %2 queues", nullptr, static_cast<int>(m_queues.size()))
                         .arg(formatCount(waiting), formatCount(m_queues.size())));
}

} // namespace qd::ui
