#include "ui/theme/fonts.h"

#include <QtCore/QDir>
#include <QtCore/QStringList>
#include <QtGui/QFontDatabase>

#include "ui/theme/zoom.h"

/// The resource sits in a static library, so the linker drops it unless it is named. Outside every namespace: the macro
/// declares a global function.
static void initFontResource() {
    Q_INIT_RESOURCE(qd_fonts);
}

namespace qd::ui {

namespace {

struct Families {
    QString text;
    QString mono;
    bool loaded = false;
};
Families &families() {
    static Families instance;
    return instance;
}

QFont make(bool mono, int design, QFont::Weight weight) {
    const Families &known = families();
    QFont font =
        mono ? (known.mono.isEmpty() ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : QFont(known.mono))
             : (known.text.isEmpty() ? QFontDatabase::systemFont(QFontDatabase::GeneralFont) : QFont(known.text));
    font.setPixelSize(px(design));
    font.setWeight(weight);
    if (mono) font.setStyleHint(QFont::Monospace);
    // Ligatures would turn "->" in a command line into an arrow that cannot be copied by eye.
    if (mono) font.setStyleStrategy(QFont::PreferAntialias);
    return font;
}

} // namespace

void loadFonts() {
    Families &known = families();
    if (known.loaded) return;
    known.loaded = true;
    initFontResource();
    const QString folder = QStringLiteral(":/quarterdeck/fonts/");
    const QStringList files = QDir(folder).entryList();
    for (const QString &file : files) QFontDatabase::addApplicationFont(folder + file);
    if (QFontDatabase::hasFamily(QStringLiteral("Inter"))) known.text = QStringLiteral("Inter");
    if (QFontDatabase::hasFamily(QStringLiteral("JetBrains Mono"))) known.mono = QStringLiteral("JetBrains Mono");
}

QFont fontOf(FontRole role) {
    loadFonts();
    switch (role) {
    case FontRole::Body: return make(false, 13, QFont::Normal);
    case FontRole::BodyStrong: return make(false, 13, QFont::DemiBold);
    case FontRole::Second: return make(false, 12, QFont::Normal);
    case FontRole::Small: return make(false, 11, QFont::Normal);
    case FontRole::Title: return make(false, 13, QFont::DemiBold);
    case FontRole::PageTitle: return make(false, 18, QFont::DemiBold);
    case FontRole::Figure: return make(true, 24, QFont::DemiBold);
    case FontRole::Mono: return make(true, 12, QFont::Normal);
    case FontRole::MonoSmall: return make(true, 11, QFont::Normal);
    case FontRole::MonoStrong: return make(true, 12, QFont::DemiBold);
    }
    return make(false, 13, QFont::Normal);
}

} // namespace qd::ui
