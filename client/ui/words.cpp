#include "client/ui/words.hpp"

#include <array>
#include <cstdio>

namespace khaosan::client {
namespace {

constexpr std::array<std::string_view, 12> thai_months = {"ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
                                                          "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.",  "พ.ย.", "ธ.ค."};
constexpr std::array<std::string_view, 12> english_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> thai_days = {"อา.", "จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส."};
constexpr std::array<std::string_view, 7> english_days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

std::size_t weekday(CivilDate date) {
  return static_cast<std::size_t>((days_since_epoch(date) % 7 + 7 + 4) % 7);  // 1970-01-01 was a Thursday
}

}  // namespace

std::string_view thai_word(Word word) {
  switch (word) {
#define KHAOSAN_WORD(name, thai, english) \
  case Word::name:                        \
    return thai;
#include "client/ui/words.inc"
#undef KHAOSAN_WORD
  }
  return {};
}

std::string_view english_word(Word word) {
  switch (word) {
#define KHAOSAN_WORD(name, thai, english) \
  case Word::name:                        \
    return english;
#include "client/ui/words.inc"
#undef KHAOSAN_WORD
  }
  return {};
}

std::string Words::filled(std::string_view pattern, const std::vector<std::string>& values) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const auto closes_at = [&](std::size_t end) { return end < pattern.size() && pattern[end] == '}'; };
    const auto is_number = [&](std::size_t at) { return pattern[at] >= '1' && pattern[at] <= '9'; };
    if (pattern[i] == '{' && closes_at(i + 3) && pattern[i + 1] == 's' && is_number(i + 2)) {
      const auto counted = static_cast<std::size_t>(pattern[i + 2] - '1');
      if (counted < values.size() && values[counted] != "1") text += 's';
      i += 3;
      continue;
    }
    const bool is_value = pattern[i] == '{' && closes_at(i + 2) && is_number(i + 1);
    if (!is_value) {
      text += pattern[i];
      continue;
    }
    const auto index = static_cast<std::size_t>(pattern[i + 1] - '1');
    if (index < values.size()) text += values[index];
    i += 2;
  }
  return text;
}

std::string Words::choice(const FieldDecl& field, std::string_view name) const {
  for (const Choice& one : field.choices) {
    if (one.name != name) continue;
    std::string said(label(one.th, one.en));
    if (!said.empty() && said[0] >= 'a' && said[0] <= 'z') said[0] = static_cast<char>(said[0] - 'a' + 'A');
    return said;
  }
  return std::string(name);
}

std::string Words::status(std::string_view status_name) const {
  const FieldDecl* field = find_kind("news")->field("status");
  return choice(*field, status_name.empty() ? "draft" : status_name);
}

std::string Words::reason(const Refusal& refusal) const {
  return language_ == Language::th ? refusal.thai() : refusal.english();
}

std::string Words::short_date(std::string_view iso) const {
  const auto date = CivilDate::parse(iso.substr(0, 10));
  if (!date.ok()) return std::string(iso);
  const auto month = static_cast<std::size_t>(date->month - 1);
  if (language_ == Language::en)
    return std::to_string(date->day) + " " + std::string(english_months[month]) + " " +
           std::to_string(date->year);
  return std::to_string(date->day) + " " + std::string(thai_months[month]) + " " +
         std::to_string(date->year + buddhist_era_offset_years);
}

std::string_view Words::day(std::size_t weekday) const {
  return (language_ == Language::th ? thai_days : english_days)[weekday];
}

std::string Words::date(std::string_view iso) const {
  const auto date = CivilDate::parse(iso.substr(0, 10));
  if (!date.ok()) return std::string(iso);
  return std::string(day(weekday(*date))) + " " + short_date(iso);
}

std::string Words::time(std::string_view civil) const {
  if (civil.size() < 5) return std::string(civil);
  if (language_ == Language::en) return std::string(civil.substr(0, 5));
  return std::string(civil.substr(0, 2)) + "." + std::string(civil.substr(3, 2)) + " น.";
}

std::string Words::clock(Instant at) const {
  const std::int64_t minutes = (at.unix_ms + bangkok_offset_ms) / 60'000;
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(minutes / 60 % 24),
                static_cast<int>(minutes % 60));
  return time(text.data());
}

std::string Words::instant(Instant at) const {
  return short_date(bangkok_date(at).iso()) + " " + clock(at);
}

std::string Words::bytes(std::int64_t count) const {
  std::array<char, 32> text{};
  if (count < 1'000'000) {
    std::snprintf(text.data(), text.size(), "%lld KB", static_cast<long long>((count + 999) / 1000));
  } else {
    std::snprintf(text.data(), text.size(), "%.1f MB", static_cast<double>(count) / 1e6);
  }
  return text.data();
}

}  // namespace khaosan::client
