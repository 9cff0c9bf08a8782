// The laptops that the office waits for, as JSON text.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/sync/radar.hpp"

namespace khaosan {

std::string radar_text(const Radar& radar);
Result<Radar> radar_from_text(std::string_view text);
std::string_view reach_name(Reach reach);  // "no_laptop", "not_yet", "reached"

}  // namespace khaosan
