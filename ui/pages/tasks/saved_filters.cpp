#include "ui/pages/tasks/saved_filters.h"

#include <QtCore/QSettings>
#include <algorithm>

#include "core/model/task_expression.h"

namespace qd::ui {

namespace {

const QString kArray = QStringLiteral("filters/tasks");

void store(std::vector<SavedFilter> filters) {
    std::sort(filters.begin(), filters.end(),
              [](const SavedFilter &a, const SavedFilter &b) { return a.name.localeAwareCompare(b.name) < 0; });
    QSettings settings;
    settings.remove(kArray);
    settings.beginWriteArray(kArray, static_cast<int>(filters.size()));
    for (std::size_t i = 0; i < filters.size(); ++i) {
        settings.setArrayIndex(static_cast<int>(i));
        settings.setValue(QStringLiteral("name"), filters[i].name);
        settings.setValue(QStringLiteral("text"), filters[i].text);
    }
    settings.endArray();
}

} // namespace

std::vector<SavedFilter> SavedFilters::all() {
    std::vector<SavedFilter> out;
    QSettings settings;
    const int count = std::min(settings.beginReadArray(kArray), static_cast<int>(kMax));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        SavedFilter filter{settings.value(QStringLiteral("name")).toString().left(kNameMax),
                           settings.value(QStringLiteral("text")).toString()};
        if (!filter.name.isEmpty() && !filter.text.isEmpty() && parseTaskExpression(filter.text.toStdString()))
            out.push_back(std::move(filter));
    }
    settings.endArray();
    return out;
}

bool SavedFilters::save(const SavedFilter &filter) {
    std::vector<SavedFilter> filters = all();
    std::erase_if(filters, [&filter](const SavedFilter &one) { return one.name == filter.name; });
    if (filters.size() >= kMax) return false;
    filters.push_back({filter.name.left(kNameMax), filter.text});
    store(std::move(filters));
    return true;
}

void SavedFilters::remove(const QString &name) {
    std::vector<SavedFilter> filters = all();
    std::erase_if(filters, [&name](const SavedFilter &one) { return one.name == name; });
    store(std::move(filters));
}

} // namespace qd::ui
