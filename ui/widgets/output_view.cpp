#include "ui/widgets/output_view.h"

#include <QtCore/QEvent>
#include <QtWidgets/QScrollBar>

#include "ui/format/format.h"
#include "ui/theme/fonts.h"
#include "ui/theme/zoom.h"

namespace qd::ui {

namespace {
constexpr qsizetype kShownMax = 64 * 1024;
} // namespace

OutputView::OutputView(QWidget *parent) : QPlainTextEdit(parent) {
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setUndoRedoEnabled(false);
    onLook(this, [this] {
        setFont(fontOf(FontRole::Mono)); // The style sheet resets fonts when the look changes.
        setMinimumHeight(72_px);
    });
    setAccessibleName(tr("Output"));
    setPlaceholderText(tr("No output so far"));
    setTabChangesFocus(true);
}

QString OutputView::printable(const QByteArray &bytes) {
    QString text = QString::fromUtf8(bytes);
    for (QChar &c : text) {
        const bool kept = c == QLatin1Char('\n') || c == QLatin1Char('\t');
        // Escape sequences and bidi overrides can make text lie about itself.
        const bool reorders = (c >= QChar(0x202a) && c <= QChar(0x202e)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
        if (reorders || (!kept && c != QLatin1Char('\r') && c.category() == QChar::Other_Control)) c = QChar(0xfffd);
    }
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    text.replace(QLatin1Char('\r'), QLatin1Char('\n'));
    return text;
}

void OutputView::setOutput(const QByteArray &tail, std::uint64_t totalBytes) {
    if (tail == m_tail && totalBytes == m_total) return;
    const bool textChanged = tail != m_tail;
    m_tail = tail;
    m_total = totalBytes;
    const QByteArray end = tail.size() > kShownMax ? tail.last(kShownMax) : tail;
    const auto shown = static_cast<std::uint64_t>(end.size());
    m_cutNote = totalBytes > shown ? tr("first %1 not kept").arg(formatBytes(totalBytes - shown)) : QString();
    setAccessibleDescription(m_cutNote);
    if (!textChanged) return;
    QScrollBar *bar = verticalScrollBar();
    const bool follow = bar->value() >= bar->maximum() - 2 && !textCursor().hasSelection();
    const int kept = bar->value();
    setPlainText(printable(end));
    bar->setValue(follow ? bar->maximum() : kept);
}

} // namespace qd::ui
