#include "client/app/news_parts.hpp"

#include <set>

#include "shared/wire/revision_json.hpp"

namespace khaosan::client {
namespace {

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

PartsSource parts_source(StoreReader& store) {
  return {[&](std::string_view kind, RecordId id) { return store.current(std::string(kind), id); },
          [&](std::string_view kind, RecordId parent) { return store.children(std::string(kind), parent); }};
}

Result<NewsParts> news_parts(StoreReader& store, const Record& news) {
  KHAOSAN_LET(dropped, dropped_photos(store, news.id));
  PartsSource source = parts_source(store);
  source.children = [&store, &dropped = dropped](std::string_view kind,
                                                 RecordId parent) -> Result<std::vector<Record>> {
    KHAOSAN_LET(members, store.children(std::string(kind), parent));
    std::erase_if(members, [&](const Record& member) { return dropped.contains(member.id.text()); });
    return std::move(members);
  };
  return gather_parts(source, news);
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
