#include "shared/sync/compose_revision.hpp"

#include <algorithm>
#include <array>

#include "shared/schema/kinds.hpp"
#include "shared/schema/names.hpp"

namespace khaosan {
namespace {

constexpr std::array news_paths = {"headline", "lead", "body", "type", "date", "credit"};
constexpr std::array photo_edits = {"quarter_turns", "crop_left_e4", "crop_top_e4", "crop_width_e4",
                                    "crop_height_e4"};

void add(NewsRevision& revision, std::string path, const Value& value) {
  if (!is_empty(value)) revision.items.push_back({std::move(path), value, {}});
}

// A photo's caption in the news, or its own.
const Value& caption_of(const NewsPhoto& photo) {
  const Value& here = field_or_empty(photo.member.fields, "caption");
  return is_empty(here) ? field_or_empty(photo.media.fields, "caption") : here;
}

void add_photo(NewsRevision& revision, const NewsPhoto& photo, std::size_t index) {
  const std::string path = "photos/" + std::to_string(index) + "/";
  add(revision, path + "original", field_or_empty(photo.media.fields, "sha256"));
  for (const char* edit : photo_edits) add(revision, path + edit, field_or_empty(photo.member.fields, edit));
  add(revision, path + "caption", caption_of(photo));
  add(revision, path + "credit", field_or_empty(photo.media.fields, "credit"));
  add(revision, path + "do_not_publish", field_or_empty(photo.media.fields, "do_not_publish"));
}

// The record that a reference field names; it is of the kind that the field refers to.
Result<Record> referred(const PartsSource& source, const Record& from, std::string_view field_name) {
  const KindDecl& kind = *find_kind(find_kind(from.kind)->field(field_name)->refers_to);
  const std::string& text = text_field(from.fields, field_name);
  const auto missing = [&] { return refuse(Code::dangling_reference, kind_in_both(kind.name) + " " + text); };
  const auto id = RecordId::parse(text);
  if (!id.ok()) return missing();
  KHAOSAN_LET(found, source.record(kind.name, *id));
  if (!found || found->deleted) return missing();
  return std::move(*found);
}

}  // namespace

Result<std::optional<Record>> event_of_news(const PartsSource& source, const std::string& event_id) {
  if (event_id.empty()) return std::optional<Record>{};
  const KindDecl& kind = *find_kind("event");
  const auto id = RecordId::parse(event_id);
  KHAOSAN_LET(event, id.ok() ? source.record(kind.name, *id)
                             : Result<std::optional<Record>>(std::optional<Record>{}));
  if (!event) return refuse(Code::dangling_reference, kind_in_both(kind.name) + " " + event_id);
  if (event->deleted) return refuse(Code::event_deleted, text_field(event->fields, "title"));
  return std::move(event);
}

Result<NewsParts> gather_parts(const PartsSource& source, const Record& news) {
  NewsParts parts{news, {}, {}, {}};
  KHAOSAN_LET(event, event_of_news(source, text_field(news.fields, "event")));
  parts.event = std::move(event);
  KHAOSAN_LET(members, source.children("news_photo", news.id));
  for (Record& member : members) {
    KHAOSAN_LET(media, referred(source, member, "media"));
    parts.photos.push_back({std::move(member), std::move(media)});
  }
  KHAOSAN_LET(links, source.children("news_channel", news.id));
  for (const Record& link : links) {
    KHAOSAN_LET(channel, referred(source, link, "channel"));
    parts.channels.push_back(std::move(channel));
  }
  return parts;
}

NewsRevision compose_revision(NewsParts parts, std::int64_t number) {
  std::sort(parts.photos.begin(), parts.photos.end(), [](const NewsPhoto& left, const NewsPhoto& right) {
    const auto& left_key = text_field(left.member.fields, "position");
    const auto& right_key = text_field(right.member.fields, "position");
    return left_key != right_key ? left_key < right_key : left.member.id < right.member.id;
  });
  std::sort(parts.channels.begin(), parts.channels.end(), [](const Record& left, const Record& right) {
    const auto& left_name = text_field(left.fields, "name");
    const auto& right_name = text_field(right.fields, "name");
    return left_name != right_name ? left_name < right_name : left.id < right.id;
  });
  NewsRevision revision{parts.news.id, number, {}};
  for (const char* path : news_paths) add(revision, path, field_or_empty(parts.news.fields, path));
  // Who decides, decides on this event, with its mark as it is.
  if (parts.event) {
    add(revision, "event/id", parts.event->id.text());
    add(revision, "event/do_not_publish", flag_field(parts.event->fields, "do_not_publish"));
  }
  for (std::size_t i = 0; i < parts.channels.size(); ++i) {
    add(revision, "channels/" + std::to_string(i), field_or_empty(parts.channels[i].fields, "name"));
  }
  for (std::size_t i = 0; i < parts.photos.size(); ++i) add_photo(revision, parts.photos[i], i);
  return revision;
}

Done showable(std::string_view type, const std::string& file_name) {
  const bool is_picture = type.empty() || type == "photo" || type == "drawing";  // none: not said yet
  return is_picture ? Done{} : refuse(Code::not_a_picture, file_name);
}

Done ready_to_submit(const NewsParts& parts) {
  for (const FieldDecl& field : find_kind("news")->fields) {
    if (field.required && is_empty(field_or_empty(parts.news.fields, field.name))) {
      return refuse(Code::required_missing, name_in_both(field));
    }
  }
  for (const NewsPhoto& photo : parts.photos)
    KHAOSAN_TRY(
        showable(text_field(photo.media.fields, "type"), text_field(photo.media.fields, "file_name")));
  if (parts.event) return publishable(*parts.event);
  return {};
}

Done publishable(const Record& event) {
  if (!flag_field(event.fields, "do_not_publish")) return {};
  return refuse(Code::not_publishable, text_field(event.fields, "title"));
}

}  // namespace khaosan
