#pragma once
#include <QtWidgets/QPlainTextEdit>
#include <cstdint>

namespace qd::ui {

/// The tail of a program's output: monospaced, read only. Follows the end until somebody scrolls up or selects.
/// Thread: GUI.
class OutputView : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit OutputView(QWidget *parent = nullptr);

    /// `tail` is the kept end (at most 64 KiB are shown), `totalBytes` what was written in all. Bytes that are not
    /// UTF-8 and control characters are replaced, never interpreted. Only changed text repaints.
    void setOutput(const QByteArray &tail, std::uint64_t totalBytes);
    /// "first 1.2 MiB not kept", empty when all is there.
    [[nodiscard]] QString cutNote() const { return m_cutNote; }
    [[nodiscard]] static QString printable(const QByteArray &bytes);

private:
    QByteArray m_tail;
    std::uint64_t m_total = 0;
    QString m_cutNote;
};

} // namespace qd::ui
