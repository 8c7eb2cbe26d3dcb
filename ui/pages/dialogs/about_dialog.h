#pragma once
// What this program is, what it stands on, and under which licences: the repository's own files, embedded.

#include <QtWidgets/QDialog>

class QPlainTextEdit;
class QTabWidget;

namespace qd::ui {

/// Thread: GUI.
class AboutDialog final : public QDialog {
    Q_OBJECT
public:
    /// `version`: of Quarterdeck.
    AboutDialog(const QString &version, QWidget *parent);

    [[nodiscard]] QTabWidget *tabs() const { return m_tabs; }
    /// Of the embedded files: "NOTICE", "LICENSE", "OFL-1.1.txt", "Apache-2.0.txt", "dependencies.md"; empty = none.
    [[nodiscard]] static QString fileText(const QString &name);
    /// What can be copied into a report: versions of Quarterdeck, Qt, the platform.
    [[nodiscard]] static QString versionText(const QString &version);

private:
    [[nodiscard]] QWidget *summary(const QString &version);
    void addText(const QString &title, const QString &text);

    QTabWidget *m_tabs;
};

} // namespace qd::ui
