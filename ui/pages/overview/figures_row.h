#pragma once
// The six figures at the head of the page. Each opens what it counts.

#include <QtWidgets/QWidget>
#include <functional>
#include <vector>

#include "ui/pages/common/page_context.h"
#include "ui/theme/theme.h"

class QGridLayout;

namespace qd {
struct Snapshot;
}

namespace qd::ui {

class KpiCard;

/// Thread: GUI.
class FiguresRow final : public QWidget {
    Q_OBJECT
public:
    explicit FiguresRow(const PageContext &context, QWidget *parent = nullptr);

    /// From the same snapshot as everything else on the page: "9 of 12 busy" beside "busy 4" is one figure too many.
    void refresh(const Snapshot &snapshot);
    /// The small lines beside the figures, half of them at each turn.
    void refreshLines(int turn);

private:
    KpiCard *add(const QString &label, ColorRole role, std::function<void()> open);
    void refreshDepth();
    void arrange(int columns);

    PageContext m_context;
    QGridLayout *m_grid;
    std::vector<KpiCard *> m_cards;
    KpiCard *m_throughput = nullptr;
    KpiCard *m_depth = nullptr;
    KpiCard *m_inFlight = nullptr;
    KpiCard *m_wait = nullptr;
    KpiCard *m_failures = nullptr;
    KpiCard *m_retries = nullptr;
};

} // namespace qd::ui
