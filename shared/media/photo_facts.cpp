#include "shared/media/photo_facts.hpp"

#include <algorithm>

#include "shared/base/time.hpp"
#include "shared/base/utf8.hpp"
#include "shared/media/limits.hpp"

namespace khaosan {
namespace {

constexpr std::size_t date_time_signs = 19;
constexpr std::size_t date_signs = 10;
constexpr std::int32_t quarter_e7 = 900'000'000;

bool is_digit(char sign) {
  return sign >= '0' && sign <= '9';
}

int two_digits(std::string_view text) {
  if (!is_digit(text[0]) || !is_digit(text[1])) return 99;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

std::string_view without_padding(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string checked_taken_at(std::string_view text) {
  if (text.size() != date_time_signs) return {};
  std::string date(text.substr(0, date_signs));
  if ((date[4] != ':' && date[4] != '-') || date[7] != date[4]) return {};
  date[4] = date[7] = '-';
  const std::string_view time = text.substr(date_signs);
  if (time[0] != ' ' || time[3] != ':' || time[6] != ':') return {};
  if (two_digits(time.substr(1)) > 23 || two_digits(time.substr(4)) > 59 || two_digits(time.substr(7)) > 59)
    return {};
  const auto day = CivilDate::parse(date);
  if (!day || day->year < 1) return {};
  return day->iso() + std::string(time);
}

std::string checked_camera_text(std::string_view text) {
  text = text.substr(0, text.find('\0'));
  text = without_padding(text);
  while (text.size() > media_limits::max_camera_text_bytes) {
    std::size_t cut = media_limits::max_camera_text_bytes;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text = without_padding(text.substr(0, cut));
  }
  if (!is_utf8(text) || has_control_character(text, false)) return {};
  return std::string(text);
}

PhotoFacts checked_facts(PhotoFacts facts) {
  const bool sized = facts.width_px > 0 && facts.height_px > 0;
  if (!sized) facts.width_px = facts.height_px = 0;
  if (facts.orientation < 1 || facts.orientation > 8) facts.orientation = 1;
  facts.taken_at = checked_taken_at(facts.taken_at);
  facts.camera_make = checked_camera_text(facts.camera_make);
  facts.camera_model = checked_camera_text(facts.camera_model);
  if (facts.place) {
    const auto [latitude, longitude] = *facts.place;
    const bool on_earth = latitude >= -quarter_e7 && latitude <= quarter_e7 && longitude >= -2 * quarter_e7 &&
                          longitude <= 2 * quarter_e7;
    if (!on_earth) facts.place.reset();
  }
  return facts;
}

}  // namespace khaosan
