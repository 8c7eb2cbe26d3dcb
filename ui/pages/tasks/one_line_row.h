#pragma once
#include <QtWidgets/QWidget>
#include <functional>
#include <vector>

class QPushButton;

namespace qd::ui {

/// Buttons in one line that never wraps: nothing below moves, and what is shown stays where it is, however narrow it
/// gets. Those that do not fit stand in a menu at the end. Thread: GUI.
class OneLineRow final : public QWidget {
    Q_OBJECT
public:
    explicit OneLineRow(QWidget *parent = nullptr);

    QPushButton *addPlain(const QString &text, std::function<void()> run);
    /// Holds what does not fit; hidden while all do.
    [[nodiscard]] QPushButton *moreButton() const { return m_more; }
    /// Buttons that do not fit, in their order.
    [[nodiscard]] std::vector<QPushButton *> folded() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void place();
    void openMenu();
    void refreshMore(std::size_t foldedCount);
    [[nodiscard]] QString moreText(std::size_t foldedCount) const;
    [[nodiscard]] int widestMore() const;
    [[nodiscard]] std::size_t fitting(int room) const;

    std::vector<QPushButton *> m_buttons;
    std::size_t m_shown = 0;
    QPushButton *m_more;
    QPushButton *m_measure; ///< Never shown: a visible button that is given a text asks for a new layout.
};

} // namespace qd::ui
