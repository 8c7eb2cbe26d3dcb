#include "ui/pages/dialogs/about_dialog.h"

#include <QtCore/QFile>
#include <QtCore/QSysInfo>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QVBoxLayout>

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/painting.h"

/// Named for the linker, which drops unused parts of a static library; outside every namespace as the macro demands.
static void initAboutResource() {
    Q_INIT_RESOURCE(qd_about);
}

namespace qd::ui {

AboutDialog::AboutDialog(const QString &version, QWidget *parent) : QDialog(parent), m_tabs(new QTabWidget(this)) {
    setWindowTitle(tr("About Quarterdeck"));
    resize(820_px, 560_px);
    m_tabs->addTab(summary(version), tr("Quarterdeck"));
    addText(tr("Software used"), fileText(QStringLiteral("NOTICE")));
    addText(tr("What each is for"), fileText(QStringLiteral("dependencies.md")));
    addText(QStringLiteral("GPL-3"), fileText(QStringLiteral("LICENSE")));
    addText(QStringLiteral("OFL-1.1 (Inter)"), fileText(QStringLiteral("OFL-1.1.txt")));
    addText(QStringLiteral("Apache-2.0 (JetBrains Mono, OpenSSL)"), fileText(QStringLiteral("Apache-2.0.txt")));
    auto *copy = new QPushButton(tr("&Copy versions"), this);
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(copy);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *all = new QVBoxLayout(this);
    all->addWidget(m_tabs, 1);
    all->addLayout(buttons);
    connect(copy, &QPushButton::clicked, this,
            [version] { QGuiApplication::clipboard()->setText(versionText(version)); });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    m_tabs->setFocus();
}

QWidget *AboutDialog::summary(const QString &version) {
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    setMargins(column, {20, 20, 20, 20});
    setSpacing(column, kGrid.design);
    auto *logo = new QLabel(page);
    onLook(logo, [logo] {
        logo->setPixmap(iconPicture(QStringLiteral("logo"), ColorRole::Link, 48_px, logo->devicePixelRatioF()));
    });
    column->addWidget(logo);
    column->addWidget(makeLabel(tr("Quarterdeck %1").arg(version), "pageTitle", page));
    column->addWidget(makeLabel(tr("A control room for task coordinators, with the coordinator inside."), "", page));
    auto *versions = makeLabel(versionText(version), "mono", page);
    versions->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addWidget(versions);
    auto *licence =
        makeLabel(tr("Copyright 2026 the Quarterdeck authors. Free software under the GNU General Public "
                     "License, version 3 or later, without any warranty. Qt Charts is under that licence, "
                     "so the whole is; the other tabs name everything used, and the texts of the licences."),
                  "second", page);
    licence->setWordWrap(true);
    column->addWidget(licence);
    column->addStretch(1);
    return page;
}

void AboutDialog::addText(const QString &title, const QString &text) {
    auto *view = new QPlainTextEdit(this);
    view->setReadOnly(true);
    view->setTabChangesFocus(true);
    onLook(view, [view] { view->setFont(fontOf(FontRole::MonoSmall)); });
    view->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    view->setPlainText(text);
    view->setAccessibleName(title);
    m_tabs->addTab(view, title);
}

QString AboutDialog::fileText(const QString &name) {
    initAboutResource();
    QFile file(QStringLiteral(":/quarterdeck/about/") + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString{};
}

QString AboutDialog::versionText(const QString &version) {
    return tr("Quarterdeck %1\nQt %2 (built with %3)\n%4, %5, %6")
        .arg(version, QString::fromLatin1(qVersion()), QStringLiteral(QT_VERSION_STR), QSysInfo::prettyProductName(),
             QSysInfo::currentCpuArchitecture(), QGuiApplication::platformName());
}

} // namespace qd::ui
