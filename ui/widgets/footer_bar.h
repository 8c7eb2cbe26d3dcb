#pragma once
#include <QtWidgets/QWidget>
#include <cstdint>

#include "core/base/time.h"

namespace qd::ui {

/// Under every table: shown / kept / seen, and how old the data is. Turns to a warning when it is older than 2 s.
/// Thread: GUI.
class FooterBar : public QWidget {
    Q_OBJECT
public:
    explicit FooterBar(QWidget *parent = nullptr);

    /// `noun` as it reads after the numbers: "workers". shown <= kept <= seen.
    void setCounts(std::uint64_t shown, std::uint64_t kept, std::uint64_t seen, const QString &noun);
    void setDataAge(Duration age);
    /// Something more at the left, e.g. "sorted by age"; empty = nothing.
    void setNote(const QString &note);
    [[nodiscard]] QString text() const; ///< As a screen reader reads it.
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh(QString counts, QString age);

    QString m_counts;
    QString m_age;
    QString m_note;
    bool m_stale = false;
};

} // namespace qd::ui
