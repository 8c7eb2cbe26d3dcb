#pragma once
// Commands as the door takes them: the other direction of commandFromJson() and submitFromJson(), for lines that people
// copy out of the window. Thread: any.

#include <optional>
#include <string>
#include <string_view>

#include "core/model/codec/json_codec.h"

namespace qd {

/// A POST. The body is ASCII without line breaks: it can be pasted into any terminal.
struct DoorRequest {
    std::string path;
    std::string body;
};

/// Without a ticket: whoever runs a copied line twice means it twice. Empty when the command touches nothing (a
/// selection or a list without an element) or holds bytes that are no UTF-8, which JSON cannot carry.
[[nodiscard]] std::optional<DoorRequest> doorRequest(const CommandBody &body, std::string_view reason,
                                                     const JsonContext &context);
[[nodiscard]] std::optional<DoorRequest> allowRequest(std::string_view program);

} // namespace qd
