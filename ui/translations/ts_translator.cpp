#include "ui/translations/ts_translator.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QLibraryInfo>
#include <QtCore/QLocale>
#include <QtCore/QXmlStreamReader>

/// Named for the linker, which drops unused parts of a static library; outside every namespace as the macro demands.
static void initTranslationResource() {
    Q_INIT_RESOURCE(qd_translations);
}

namespace qd::ui {
namespace {

QByteArray keyOf(const QByteArray &context, const QByteArray &source) {
    return context + '\0' + source;
}

/// At <translation>: its one text, or its plural forms; empty when it is not finished.
QStringList readForms(QXmlStreamReader &xml) {
    const bool finished = !xml.attributes().hasAttribute(QStringLiteral("type"));
    QStringList forms;
    QString text;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isEndElement() && xml.name() == QLatin1String("translation")) break;
        if (xml.isStartElement() && xml.name() == QLatin1String("numerusform"))
            forms << xml.readElementText();
        else if (xml.isCharacters())
            text += xml.text();
    }
    if (!finished) return {};
    if (forms.isEmpty()) forms << text;
    return forms.join(QString()).trimmed().isEmpty() ? QStringList{} : forms;
}

void install(QTranslator *translator, bool loaded) {
    if (loaded)
        QCoreApplication::installTranslator(translator);
    else
        delete translator;
}

void installTs(const QString &language) {
    QFile file(QStringLiteral(":/quarterdeck/translations/quarterdeck_%1.ts").arg(language));
    auto *translator = new TsTranslator(QCoreApplication::instance());
    install(translator, file.open(QIODevice::ReadOnly) && translator->loadTs(file));
}

} // namespace

bool TsTranslator::loadTs(QIODevice &file) {
    QXmlStreamReader xml(&file);
    QByteArray context;
    QByteArray source;
    m_texts.clear();
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText().toUtf8();
        } else if (xml.name() == QLatin1String("source")) {
            source = xml.readElementText().toUtf8();
        } else if (xml.name() == QLatin1String("translation")) {
            const QStringList forms = readForms(xml);
            if (!forms.isEmpty()) m_texts.insert(keyOf(context, source), forms);
        }
    }
    if (xml.hasError()) m_texts.clear();
    return !m_texts.isEmpty();
}

QString TsTranslator::translate(const char *context, const char *source, const char *, int n) const {
    const auto found = m_texts.constFind(keyOf(context, source));
    if (found == m_texts.constEnd()) return {};
    return n >= 0 && n != 1 ? found->back() : found->front();
}

void installTranslations(const QLocale &locale) {
    initTranslationResource();
    installTs(QStringLiteral("en")); // "1 tasks" reads badly in the language of the source, too.
    if (locale.language() == QLocale::English || locale.language() == QLocale::C) return;
    auto *buttons = new QTranslator(QCoreApplication::instance()); // Qt's own words, where they are installed.
    install(buttons, buttons->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                                   QLibraryInfo::path(QLibraryInfo::TranslationsPath)));
    installTs(QLocale::languageToCode(locale.language()));
}

} // namespace qd::ui
