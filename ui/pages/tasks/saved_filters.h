#pragma once
// Filters with a name, kept in the user's settings.

#include <QtCore/QString>
#include <vector>

namespace qd::ui {

struct SavedFilter {
    QString name;
    QString text; ///< As typed, see core/model/task_expression.h.

    bool operator==(const SavedFilter &) const = default;
};

/// Thread: GUI. Sorted by name. What is stored and cannot be read any more is left out.
class SavedFilters final {
public:
    static constexpr std::size_t kMax = 50;
    static constexpr int kNameMax = 60;

    [[nodiscard]] static std::vector<SavedFilter> all();
    /// Replaces the one of that name. False when there are kMax others already.
    [[nodiscard]] static bool save(const SavedFilter &filter);
    static void remove(const QString &name);
};

} // namespace qd::ui
