#include "ui/pages/tasks/filter_words.h"

#include <QtCore/QCoreApplication>

#include "ui/format/format.h"

namespace qd::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FilterWords)
};

/// %1 is the word, %2 the field; names of fields and states are typed as they are in every language.
QString faultText(const FilterTrouble &trouble) {
    const QString word = QString::fromStdString(trouble.word);
    const QString field = QString::fromStdString(trouble.field);
    switch (trouble.fault) {
    case FilterFault::TooLong: break;
    case FilterFault::TooDeep:
        return Words::tr("too many brackets or negations within each other (at most %1)")
            .arg(static_cast<int>(kExpressionDepthMax));
    case FilterFault::TermMissing:
        return Words::tr("a term is missing, such as %1").arg(QStringLiteral("state:failed"));
    case FilterFault::ValueMissing: return Words::tr("a value is missing");
    case FilterFault::BracketOpen: return Words::tr("this \"(\" is not closed");
    case FilterFault::BracketClosesNothing: return Words::tr("this \")\" closes nothing");
    case FilterFault::QuoteOpen: return Words::tr("this quotation mark is not closed");
    case FilterFault::UnknownField:
        return Words::tr("\"%1\" is no field; use one of %2, or quote the text")
            .arg(word, QString::fromStdString(filterFieldList()));
    case FilterFault::WrongOperator: return Words::tr("%2 takes \":\" or \"=\", not \"%1\"").arg(word, field);
    case FilterFault::OneValueOnly: return Words::tr("%1 takes one value").arg(field);
    case FilterFault::NoDuration:
        return Words::tr("\"%1\" is no duration; write a number and a unit, such as %2")
            .arg(word, QStringLiteral("500ms, 30s, 5min, 2h, 7d"));
    case FilterFault::NoNumber: return Words::tr("\"%1\" is no whole number, which %2 needs").arg(word, field);
    case FilterFault::NoState:
        return Words::tr("\"%1\" is no state; use %2").arg(word, QString::fromStdString(filterStateList()));
    }
    return {};
}

} // namespace

QString troubleText(const FilterTrouble &trouble, const QString &text) {
    if (trouble.fault == FilterFault::TooLong)
        return Words::tr("The filter has %1 bytes; at most %2")
            .arg(formatCount(trouble.at), formatCount(kExpressionBytesMax));
    const QByteArray before = text.toUtf8().left(static_cast<qsizetype>(trouble.at));
    return Words::tr("At character %1 of the filter: %2")
        .arg(formatCount(static_cast<std::uint64_t>(QString::fromUtf8(before).size()) + 1), faultText(trouble));
}

} // namespace qd::ui
