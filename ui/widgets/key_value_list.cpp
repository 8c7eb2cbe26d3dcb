#include "ui/widgets/key_value_list.h"

#include <QtWidgets/QGridLayout>
#include <algorithm>

#include "ui/format/format.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/copy_label.h"

namespace qd::ui {

namespace {
constexpr std::size_t kRowsMax = 200;

QString shown(const QString &value) {
    return value.isEmpty() ? noValue() : value;
}
/// Has no place to break at: it would widen the whole inspector or be cut.
bool isId(const KeyValue &row) {
    return row.mono && !row.value.contains(QLatin1Char(' ')) && !row.value.contains(QLatin1Char('\n'));
}

} // namespace

KeyValueList::KeyValueList(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setColumnStretch(1, 1);
    onLook(this, [this] {
        m_grid->setHorizontalSpacing(16_px);
        m_grid->setVerticalSpacing(7_px);
        m_grid->setColumnMinimumWidth(0, 96_px);
    });
}

void KeyValueList::setRows(std::vector<KeyValue> rows) {
    if (rows.size() > kRowsMax) rows.resize(kRowsMax);
    if (rows == m_rows) return;
    const bool sameKeys =
        std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(), [](const KeyValue &a, const KeyValue &b) {
            return a.key == b.key && isId(a) == isId(b) && a.mono == b.mono;
        });
    m_rows = std::move(rows);
    if (!sameKeys) {
        rebuild();
        return;
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const QString text = shown(m_rows[i].value);
        if (auto *id = qobject_cast<CopyLabel *>(m_values[i]))
            id->setText(text);
        else if (auto *label = qobject_cast<QLabel *>(m_values[i]); label->text() != text)
            label->setText(text);
    }
}

QWidget *KeyValueList::makeValue(const KeyValue &row) {
    if (isId(row)) return new CopyLabel(shown(row.value), this);
    auto *value = makeLabel(shown(row.value), row.mono ? "mono" : "", this);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setFocusPolicy(Qt::ClickFocus); // Not where the keyboard lands by itself: it looks like a field then.
    value->setWordWrap(true);
    value->setAccessibleName(row.key);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true); // A new policy forgets that the text wraps, and rows come out too high.
    value->setSizePolicy(policy);
    return value;
}

void KeyValueList::rebuild() {
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_values.clear();
    int line = 0;
    for (const KeyValue &row : m_rows) {
        auto *key = makeLabel(row.key, "second", this);
        QWidget *value = makeValue(row);
        key->setBuddy(value);
        m_grid->addWidget(key, line, 0, Qt::AlignLeft | Qt::AlignTop);
        m_grid->addWidget(value, line, 1, Qt::AlignTop);
        m_values.push_back(value);
        ++line;
    }
}

} // namespace qd::ui
