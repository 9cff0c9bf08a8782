// What the office did not take, as it is printed: by `refused`, and by the `sync` that brought it.
#pragma once

#include "client/cli/session.hpp"

namespace khaosan::client {

nlohmann::json refused_row(const RefusedChange& change);
// With its reason, in both languages where Thai is spoken.
void print_refused(Session& session, const RefusedChange& change, void (Session::*out)(std::string_view));

}  // namespace khaosan::client
