#pragma once
// The window in German, for as long as it lives.

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QLocale>

#include "ui/translations/ts_translator.h"

namespace qd::test {

class German {
public:
    German() {
        ui::installTranslations(QLocale(QLocale::English)); // Its resource is there from now on.
        QFile file(QStringLiteral(":/quarterdeck/translations/quarterdeck_de.ts"));
        m_isLoaded = file.open(QIODevice::ReadOnly) && m_translator.loadTs(file);
        QCoreApplication::installTranslator(&m_translator);
    }
    ~German() { QCoreApplication::removeTranslator(&m_translator); }
    German(const German &) = delete;
    German &operator=(const German &) = delete;

    [[nodiscard]] bool isLoaded() const { return m_isLoaded; }

private:
    ui::TsTranslator m_translator;
    bool m_isLoaded = false;
};

} // namespace qd::test
