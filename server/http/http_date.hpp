// Dates of HTTP headers: "Mon, 23 Nov 2026 02:54:35 GMT".
#pragma once

#include <string>

#include "shared/base/time.hpp"

namespace khaosan::server {

std::string http_date(Instant instant);

}  // namespace khaosan::server
