#pragma once
// Translations straight from Qt Linguist's files: they are small, so nothing has to be compiled from them, and the
// build needs none of Linguist's tools (300 MB with what they draw in).

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QStringList>
#include <QtCore/QTranslator>

class QIODevice;
class QLocale;

namespace qd::ui {

/// Thread: read from any once it is loaded.
class TsTranslator final : public QTranslator {
    Q_OBJECT
public:
    using QTranslator::QTranslator;

    /// Finished messages of a .ts file. False, and empty, when it is not well-formed.
    bool loadTs(QIODevice &file);
    [[nodiscard]] qsizetype size() const { return m_texts.size(); }

    /// `n` is for plurals: German and English have one form for 1 and one for the rest.
    [[nodiscard]] QString translate(const char *context, const char *source, const char *disambiguation = nullptr,
                                    int n = -1) const override;
    [[nodiscard]] bool isEmpty() const override { return m_texts.isEmpty(); }

private:
    QHash<QByteArray, QStringList> m_texts; ///< By context and source; two forms when there is a number in it.
};

/// Installs what fits the locale, owned by the application: English plurals always, and the language if we have it.
void installTranslations(const QLocale &locale);

} // namespace qd::ui
