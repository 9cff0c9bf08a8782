#include "client/cli/shown.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "shared/wire/value_json.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

constexpr std::int64_t ms_per_minute = 60'000;
constexpr std::int64_t minutes_per_day = 24 * 60;
constexpr std::int64_t e7_per_degree = 10'000'000;

constexpr std::array<std::string_view, 12> english_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string english_date(CivilDate date) {
  return std::to_string(date.day) + " " +
         std::string(english_months[static_cast<std::size_t>(date.month - 1)]) + " " +
         std::to_string(date.year);
}

std::string shown_date(Lang lang, const std::string& text) {
  const auto date = CivilDate::parse(text);
  if (!date.ok()) return text;
  return lang == Lang::th ? thai_long_date(*date) : english_date(*date);
}

// "09:30" is 09.30 น. in Thai.
std::string shown_time(Lang lang, std::string text) {
  if (lang == Lang::en) return text;
  std::replace(text.begin(), text.end(), ':', '.');
  return text + " น.";
}

std::string shown_date_time(Lang lang, const std::string& text) {
  constexpr std::size_t date_bytes = 10;
  constexpr std::size_t time_bytes = 5;
  if (text.size() < date_bytes + 1 + time_bytes) return text;
  return shown_date(lang, text.substr(0, date_bytes)) + " " +
         shown_time(lang, text.substr(date_bytes + 1, time_bytes));
}

std::string shown_choice(Lang lang, const FieldDecl& field, const std::string& name) {
  for (const Choice& choice : field.choices) {
    if (choice.name == name) return std::string(lang == Lang::th ? choice.th : choice.en);
  }
  return name;
}

std::string shown_choices(Lang lang, const FieldDecl& field, const TextSet& set) {
  std::string text;
  for (const std::string& name : set) text += (text.empty() ? "" : ", ") + shown_choice(lang, field, name);
  return text;
}

std::string shown_integer(const FieldDecl& field, std::int64_t number) {
  if (!field.name.ends_with("_e7")) return std::to_string(number);
  std::array<char, 32> text{};
  const auto whole = static_cast<double>(number) / static_cast<double>(e7_per_degree);
  std::snprintf(text.data(), text.size(), "%.7f", whole);
  return text.data();
}

std::string shown_text(Lang lang, const FieldDecl& field, const std::string& text, Names& names) {
  switch (field.type) {
    case FieldType::date:
      return shown_date(lang, text);
    case FieldType::time:
      return shown_time(lang, text);
    case FieldType::date_time:
      return shown_date_time(lang, text);
    case FieldType::choice:
      return shown_choice(lang, field, text);
    case FieldType::reference:
      return names.of(field.refers_to, text);
    case FieldType::user:
      return names.of("user", text);
    case FieldType::text:
      if (!field.choices.empty()) return shown_choice(lang, field, text);
      if (field.writer == Writer::server && field.name == "record_kind") return names.of_kind(text);
      // What the server writes down as a moment is an instant in UTC.
      if (const auto instant = parse_iso_utc(text); field.writer == Writer::server && instant.ok())
        return shown_instant(lang, *instant);
      return text;
    default:
      return text;
  }
}

}  // namespace

std::string shown_instant(Lang lang, Instant instant) {
  if (lang == Lang::th) return thai_date_time(instant);
  const std::int64_t minutes = (instant.unix_ms + bangkok_offset_ms) / ms_per_minute;
  const std::int64_t of_day = ((minutes % minutes_per_day) + minutes_per_day) % minutes_per_day;
  std::array<char, 16> clock{};
  std::snprintf(clock.data(), clock.size(), " %02d:%02d", static_cast<int>(of_day / 60),
                static_cast<int>(of_day % 60));
  return english_date(bangkok_date(instant)) + clock.data();
}

std::string Names::of_kind(std::string_view kind) const {
  const KindDecl* decl = find_kind(kind);
  return decl == nullptr ? std::string(kind) : std::string(lang_ == Lang::th ? decl->th : decl->en);
}

std::string Names::of(std::string_view kind, std::string_view id) {
  if (const auto uuid = Uuid::parse(id); uuid.ok() && uuid->empty())
    return std::string(text_in(lang_, Text::nobody_yet));
  const std::string key = std::string(kind) + "/" + std::string(id);
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  std::string name(id);
  const KindDecl* decl = find_kind(kind);
  const auto record_id = RecordId::parse(id);
  if (decl != nullptr && record_id.ok()) {
    const auto view = app_.get(std::string(kind), *record_id);
    if (view.ok() && !record_title(*decl, view->record).empty()) name = record_title(*decl, view->record);
  }
  return known_.emplace(key, name).first->second;
}

std::string shown_value(Lang lang, const FieldDecl& field, const Value& value, Names& names) {
  if (const auto* yes = std::get_if<bool>(&value)) {
    return std::string(text_in(lang, *yes ? Text::yes : Text::no));
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) return shown_integer(field, *number);
  if (const auto* set = std::get_if<TextSet>(&value)) return shown_choices(lang, field, *set);
  if (const auto* text = std::get_if<std::string>(&value)) return shown_text(lang, field, *text, names);
  return {};
}

std::string shown_side(Lang lang, const KindDecl& kind, const std::string& side, Names& names) {
  const auto fields = fields_from_text(side);
  if (!fields.ok()) return side;
  std::string text;
  for (const auto& [name, value] : *fields) {
    const FieldDecl* field = kind.field(name);
    const std::string shown_one = field == nullptr ? shown(value) : shown_value(lang, *field, value, names);
    if (fields->size() == 1) return shown_one;
    const std::string label(field == nullptr   ? std::string_view(name)
                            : lang == Lang::th ? field->th
                                               : field->en);
    text += (text.empty() ? "" : " · ") + label + ": " + shown_one;
  }
  return text;
}

std::string record_title(const KindDecl& kind, const Record& record) {
  if (kind.name == "person") {
    const std::string& last = text_field(record.fields, "last_name");
    return text_field(record.fields, "title") + text_field(record.fields, "first_name") +
           (last.empty() ? "" : " " + last);
  }
  return kind.title.empty() ? std::string() : text_field(record.fields, kind.title);
}

std::string shown_status(Lang lang, const Record& news, const std::vector<Record>& decisions) {
  const auto say = [&](Text text, const std::string& value = {}) {
    return filled(text_in(lang, text), {value});
  };
  const Status status = status_named(text_field(news.fields, "status")).value_or(Status::draft);
  const FieldDecl* field = find_kind("news")->field("status");
  std::string shown = shown_choice(lang, *field, std::string(name_of(status)));

  const bool undecided = status == Status::in_review || status == Status::with_director;
  const std::string& revision = text_field(news.fields, "revision");
  const std::string& approved = text_field(news.fields, "approved_revision");
  const bool is_public = !text_field(news.fields, "public_revision").empty();
  const std::int64_t submissions = integer_field(news.fields, "submissions");
  if (undecided && is_public) {
    shown = say(Text::status_correcting) + " · " + shown;
  } else if (undecided && submissions > 1) {
    shown = say(Text::status_again, std::to_string(submissions)) + " · " + shown;
  }
  if (undecided && !is_public && !approved.empty() && approved != revision)
    shown += " · " + say(Text::status_voided);

  if (status != Status::approved) return shown;
  for (auto at = decisions.rbegin(); at != decisions.rend(); ++at) {
    if (text_field(at->fields, "verb") != "approve") continue;
    const auto capacity = capacity_named(text_field(at->fields, "capacity")).value_or(Capacity::own);
    if (capacity == Capacity::delegated) return say(Text::status_approved_delegated);
    if (capacity == Capacity::acting) return say(Text::status_approved_acting);
    break;
  }
  return shown;
}

json record_document(const Record& record) {
  json document = {{"kind", record.kind},
                   {"id", record.id.text()},
                   {"seq", record.seq},
                   {"deleted", record.deleted},
                   {"fields", fields_to_json(record.fields)}};
  if (!record.changed_by.empty()) document["changed_by"] = record.changed_by.text();
  if (record.changed_at.unix_ms != 0) document["changed_at"] = iso_utc(record.changed_at);
  return document;
}

}  // namespace khaosan::client
