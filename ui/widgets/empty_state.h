#pragma once
#include <QtWidgets/QWidget>
#include <cstdint>
#include <functional>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace qd::ui {

/// Why there is nothing to see; the four are never mixed up.
enum class EmptyKind : std::uint8_t { NothingYet, FilteredToNothing, CannotReach, NotAllowed };

/// What stands in place of an empty table or chart: a picture, one sentence, what to do. Thread: GUI.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(EmptyKind kind = EmptyKind::NothingYet, QWidget *parent = nullptr);

    /// Empty texts: the kind's own words.
    void setMessage(EmptyKind kind, const QString &title = {}, const QString &detail = {});
    [[nodiscard]] EmptyKind kind() const { return m_kind; }
    [[nodiscard]] QString title() const;
    /// Buttons under the text, the first one primary. The stack owns it.
    QPushButton *addAction(const QString &text, std::function<void()> action);
    void clearActions();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// Its wrapping labels would otherwise make every layout around it ask for a height by width.
    [[nodiscard]] bool hasHeightForWidth() const override { return false; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void refreshPicture();
    void arrange();

    EmptyKind m_kind;
    QLabel *m_picture;
    QLabel *m_title;
    QLabel *m_detail;
    QHBoxLayout *m_actions;
    int m_actionCount = 0;
};

} // namespace qd::ui
