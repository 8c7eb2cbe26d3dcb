#pragma once

namespace qd::ui {

class HeatMap;

/// Screen readers see the map as a list with one item per cell. Installed once per process. Thread: GUI.
void installHeatMapAccessibility();
void announceHeatMapFocus(HeatMap &map, int index);

} // namespace qd::ui
