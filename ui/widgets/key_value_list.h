#pragma once
#include <QtWidgets/QWidget>
#include <vector>

class QGridLayout;

namespace qd::ui {

struct KeyValue {
    QString key;
    QString value; ///< Selectable text; empty shows an em dash.
    bool mono = false;

    bool operator==(const KeyValue &) const = default;
};

/// Two columns of the inspector: what, and its value. Labels are kept while the keys stay, so that a selection in a
/// value survives updates of the others. Thread: GUI.
class KeyValueList : public QWidget {
    Q_OBJECT
public:
    explicit KeyValueList(QWidget *parent = nullptr);

    /// At most 200 rows.
    void setRows(std::vector<KeyValue> rows);
    [[nodiscard]] const std::vector<KeyValue> &rows() const { return m_rows; }
    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }

private:
    void rebuild();
    [[nodiscard]] QWidget *makeValue(const KeyValue &row);

    std::vector<KeyValue> m_rows;
    std::vector<QWidget *> m_values; ///< QLabel, or CopyLabel for ids.
    QGridLayout *m_grid;
};

} // namespace qd::ui
