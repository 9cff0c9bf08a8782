#include "server/logic/erasure.hpp"

#include <algorithm>

#include "server/logic/answering.hpp"
#include "server/logic/joins.hpp"
#include "server/logic/journal.hpp"
#include "server/logic/restore.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/names.hpp"
#include "shared/wire/media_id.hpp"
#include "shared/wire/value_json.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::server {
namespace {

Refusal not_erasable(const Record& record, std::string_view english, std::string_view thai) {
  return refuse(Code::not_erasable,
                kind_in_both(record.kind) + " " + record.id.text() + ": " + in_both(english, thai));
}

Done forget_in_quarantine(StoreWriter& store, const Sha256& file) {
  KHAOSAN_LET(rows, store.quarantined_files());
  for (const QuarantinedFile& row : rows) {
    if (row.sha == file) KHAOSAN_TRY(store.forget_quarantined_file(row.device, row.sha));
  }
  return {};
}

Erasure erasure_of(const Record& record) {
  Erasure erasure{record.kind, record.id};
  if (record.kind == "media") {
    if (const auto sha = Sha256::parse(text_field(record.fields, "sha256")); sha.ok()) erasure.file = *sha;
  }
  return erasure;
}

class Plan {
 public:
  explicit Plan(StoreReader& store) : store_(store) {}

  Done add_with_all(const Record& record) {
    KHAOSAN_TRY(check(record));
    KHAOSAN_TRY(add(record));
    KHAOSAN_TRY(add_children(record));
    KHAOSAN_LET(likenesses, likenesses_of(store_, record.id));
    for (const Record& likeness : likenesses) KHAOSAN_TRY(add(likeness));
    if (record.kind == "media") KHAOSAN_TRY(add_uses_of(record));
    if (record.kind == "news_photo") KHAOSAN_TRY(add_revisions_with(record));
    return {};
  }
  std::vector<Erasure> take() { return std::move(erasures_); }

 private:
  // With the conflicts that hold its words: its own, and, from a join that was undone, another record's.
  Done add(const Record& record) {
    Erasure erasure = erasure_of(record);
    const auto same = [&](const Erasure& one) { return one.kind == record.kind && one.record == record.id; };
    if (std::any_of(erasures_.begin(), erasures_.end(), same)) return {};
    erasures_.push_back(std::move(erasure));
    if (!conflicts_) {
      KHAOSAN_LET(all, store_.every("conflict"));
      conflicts_ = std::move(all);
    }
    const std::string id = record.id.text();
    for (const Record& conflict : *conflicts_) {
      if (text_field(conflict.fields, "record") == id || text_field(conflict.fields, "from") == id)
        erasures_.push_back(erasure_of(conflict));
    }
    return {};
  }

  Done check(const Record& record) {
    KHAOSAN_LET(tree, joined_tree(store_, record.kind, record.id));
    if (is_alias(record) || tree.size() > 1)
      return not_erasable(record, "it is joined with another one; part them first",
                          "รวมอยู่กับรายการอื่น โปรดแยกออกจากกันก่อน");
    if (!text_field(record.fields, "number").empty())
      return not_erasable(record, "it has a news number", "ข่าวนี้ได้รับเลขข่าวแล้ว");
    const auto status =
        record.kind == "news" ? status_named(text_field(record.fields, "status")) : Status::draft;
    if (!status || !news_flow::is_deletable(*status))
      return not_erasable(record, "it is in review; have it returned first",
                          "ข่าวนี้อยู่ระหว่างพิจารณา โปรดให้ส่งกลับแก้ไขก่อน");
    return {};
  }

  // Members of its lists and what the server keeps about it go along. What people wrote under it is theirs.
  Done add_children(const Record& record) {
    for (const KindDecl& kind : all_kinds()) {
      const FieldDecl* parent = kind.field(kind.parent);
      if (parent == nullptr) continue;
      if (parent->refers_to != record.kind) continue;
      KHAOSAN_LET(children, store_.every(kind.name, record.id));
      for (const Record& child : children) {
        const bool goes_along = kind.writer != Writer::person || parent->once;
        if (goes_along) {
          KHAOSAN_TRY(add(child));
        } else if (!child.deleted) {
          return not_erasable(record, "something still belongs to it: " + std::string(kind.en),
                              "ยังมีรายการอื่นอยู่ภายใต้รายการนี้: " + std::string(kind.th));
        }
      }
    }
    return {};
  }

  // A photo's place in a story: the revisions that hold its caption.
  Done add_revisions_with(const Record& member) {
    KHAOSAN_TRY(check_story(member, text_field(member.fields, "news")));
    const auto media = RecordId::parse(text_field(member.fields, "media"));
    const auto news = RecordId::parse(text_field(member.fields, "news"));
    if (!media.ok() || !news.ok()) return {};
    KHAOSAN_LET(shown, store_.record("media", *media));
    if (!shown) return {};
    const std::string sha = text_field(shown->fields, "sha256");
    KHAOSAN_LET(revisions, store_.every("revision", *news));
    for (const Record& revision : revisions) {
      if (!revision.erased && text_field(revision.fields, "document").find(sha) != std::string::npos)
        KHAOSAN_TRY(add(revision));
    }
    return {};
  }

  // Its places in stories, and the revisions that hold its caption.
  Done add_uses_of(const Record& media) {
    const std::string sha = text_field(media.fields, "sha256");
    for (const char* kind : {"news_photo", "revision"}) {
      KHAOSAN_LET(found, store_.every(kind));
      for (const Record& one : found) {
        const bool shows = one.kind == "revision"
                               ? text_field(one.fields, "document").find(sha) != std::string::npos
                               : text_field(one.fields, "media") == media.id.text();
        if (!shows || one.erased) continue;
        KHAOSAN_TRY(check_story(media, text_field(one.fields, "news")));
        KHAOSAN_TRY(add(one));
      }
    }
    return {};
  }

  // A story with a number is the office's record; one that somebody decides on must not change under them.
  Done check_story(const Record& media, const std::string& news_id) {
    const auto id = RecordId::parse(news_id);
    if (!id.ok()) return {};
    KHAOSAN_LET(news, store_.record("news", *id));
    if (!news) return {};
    if (!text_field(news->fields, "number").empty())
      return not_erasable(media, "a story with a news number shows it", "มีข่าวที่ได้รับเลขข่าวแล้วใช้ภาพนี้อยู่");
    const auto status = status_named(text_field(news->fields, "status"));
    if (!status || !news_flow::is_deletable(*status))
      return not_erasable(media, "a story in review shows it; have it returned first",
                          "ข่าวที่กำลังพิจารณาใช้ภาพนี้อยู่ โปรดให้ส่งกลับแก้ไขก่อน");
    return {};
  }

  StoreReader& store_;
  std::vector<Erasure> erasures_;
  std::optional<std::vector<Record>> conflicts_;
};

}  // namespace

Result<bool> is_erased_file(StoreReader& store, const Sha256& file) {
  KHAOSAN_LET(record, store.record("media", media_id(file)));
  return record && record->erased;
}

Result<bool> is_erased_file(Store& store, const Sha256& file) {
  bool erased = false;
  KHAOSAN_TRY(store.read([&](StoreReader& reader) -> Done {
    KHAOSAN_LET(is_erased, is_erased_file(reader, file));
    erased = is_erased;
    return {};
  }));
  return erased;
}

Result<std::vector<Erasure>> plan_erasure(StoreReader& store, std::string_view kind_name, RecordId id) {
  const KindDecl* kind = find_kind(kind_name);
  if (kind == nullptr || kind->writer != Writer::person)
    return refuse(Code::unknown_kind, std::string(kind_name));
  KHAOSAN_LET(record, store.record(kind_name, id));
  if (!record) return refuse(Code::unknown_record, kind_in_both(kind_name) + " " + id.text());
  Plan plan(store);
  if (!record->erased) KHAOSAN_TRY(plan.add_with_all(*record));
  return plan.take();
}

Result<std::vector<Erasure>> plan_told_erasures(StoreReader& store, const std::vector<ErasedRecord>& told) {
  std::vector<Erasure> erasures;
  if (!restore_waits(store)) return erasures;
  for (const ErasedRecord& one : told) {
    if (find_kind(one.kind) == nullptr) continue;
    KHAOSAN_LET(record, store.record(one.kind, one.record));
    if (record && record->erased) continue;
    erasures.push_back(erasure_of(record ? *record : Record{.kind = one.kind, .id = one.record}));
  }
  return erasures;
}

Done carry_out_erasure(StoreWriter& store, const std::vector<Erasure>& erasures, std::string_view reason,
                       Instant now) {
  bool any = false;
  for (const Erasure& erasure : erasures) {
    KHAOSAN_LET(before, store.record(erasure.kind, erasure.record));
    if (before && before->erased) continue;
    JournalRow row = admin_row("erased", now);
    row.kind = erasure.kind;
    row.record = erasure.record;
    row.resulted = fields_to_text({{"reason", std::string(reason)}});
    KHAOSAN_LET(seq, store.append(std::move(row)));
    KHAOSAN_TRY(store.empty_values(erasure.kind, erasure.record, seq));
    if (erasure.file) KHAOSAN_TRY(forget_in_quarantine(store, *erasure.file));
    Record stone{.kind = erasure.kind, .id = erasure.record};
    stone.seq = seq;
    stone.delete_seq = seq;
    stone.deleted = true;
    stone.erased = true;
    stone.changed_at = now;
    KHAOSAN_TRY(store.save_record(stone));
    any = true;
  }
  if (!any) return {};
  KHAOSAN_TRY(
      store.forget_waiting([&](const Change& change) { return !check_not_erased(store, change).ok(); }));
  return store.forget_details();
}

}  // namespace khaosan::server
