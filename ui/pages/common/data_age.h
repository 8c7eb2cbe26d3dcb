#pragma once
// One truth about the age of what is on screen: every footer follows the session's word, as the strip does.

namespace qd::ui {

class FooterBar;
class Session;

/// From now on `footer` tells the session's data age.
void followDataAge(FooterBar *footer, const Session &session);

} // namespace qd::ui
