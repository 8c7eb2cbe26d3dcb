#pragma once
// What can be chosen about the window itself; acts at once, unlike the engine's settings below it.

#include "ui/pages/common/page_context.h"
#include "ui/widgets/card.h"

class QCheckBox;
class QComboBox;

namespace qd::ui {

/// Thread: GUI.
class WindowCard final : public Card {
    Q_OBJECT
public:
    explicit WindowCard(const PageContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QComboBox *zoneBox() const { return m_zone; }
    [[nodiscard]] QComboBox *themeBox() const { return m_theme; }
    [[nodiscard]] QComboBox *zoomBox() const { return m_zoom; }
    [[nodiscard]] QCheckBox *noticesBox() const { return m_notices; }

private:
    void refresh();
    void refreshZoom();

    PageContext m_context;
    QComboBox *m_theme;
    QComboBox *m_zoom;
    QComboBox *m_zone;
    QCheckBox *m_notices;
};

} // namespace qd::ui
