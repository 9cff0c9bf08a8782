#include "shared/wire/radar_json.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "shared/wire/unsent_json.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan {
namespace {

using nlohmann::json;

json laptop_to_json(const LaptopStanding& laptop) {
  json object = {{"device", laptop.device.text()},
                 {"name", laptop.name},
                 {"user", laptop.user},
                 {"last_seen", laptop.last_seen ? iso_utc(*laptop.last_seen) : ""},
                 {"silent_days", laptop.silent_days},
                 {"silent", laptop.is_silent}};
  if (laptop.unsent) object["unsent"] = unsent_to_json(*laptop.unsent);
  return object;
}

Result<LaptopStanding> laptop_from_json(const json& object) {
  LaptopStanding laptop;
  KHAOSAN_LET(device, text_member(object, "device"));
  KHAOSAN_LET(id, DeviceId::parse(device));
  KHAOSAN_LET(silent_days, number_member(object, "silent_days"));
  laptop.device = id;
  laptop.name = text_member_or(object, "name", "");
  laptop.user = text_member_or(object, "user", "");
  if (const std::string seen = text_member_or(object, "last_seen", ""); !seen.empty()) {
    KHAOSAN_LET(at, parse_iso_utc(seen));
    laptop.last_seen = at;
  }
  KHAOSAN_LET(unsent, unsent_member(object));
  laptop.unsent = unsent;
  laptop.silent_days = silent_days;
  const auto silent = object.find("silent");
  laptop.is_silent = silent != object.end() && silent->is_boolean() && silent->get<bool>();
  return laptop;
}

}  // namespace

std::string radar_text(const Radar& radar) {
  json laptops = json::array();
  for (const LaptopStanding& laptop : radar.laptops) laptops.push_back(laptop_to_json(laptop));
  return canonical(json{{"laptops", std::move(laptops)}, {"silent_days", radar.silent_days}});
}

Result<Radar> radar_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  Radar radar;
  KHAOSAN_LET(silent_days, number_member(object, "silent_days"));
  radar.silent_days = silent_days;
  const auto laptops = object.find("laptops");
  if (laptops == object.end() || !laptops->is_array()) return refuse(Code::bad_request, "laptops");
  for (const json& one : *laptops) {
    KHAOSAN_LET(laptop, laptop_from_json(one));
    radar.laptops.push_back(std::move(laptop));
  }
  return radar;
}

std::string_view reach_name(Reach reach) {
  constexpr std::array<std::string_view, 3> names = {"no_laptop", "not_yet", "reached"};
  return names.at(static_cast<std::size_t>(reach));
}

}  // namespace khaosan
