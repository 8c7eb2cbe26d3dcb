#pragma once
// Made-up values for the gallery; nothing of this is in the program.

#include <QtWidgets/QWidget>
#include <vector>

#include "ui/charts/time_series_chart.h"

namespace qd::ui {

constexpr qint64 kGalleryNow = 1'795'271'527'204; // 14:32:07 UTC

std::vector<float> sampleLine(int seed, int count, float from, float to, float noise);
TimeSeriesChart *sampleFlowChart();
TimeSeriesChart *sampleDepthChart();
QWidget *samplePage();
QWidget *sampleParts();
QWidget *sampleInspectorBody();

} // namespace qd::ui
