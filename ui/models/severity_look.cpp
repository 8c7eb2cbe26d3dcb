#include "ui/models/severity_look.h"

#include <QtCore/QCoreApplication>

namespace qd::ui {

StateLook lookOf(Severity severity) {
    const auto word = [](const char *text) { return QCoreApplication::translate("Severity", text); };
    switch (severity) {
    case Severity::Info: return {Shape::Dot, word(QT_TRANSLATE_NOOP("Severity", "info")), ColorRole::Idle, false};
    case Severity::Good: return {Shape::Check, word(QT_TRANSLATE_NOOP("Severity", "good")), ColorRole::Healthy, false};
    case Severity::Warning:
        return {Shape::Triangle, word(QT_TRANSLATE_NOOP("Severity", "warning")), ColorRole::Degraded, false};
    case Severity::Bad: return {Shape::Cross, word(QT_TRANSLATE_NOOP("Severity", "bad")), ColorRole::Failing, false};
    }
    return unknownLook();
}

QVariant severityId(Severity severity) {
    const std::string_view text = toText(severity);
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace qd::ui
