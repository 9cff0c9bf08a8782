#include "shared/sync/likeness.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "shared/base/utf8.hpp"
#include "shared/schema/names.hpp"
#include "shared/thai/words.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan {
namespace {

constexpr double alike_near = 0.3;       // with a place that is near
constexpr double alike_anywhere = 0.6;   // on the same day, or of the same event
constexpr double alike_elsewhere = 0.7;  // stories of other events
constexpr double alike_later = 0.9;      // hours apart on one day

// What nearly every title has says nothing about which one it is.
constexpr std::array<std::string_view, 33> common_words = {
    "โรงเรียน", "กิจกรรม", "โครงการ", "การ",  "งาน", "วัน",  "พิธี",   "จัด",  "ร่วม",  "เข้าร่วม",  "ประจำ",
    "ประจำปี",  "ปี",      "ครั้ง",     "ครั้งที่", "ที่",   "เขต", "สพป.", "สพป", "สพม.", "สพม",     "และ",
    "ของ",     "ใน",     "ณ",       "โดย",  "แก่",  "ให้",  "เพื่อ",  "ภาค", "เรียน", "ภาคเรียน", "การศึกษา"};

// ๑ and 1 are one digit; spaces in "25 มิ.ย." do not count.
std::string plain_number(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
    const bool is_thai_digit =
        text.size() - at >= 3 && byte(0) == 0xE0 && byte(1) == 0xB9 && byte(2) >= 0x90 && byte(2) <= 0x99;
    if (is_thai_digit) {
      plain += static_cast<char>('0' + (byte(2) - 0x90));
      at += 3;
      continue;
    }
    if (text[at] != ' ') plain += text[at];
    ++at;
  }
  return plain;
}

std::string small_letters(std::string_view word) {
  std::string small(word);
  for (char& sign : small) {
    if (sign >= 'A' && sign <= 'Z') sign = static_cast<char>(sign - 'A' + 'a');
  }
  return small;
}

struct Content {
  std::set<std::string> all;
  std::set<std::string> telling;  // of those, what is not common
  std::set<std::string> numbers;
};

Content content_of(std::string_view text) {
  Content content;
  for (const Token& token : words(text)) {
    if (token.kind == TokenKind::number) content.numbers.insert(plain_number(token.of(text)));
    if (token.kind != TokenKind::word) continue;
    std::string word = small_letters(token.of(text));
    const bool is_common = std::find(common_words.begin(), common_words.end(), word) != common_words.end();
    if (!is_common) content.telling.insert(word);
    content.all.insert(std::move(word));
  }
  return content;
}

std::size_t weight_of(const std::set<std::string>& words) {
  std::size_t weight = 0;
  for (const std::string& word : words) weight += code_point_count(word);
  return weight;
}

double shared_part(const std::set<std::string>& one, const std::set<std::string>& other) {
  std::set<std::string> both;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::inserter(both, both.end()));
  const std::size_t weight = weight_of(one) + weight_of(other);
  return weight == 0 ? 0 : 2.0 * static_cast<double>(weight_of(both)) / static_cast<double>(weight);
}

std::set<std::string> without(std::set<std::string> words, const std::set<std::string>& taken) {
  std::erase_if(words, [&](const std::string& word) { return taken.contains(word); });
  return words;
}

enum class Nearness { unknown, near, far };

std::optional<double> metres_between(const Record& one, const Record& other) {
  for (const Record* record : {&one, &other}) {
    for (const char* name : {"latitude_e7", "longitude_e7"}) {
      if (is_empty(field_or_empty(record->fields, name))) return std::nullopt;
    }
  }
  constexpr double metres_a_degree = 111'195;
  constexpr double e7 = 1e7;
  constexpr double radians_a_degree = 3.14159265358979 / 180;
  const auto degrees = [&](const Record& record, const char* name) {
    return static_cast<double>(integer_field(record.fields, name)) / e7;
  };
  const double north = degrees(one, "latitude_e7") - degrees(other, "latitude_e7");
  const double east = degrees(one, "longitude_e7") - degrees(other, "longitude_e7");
  const double middle = (degrees(one, "latitude_e7") + degrees(other, "latitude_e7")) / 2;
  return metres_a_degree * std::hypot(north, east * std::cos(middle * radians_a_degree));
}

// The map knows best, then the school, then the words for the place.
Nearness nearness_of(const Record& one, const Record& other) {
  if (const auto metres = metres_between(one, other)) {
    if (*metres <= near_metres_max) return Nearness::near;
    if (*metres >= far_metres_min) return Nearness::far;
    return Nearness::unknown;
  }
  const std::string& school = text_field(one.fields, "school");
  const std::string& other_school = text_field(other.fields, "school");
  if (!school.empty() && !other_school.empty())
    return school == other_school ? Nearness::near : Nearness::far;
  const std::string& place = text_field(one.fields, "place");
  const std::string& other_place = text_field(other.fields, "place");
  if (place.empty() || other_place.empty()) return Nearness::unknown;
  const Content words_here = content_of(place);
  const Content words_there = content_of(other_place);
  constexpr double same_place = 0.5;
  constexpr double another_place = 0.2;
  const double alike = shared_part(words_here.telling, words_there.telling);
  if (alike >= same_place || words_here.all == words_there.all) return Nearness::near;
  // "หอประชุม" may well be in "โรงเรียนบ้านหนองบัว"; another school is another place.
  const bool two_schools = words_here.all.contains("โรงเรียน") && words_there.all.contains("โรงเรียน");
  return two_schools && alike < another_place ? Nearness::far : Nearness::unknown;
}

std::optional<int> start_minutes(const Record& record) {
  const std::string& time = text_field(record.fields, "start_time");
  constexpr std::size_t time_length = 5;  // "09:30"
  if (time.size() != time_length) return std::nullopt;
  return std::atoi(time.substr(0, 2).c_str()) * 60 + std::atoi(time.substr(3).c_str());
}

TextSet why_events(const Record& one, const Record& other) {
  if (text_field(one.fields, "date").empty() ||
      text_field(one.fields, "date") != text_field(other.fields, "date"))
    return {};
  const Nearness nearness = nearness_of(one, other);
  if (nearness == Nearness::far) return {};
  const auto start = start_minutes(one);
  const auto other_start = start_minutes(other);
  const int minutes = start && other_start ? std::abs(*start - *other_start) : -1;
  const bool same_time = minutes >= 0 && minutes <= same_time_minutes_max;
  const bool other_time = minutes >= other_time_minutes_min;
  const std::string places = text_field(one.fields, "place") + " " + text_field(other.fields, "place");
  const double alike =
      words_alike(text_field(one.fields, "title"), text_field(other.fields, "title"), places);
  const bool by_words = alike >= (other_time ? alike_later : alike_anywhere);
  const bool by_place = nearness == Nearness::near && ((alike >= alike_near && !other_time) || same_time);
  if (!by_place && !by_words) return {};
  TextSet why;
  if (nearness == Nearness::near) why.emplace_back("place");
  if (same_time) why.emplace_back("time");
  if (by_words) why.emplace_back("words");
  return why;
}

// Who photographs an event writes one story of it or several: only the headline tells.
TextSet why_news(const Record& one, const Record& other) {
  const std::string& event = text_field(one.fields, "event");
  const bool same_event = !event.empty() && event == text_field(other.fields, "event");
  const std::string& date = text_field(one.fields, "date");
  const bool same_date = !date.empty() && date == text_field(other.fields, "date");
  if (!same_event && !same_date) return {};
  const double alike = words_alike(text_field(one.fields, "headline"), text_field(other.fields, "headline"));
  if (alike < (same_event ? alike_anywhere : alike_elsewhere)) return {};
  return {"words"};
}

// How far a news item has come.
int progress_of(const Record& record) {
  if (!text_field(record.fields, "number").empty()) return static_cast<int>(status_names.size());
  switch (status_named(text_field(record.fields, "status")).value_or(Status::draft)) {
    case Status::with_director:
      return 3;
    case Status::in_review:
      return 2;
    case Status::returned:
      return 1;
    case Status::rejected:
    case Status::cancelled:
      return -1;
    default:
      return 0;
  }
}

}  // namespace

double words_alike(std::string_view one, std::string_view other, std::string_view places) {
  const Content here = content_of(one);
  const Content there = content_of(other);
  const std::set<std::string> place_words = content_of(places).all;
  const auto telling_here = without(here.telling, place_words);
  const auto telling_there = without(there.telling, place_words);
  const bool says_nothing = telling_here.empty() || telling_there.empty();
  const double alike =
      says_nothing ? shared_part(here.all, there.all) : shared_part(telling_here, telling_there);
  const bool other_numbers = !here.numbers.empty() && !there.numbers.empty() && here.numbers != there.numbers;
  return other_numbers ? alike / 2 : alike;
}

TextSet why_alike(const Record& one, const Record& other) {
  if (one.kind != other.kind) return {};
  if (one.kind == "event") return why_events(one, other);
  return one.kind == "news" ? why_news(one, other) : TextSet{};
}

const Record& main_of_two(const Record& one, const Record& other) {
  const int here = progress_of(one);
  const int there = progress_of(other);
  if (here != there) return here > there ? one : other;
  return other.id < one.id ? other : one;
}

Done may_become_alias(const Record& record) {
  if (record.kind != "news") return {};
  const auto status = status_named(text_field(record.fields, "status"));
  const bool is_being_written = status == Status::draft || status == Status::returned;
  const bool was_shown = !text_field(record.fields, "number").empty() ||
                         !text_field(record.fields, "approved_revision").empty() ||
                         !text_field(record.fields, "public_revision").empty();
  if (is_being_written && !was_shown) return {};
  const std::string& number = text_field(record.fields, "number");
  return refuse(Code::not_joinable, told_in_both(record) + " · " +
                                        status_in_both(status ? name_of(*status) : std::string_view("")) +
                                        (number.empty() ? "" : " " + number));
}

Done may_be_main(const Record& record) {
  if (record.kind != "news") return {};
  const auto status = status_named(text_field(record.fields, "status"));
  if (status != Status::rejected && status != Status::cancelled) return {};
  return refuse(Code::wrong_status, told_in_both(record) + " · " + status_in_both(name_of(*status)));
}

std::string told_in_both(const Record& record) {
  const std::string& title = text_field(record.fields, find_kind(record.kind)->title);
  return kind_in_both(record.kind) + " " + (title.empty() ? record.id.text() : title);
}

}  // namespace khaosan
