// The address of the office as people type it: a name or a number is enough.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace khaosan::client {

// "https://officepc:8443" for "officepc", "https://10.0.0.5:8443" for "10.0.0.5:8443"; nothing where it can
// be no address. A port that is not typed is the one that the server listens on unless it was told another.
std::optional<std::string> office_address(std::string_view typed);

}  // namespace khaosan::client
