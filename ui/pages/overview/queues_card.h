#pragma once
// The queues as bars, the one in the greatest trouble first.

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/base/time.h"
#include "ui/models/queue_trouble.h"
#include "ui/pages/common/page_context.h"
#include "ui/widgets/card.h"

namespace qd {
struct Snapshot;
}

namespace qd::ui {

class BarList;
class QueueFlows;

/// Thread: GUI. Places change once a second at most, and never under the pointer or the keyboard: a bar that runs away
/// cannot be clicked.
class QueuesCard final : public Card {
    Q_OBJECT
public:
    static constexpr Duration kOrderEvery = std::chrono::seconds{1};

    explicit QueuesCard(const PageContext &context, QWidget *parent = nullptr);

    void refresh(const Snapshot &snapshot);

private:
    void keepPlaces(std::vector<QueueTrouble> &queues, Instant now);
    void tellCaption();

    PageContext m_context;
    QueueFlows *m_flows;
    BarList *m_bars;
    std::vector<QueueTrouble> m_queues;                     ///< Of the bars, in their order.
    std::unordered_map<std::int64_t, std::size_t> m_places; ///< By key, as they were ordered last.
    Instant m_orderedAt;
};

} // namespace qd::ui
