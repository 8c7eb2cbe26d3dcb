#include "ui/widgets/narrow.h"

#include <QtCore/QEvent>
#include <QtWidgets/QWidget>
#include <utility>

#include "ui/theme/zoom.h"

namespace qd::ui {

namespace {

class Narrow final : public QObject {
public:
    Narrow(QWidget *widget, int design, std::function<void(bool)> apply)
        : QObject(widget), m_widget(*widget), m_design(design), m_apply(std::move(apply)) {
        widget->installEventFilter(this);
        onLook(this, [this] { tell(); });
    }

protected:
    bool eventFilter(QObject *, QEvent *event) override {
        if (event->type() == QEvent::Resize && isNarrow() != m_narrow) tell();
        return false;
    }

private:
    [[nodiscard]] bool isNarrow() const { return m_widget.width() < px(m_design); }
    void tell() {
        m_narrow = isNarrow();
        m_apply(m_narrow);
    }

    QWidget &m_widget;
    int m_design;
    std::function<void(bool)> m_apply;
    bool m_narrow = false;
};

} // namespace

void onNarrow(QWidget *widget, int design, std::function<void(bool narrow)> apply) {
    new Narrow(widget, design, std::move(apply)); // The widget's child.
}

} // namespace qd::ui
