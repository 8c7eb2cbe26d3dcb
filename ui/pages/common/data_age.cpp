#include "ui/pages/common/data_age.h"

#include "ui/session/session.h"
#include "ui/widgets/footer_bar.h"

namespace qd::ui {

void followDataAge(FooterBar *footer, const Session &session) {
    const auto tell = [footer, &session] { footer->setDataAge(session.dataAge()); };
    QObject::connect(&session, &Session::snapshotChanged, footer, tell);
    QObject::connect(&session, &Session::dataAgeChanged, footer, tell);
    tell();
}

} // namespace qd::ui
