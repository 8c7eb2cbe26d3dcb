#pragma once
#include <QtWidgets/QFrame>
#include <vector>

#include "ui/shell/main_window.h"

class QLineEdit;
class QListWidget;

namespace qd::ui {

struct PaletteItem {
    QString title;
    QString keywords;
    QString hint; ///< Section or shortcut, at the right.
    std::function<void()> run;
    QString disabledReason;
};

struct PaletteFinds {
    std::vector<PaletteItem> first{};  ///< Above all others, as they come.
    std::vector<PaletteItem> ranked{}; ///< Among the others.
};

/// The items that contain every word of `text` in title or keywords, at most 50. Words of the title come before parts
/// of words, and both before keywords; then titles that begin with `text`, then short ones.
[[nodiscard]] std::vector<std::size_t> matchPalette(const std::vector<PaletteItem> &items, const QString &text);

/// Ctrl+K: type a few letters, Enter runs. An overlay of the window, closed by Esc, Enter or a click elsewhere.
/// Thread: GUI.
class CommandPalette : public QFrame {
    Q_OBJECT
public:
    explicit CommandPalette(QWidget *parent);

    using Finder = std::function<PaletteFinds(const QString &text)>;
    /// `finder` is asked with every text that is typed.
    void open(std::vector<PaletteItem> items, Finder finder = {});
    void closeAndReturnFocus();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    void runCurrent();

    std::vector<PaletteItem> m_items;
    Finder m_finder;
    std::vector<PaletteItem> m_shown; ///< What was found, then what matches.
    QLineEdit *m_line;
    QListWidget *m_list;
    QPointer<QWidget> m_before;
};

} // namespace qd::ui
