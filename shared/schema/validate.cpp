#include "shared/schema/validate.hpp"

#include <algorithm>
#include <charconv>

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"
#include "shared/base/time.hpp"
#include "shared/base/utf8.hpp"
#include "shared/schema/names.hpp"

namespace khaosan {
namespace {

// `why` is the form that is wanted, in signs of no language or in both.
std::string named(const FieldDecl& field, std::string_view why) {
  return name_in_both(field) + ": " + std::string(why);
}

Refusal bad(const FieldDecl& field, std::string_view why) {
  return refuse(Code::bad_value, named(field, why));
}

Result<Value> check_text(const FieldDecl& field, const std::string& text) {
  if (!is_utf8(text)) return refuse(Code::not_utf8, name_in_both(field));
  if (has_control_character(text, field.type == FieldType::prose)) {
    return refuse(Code::control_character, name_in_both(field));
  }
  if (code_point_count(text) > field.limit) {
    return refuse(Code::too_long, named(field, "≤ " + std::to_string(field.limit)));
  }
  return Value{text};
}

// What an office can mean. A slip of the finger gives other years (0001, or 9569 for 2569), and they would
// sort before or after everything.
constexpr int first_year = 1900;
constexpr int last_year = 2199;

Result<CivilDate> check_day(const FieldDecl& field, std::string_view text) {
  KHAOSAN_LET(day, CivilDate::parse(text));
  if (day.year < first_year || day.year > last_year) {
    const auto years = [](int first, int last, const char* to) {
      return std::to_string(first) + to + std::to_string(last);
    };
    return bad(field, std::string(text) + " " +
                          in_both("is not within the years " + years(first_year, last_year, " to "),
                                  "ไม่อยู่ในปี พ.ศ. " + years(first_year + buddhist_era_offset_years,
                                                          last_year + buddhist_era_offset_years, " ถึง ")));
  }
  return day;
}

bool is_choice(const FieldDecl& field, std::string_view text) {
  // A vocabulary that the server owns (the outcome of a conflict, say) has no list here.
  if (field.choices.empty()) return true;
  return std::any_of(field.choices.begin(), field.choices.end(),
                     [&](const Choice& c) { return c.name == text; });
}

std::string choice_list(const FieldDecl& field) {
  std::string list;
  for (const Choice& choice : field.choices) list += (list.empty() ? "" : " | ") + std::string(choice.name);
  return list;
}

Result<Value> check_date_time(const FieldDecl& field, const std::string& text) {
  if (text.size() != 19 || text[10] != ' ')
    return bad(field, in_both("YYYY-MM-DD HH:MM:SS", "ปปปป-ดด-วว ชช:นน:วว"));
  KHAOSAN_LET(day, check_day(field, std::string_view(text).substr(0, 10)));
  KHAOSAN_LET(clock, parse_civil_time(std::string_view(text).substr(11, 5)));
  const bool seconds =
      text[16] == ':' && text[17] >= '0' && text[17] <= '5' && text[18] >= '0' && text[18] <= '9';
  if (!seconds) return bad(field, in_both("YYYY-MM-DD HH:MM:SS", "ปปปป-ดด-วว ชช:นน:วว"));
  return Value{day.iso() + " " + clock + text.substr(16)};
}

// A position key sorts bytewise: digits and letters only, never ending in the lowest digit.
Result<Value> check_position(const FieldDecl& field, const std::string& text) {
  const bool known = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
  if (!known || text.empty() || text.size() > 2 * field.limit)
    return bad(field, in_both("not a position key", "ไม่ใช่ลำดับที่ใช้ได้"));
  return Value{text};
}

Result<Value> check_string(const FieldDecl& field, const std::string& text) {
  switch (field.type) {
    case FieldType::text:
    case FieldType::prose:
      return check_text(field, text);
    case FieldType::date: {
      KHAOSAN_LET(day, check_day(field, text));
      return Value{day.iso()};
    }
    case FieldType::time: {
      KHAOSAN_LET(clock, parse_civil_time(text));
      return Value{clock};
    }
    case FieldType::date_time:
      return check_date_time(field, text);
    case FieldType::choice:
      if (!is_choice(field, text)) return bad(field, choice_list(field));
      return Value{text};
    case FieldType::reference:
    case FieldType::user: {
      KHAOSAN_LET(uuid, Uuid::parse(text));
      return Value{uuid.text()};
    }
    case FieldType::sha256: {
      KHAOSAN_LET(sha, Sha256::parse(text));
      return Value{sha.hex()};
    }
    case FieldType::position:
      return check_position(field, text);
    case FieldType::integer:
    case FieldType::flag:
    case FieldType::choices:
      return bad(field, in_both("text is not of its type", "ใส่ข้อความในช่องนี้ไม่ได้"));
  }
  return bad(field, in_both("unknown type", "ไม่รู้จักชนิดของช่อง"));
}

Result<Value> check_set(const FieldDecl& field, TextSet set) {
  for (const auto& member : set) {
    if (!is_utf8(member) || has_control_character(member, false))
      return refuse(Code::not_utf8, name_in_both(field));
    if (!is_choice(field, member)) return bad(field, choice_list(field));
  }
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
  return set.empty() ? Value{} : Value{std::move(set)};
}

// ๐-๙ as 0-9: people type both.
std::string with_western_digits(std::string_view text) {
  std::string western;
  for (std::size_t at = 0; at < text.size();) {
    const bool thai = text.size() - at >= 3 && text[at] == '\xE0' && text[at + 1] == '\xB9' &&
                      static_cast<std::uint8_t>(text[at + 2]) >= 0x90 &&
                      static_cast<std::uint8_t>(text[at + 2]) <= 0x99;
    western += thai ? static_cast<char>('0' + (static_cast<std::uint8_t>(text[at + 2]) - 0x90)) : text[at];
    at += thai ? 3 : 1;
  }
  return western;
}

// "2569-2-3" as "2569-02-03", "9:30" as "09:30"; a number alone stays as it is.
std::string padded_parts(const std::string& text) {
  if (text.find_first_of("-:.") == std::string::npos || text.front() == '-') return text;
  std::string padded;
  std::string part;
  for (const char sign : text + '\0') {
    if (sign >= '0' && sign <= '9') {
      part += sign;
      continue;
    }
    padded += (part.size() == 1 ? "0" : "") + part;
    part.clear();
    if (sign != '\0') padded += sign;
  }
  return padded;
}

}  // namespace

Result<Value> validate(const FieldDecl& field, Value value) {
  if (is_empty(value)) return value;
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (text->empty()) return Value{};
    return check_string(field, *text);
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    if (field.type != FieldType::integer)
      return bad(field, in_both("a number is not of its type", "ใส่ตัวเลขในช่องนี้ไม่ได้"));
    const auto limit = static_cast<std::int64_t>(field.limit);
    if (*number > limit || *number < field.least)
      return bad(field, std::to_string(field.least) + " … " + std::to_string(limit));
    return value;
  }
  if (std::holds_alternative<bool>(value)) {
    if (field.type != FieldType::flag)
      return bad(field, in_both("true or false is not of its type", "ใส่ true หรือ false ในช่องนี้ไม่ได้"));
    return value;
  }
  if (field.type != FieldType::choices)
    return bad(field, in_both("a list is not of its type", "ใส่หลายค่าในช่องนี้ไม่ได้"));
  return check_set(field, std::get<TextSet>(std::move(value)));
}

Done check_order(const KindDecl& kind, const Fields& present, const Fields& set) {
  const auto value_of = [&](std::string_view name) -> const std::string& {
    return text_field(set.contains(name) ? set : present, name);
  };
  for (const FieldDecl& field : kind.fields) {
    const bool touched = set.contains(field.name) || set.contains(field.not_before);
    if (field.not_before.empty() || !touched) continue;
    const std::string& before = value_of(field.not_before);
    const std::string& after = value_of(field.name);
    if (before.empty() || after.empty() || before <= after) continue;
    return bad(field, after + " " + in_both("is before", "มาก่อน") + " " +
                          named(*kind.field(field.not_before), before));
  }
  return {};
}

Result<Value> read_typed(const FieldDecl& field, std::string_view words) {
  if (words.empty()) return Value{};
  const bool counts = field.type == FieldType::integer || field.type == FieldType::date ||
                      field.type == FieldType::time || field.type == FieldType::date_time;
  const std::string typed = counts ? padded_parts(with_western_digits(words)) : std::string(words);
  if (field.type == FieldType::integer) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (error != std::errc() || end != typed.data() + typed.size()) return bad(field, "… -1, 0, 1, 2 …");
    return validate(field, number);
  }
  if (field.type == FieldType::flag) {
    if (typed == "true" || typed == "1" || typed == "yes") return Value{true};
    if (typed == "false" || typed == "0" || typed == "no") return Value{false};
    return bad(field, "true | false");
  }
  if (field.type == FieldType::choices) {
    TextSet set;
    for (std::size_t at = 0; at <= typed.size();) {
      const auto comma = std::min(typed.find(',', at), typed.size());
      if (comma > at) set.emplace_back(typed.substr(at, comma - at));
      at = comma + 1;
    }
    return validate(field, std::move(set));
  }
  return validate(field, std::string(typed));
}

}  // namespace khaosan
