#include "client/app/news_parts.hpp"

#include <set>

#include "shared/wire/revision_json.hpp"

namespace khaosan::client {
namespace {

// The record that a reference field names.
Result<Record> referred(StoreReader& store, const Record& from, const char* field, const char* kind) {
  const std::string& text = text_field(from.fields, field);
  const auto id = RecordId::parse(text);
  if (!id.ok()) return refuse(Code::dangling_reference, std::string(kind) + " " + text);
  KHAOSAN_LET(found, store.current(kind, *id));
  if (!found || found->deleted) return refuse(Code::dangling_reference, std::string(kind) + " " + text);
  return std::move(*found);
}

Result<std::set<std::string>> dropped_photos(StoreReader& store, RecordId news) {
  KHAOSAN_LET(pending, store.outbox_of("news", news));
  std::set<std::string> dropped;
  for (const OutboxEntry& entry : pending) {
    if (entry.change.op == Op::act && entry.change.act.verb == "drop_photo")
      dropped.insert(entry.change.act.text);
  }
  return dropped;
}

}  // namespace

Result<NewsParts> news_parts(StoreReader& store, const Record& news) {
  NewsParts parts{news, {}, {}, {}};
  if (!text_field(news.fields, "event").empty()) {
    KHAOSAN_LET(event, referred(store, news, "event", "event"));
    parts.event = std::move(event);
  }
  KHAOSAN_LET(dropped, dropped_photos(store, news.id));
  KHAOSAN_LET(members, store.children("news_photo", news.id));
  for (Record& member : members) {
    if (dropped.contains(member.id.text())) continue;
    KHAOSAN_LET(media, referred(store, member, "media", "media"));
    parts.photos.push_back({std::move(member), std::move(media)});
  }
  KHAOSAN_LET(links, store.children("news_channel", news.id));
  for (const Record& link : links) {
    KHAOSAN_LET(channel, referred(store, link, "channel", "channel"));
    parts.channels.push_back(std::move(channel));
  }
  return parts;
}

Result<std::int64_t> edits_since_submitted(StoreReader& store, const Record& news) {
  const std::string& sha = text_field(news.fields, "revision");
  if (sha.empty()) return std::int64_t{0};
  KHAOSAN_LET(revisions, store.children("revision", news.id));
  for (const Record& revision : revisions) {
    if (text_field(revision.fields, "sha256") != sha) continue;
    const auto submitted = revision_from_document(text_field(revision.fields, "document"));
    const auto parts = news_parts(store, news);
    if (!submitted.ok() || !parts.ok()) return std::int64_t{0};
    const NewsRevision now = compose_revision(*parts, submitted->number);
    std::set<std::string> paths;
    for (const RevisionItem& item : submitted->items) paths.insert(item.path);
    for (const RevisionItem& item : now.items) paths.insert(item.path);
    std::int64_t edits = 0;
    for (const std::string& path : paths) edits += submitted->at(path) == now.at(path) ? 0 : 1;
    return edits;
  }
  return std::int64_t{0};
}

}  // namespace khaosan::client
