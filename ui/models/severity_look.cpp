#include "ui/models/severity_look.h"

namespace qd::ui {

StateLook lookOf(Severity severity) {
    const QString word = QString::fromUtf8(toText(severity).data(), static_cast<qsizetype>(toText(severity).size()));
    switch (severity) {
    case Severity::Info: return {Shape::Dot, word, ColorRole::Idle, false};
    case Severity::Good: return {Shape::Check, word, ColorRole::Healthy, false};
    case Severity::Warning: return {Shape::Triangle, word, ColorRole::Degraded, false};
    case Severity::Bad: return {Shape::Cross, word, ColorRole::Failing, false};
    }
    return unknownLook();
}

} // namespace qd::ui
