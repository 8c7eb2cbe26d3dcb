#pragma once
// Where the filter of the tasks is typed: a line, its parts as chips that can be taken out, what is wrong with it, and
// a menu of examples and saved ones.

#include <QtWidgets/QWidget>
#include <functional>
#include <vector>

#include "core/base/error.h"
#include "core/model/task_expression.h"

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace qd::ui {

class SearchField;

/// Thread: GUI. The field and the menu's button are for the card's header; the bar itself is the line of chips below,
/// which is there only while something is typed.
class FilterBar final : public QWidget {
    Q_OBJECT
public:
    explicit FilterBar(QWidget *parent = nullptr);

    [[nodiscard]] SearchField *field() const { return m_field; }
    [[nodiscard]] QPushButton *menuButton() const { return m_menu; }
    /// The newest text that could be read: what is half typed changes nothing.
    [[nodiscard]] QString expression() const { return m_expression; }
    void setText(const QString &text);
    /// What narrows the rows besides the text, in the words of the grammar; saved together with it.
    void setBeside(std::function<QString()> beside) { m_beside = std::move(beside); }
    /// A saved filter was chosen: what stands besides is part of its text already.
    [[nodiscard]] const std::vector<QPushButton *> &chips() const { return m_chips; }
    [[nodiscard]] QString problem() const;
    /// What stands in the field cannot be read; expression() is of an older text then.
    [[nodiscard]] bool isUnreadable() const { return m_unreadable; }
    /// Asks for a name.
    void saveAs();
    /// Everything that narrows the rows, as one text.
    [[nodiscard]] QString whole() const;

signals:
    void expressionChanged(const QString &expression);
    void readableChanged(bool readable);
    void savedChosen();

private:
    void read(const QString &text);
    void showParts(const QString &text, const std::vector<TaskExpression::Part> &parts);
    void dropPart(std::size_t index);
    void openMenu();
    void choose(const QString &text);

    SearchField *m_field;
    QPushButton *m_menu;
    QLabel *m_problem;
    QHBoxLayout *m_row;
    std::vector<QPushButton *> m_chips;
    std::vector<TaskExpression::Part> m_parts; ///< In bytes of the text's UTF-8 form.
    QString m_expression;
    bool m_unreadable = false;
    std::function<QString()> m_beside;
};

} // namespace qd::ui
