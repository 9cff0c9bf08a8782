#include <algorithm>

#include "server/logic/accounts.hpp"
#include "server/logic/apply.hpp"
#include "server/logic/joins.hpp"
#include "shared/crypto/random.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/names.hpp"
#include "shared/sync/compose_revision.hpp"
#include "shared/sync/ids.hpp"
#include "shared/wire/media_id.hpp"
#include "shared/wire/revision_json.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::server {
namespace {

struct NewsAct {
  Desk& desk;
  const Change& change;
  const SealedChange& sealed;
  Record news;
  const Act& act() const { return change.act; }
};

Result<ChangeAnswer> save_act(NewsAct& news_act, const Fields& changed) {
  ChangeAnswer answer{news_act.change.id, Outcome::accepted, 0, "", ""};
  KHAOSAN_TRY(save_change(news_act.desk, news_act.change, news_act.sealed.payload, news_act.news, changed,
                          changed, answer));
  return answer;
}

Result<std::optional<NewsRevision>> revision_named(StoreReader& store, RecordId news,
                                                   const std::string& sha) {
  KHAOSAN_LET(revisions, store.children("revision", news));
  for (const Record& record : revisions) {
    if (text_field(record.fields, "sha256") != sha) continue;
    KHAOSAN_LET(revision, revision_from_document(text_field(record.fields, "document")));
    return std::optional<NewsRevision>{std::move(revision)};
  }
  return std::optional<NewsRevision>{};
}

// Says which revision is the current one and what differs from the one that was named.
Refusal superseded(StoreReader& store, const Record& news, const std::string& named) {
  const std::string& current = text_field(news.fields, "revision");
  const auto before = revision_named(store, news.id, named);
  if (!before.ok()) return before.refusal();
  const auto now = revision_named(store, news.id, current);
  if (!now.ok()) return now.refusal();
  std::string detail = named.substr(0, 12) + " → " + (current.empty() ? in_both("none", "ไม่มี") : current);
  if (*before && *now)
    detail += ", " + in_both("changed", "ส่วนที่ต่างกัน") + ": " + what_changed(**before, **now);
  return refuse(Code::revision_superseded, detail);
}

PartsSource parts_source(StoreReader& store) {
  return {[&](std::string_view kind, RecordId id) { return store.record(kind, id); },
          [&](std::string_view kind, RecordId parent) { return store.children(kind, parent); }};
}

// Before a revision goes further: neither the event that it is about nor the one that the news names now may
// be deleted or marked, nor a photo that was not marked when it was submitted (a marked one is not shown).
Done check_publishable(const NewsAct& news_act, const std::string& revision_sha) {
  StoreReader& store = news_act.desk.store;
  KHAOSAN_LET(revision, revision_named(store, news_act.news.id, revision_sha));
  for (const std::string& id :
       {text_field(news_act.news.fields, "event"), revision ? revision->text("event/id") : std::string()}) {
    const auto event = event_of_news(parts_source(store), id);
    if (!event.ok() && event.refusal().code != Code::dangling_reference) return event.refusal();
    if (event.ok() && *event) KHAOSAN_TRY(publishable(**event));
  }
  if (!revision) return {};
  for (std::size_t i = 0; i < revision->photo_count(); ++i) {
    const std::string path = "photos/" + std::to_string(i) + "/";
    const RecordId media = media_id(revision->text(path + "original"));
    KHAOSAN_LET(photo, store.record("media", media));
    if (photo && flag_field(photo->fields, "do_not_publish") &&
        revision->at(path + "do_not_publish") != Value{true})
      return refuse(Code::not_publishable, text_field(photo->fields, "file_name"));
  }
  return {};
}

Done check_photos_are_here(const NewsAct& news_act, const NewsParts& parts) {
  for (const NewsPhoto& photo : parts.photos) {
    const auto sha = Sha256::parse(text_field(photo.media.fields, "sha256"));
    if (!sha.ok() || !news_act.desk.files.has(*sha)) {
      return refuse(Code::photo_missing, text_field(photo.media.fields, "file_name"));
    }
  }
  return {};
}

Result<NewsParts> parts_to_submit(const NewsAct& news_act) {
  KHAOSAN_LET(in_conflict, has_open_conflict(news_act.desk.store, news_act.news.id));
  if (in_conflict) return refuse(Code::conflict_open, text_field(news_act.news.fields, "headline"));
  const Value& unseen = field_or_empty(news_act.news.fields, "merged_unseen");
  if (const auto* marks = std::get_if<TextSet>(&unseen))
    return refuse(Code::merge_unseen, fields_in_both("news", *marks));
  KHAOSAN_LET(parts, gather_parts(parts_source(news_act.desk.store), news_act.news));
  for (const NewsPhoto& photo : parts.photos) {
    KHAOSAN_LET(member_conflict, has_open_conflict(news_act.desk.store, photo.member.id));
    KHAOSAN_LET(media_conflict, has_open_conflict(news_act.desk.store, photo.media.id));
    if (member_conflict || media_conflict) {
      return refuse(Code::conflict_open, text_field(photo.media.fields, "file_name"));
    }
  }
  KHAOSAN_TRY(ready_to_submit(parts));
  KHAOSAN_TRY(check_photos_are_here(news_act, parts));
  return parts;
}

struct Submission {
  NewsRevision revision;
  Sha256 sha;
};

// A submit that is offered again after a restore makes the revision that people have decided on: its name
// hangs on the salts.
void take_former_salts(const SealedChange& sealed, NewsRevision& revision) {
  if (sealed.was_seq == 0 || sealed.revision.empty()) return;
  const auto former = revision_from_document(sealed.revision);
  if (!former.ok() || content_sha(*former) != content_sha(revision)) return;
  for (RevisionItem& item : revision.items) {
    const auto same = std::find_if(former->items.begin(), former->items.end(),
                                   [&](const RevisionItem& one) { return one.path == item.path; });
    if (same != former->items.end()) item.salt = same->salt;
  }
}

Result<Submission> make_revision(const NewsAct& news_act) {
  KHAOSAN_LET(parts, parts_to_submit(news_act));
  Submission submission;
  submission.revision = compose_revision(parts, integer_field(news_act.news.fields, "submissions") + 1);
  const std::string& seen = news_act.act().revision;
  if (!seen.empty() && seen != content_sha(submission.revision).hex()) {
    return refuse(Code::text_changed, text_field(news_act.news.fields, "headline"));
  }
  for (RevisionItem& item : submission.revision.items) item.salt = random_array<sizeof(item.salt)>();
  take_former_salts(news_act.sealed, submission.revision);
  submission.sha = revision_sha(submission.revision);
  return submission;
}

Done save_revision(NewsAct& news_act, const Submission& submission) {
  Record record{.kind = "revision", .id = made_id(news_act.desk, revision_made)};
  return save_own(news_act.desk, record,
                  {{"news", news_act.news.id.text()},
                   {"number", submission.revision.number},
                   {"sha256", submission.sha.hex()},
                   {"document", revision_document(submission.revision)},
                   {"submitted_by", news_act.desk.author.id.text()},
                   {"submitted_at", iso_utc(news_act.desk.now)}},
                  "revision");
}

Done save_decision(NewsAct& news_act, Status status, Capacity capacity) {
  Record record{.kind = "decision", .id = made_id(news_act.desk, decision_made)};
  Fields fields = {{"news", news_act.news.id.text()},      {"verb", news_act.act().verb},
                   {"by", news_act.desk.author.id.text()}, {"capacity", std::string(name_of(capacity))},
                   {"at", iso_utc(news_act.desk.now)},     {"status", std::string(name_of(status))}};
  if (const auto& sha = text_field(news_act.news.fields, "revision"); !sha.empty()) fields["revision"] = sha;
  if (!news_act.act().comment.empty()) fields["comment"] = news_act.act().comment;
  if (!news_act.act().order.empty()) fields["order"] = news_act.act().order;
  return save_own(news_act.desk, record, fields, "decision");
}

// A number is given once, in the transaction of the first approval, and kept.
Done give_number(NewsAct& news_act, Fields& changed) {
  if (!text_field(news_act.news.fields, "number").empty()) return {};
  KHAOSAN_LET(former, news_act.desk.store.former_number(news_act.news.id));
  if (former) {
    KHAOSAN_LET(holder, news_act.desk.store.news_numbered(former->number));
    if (!holder) {
      changed["number"] = former->number;
      return {};
    }
  }
  const std::string year = std::to_string(fiscal_year_be(bangkok_date(news_act.desk.now)));
  KHAOSAN_LET(number, news_act.desk.store.next_number("news/" + year));
  changed["number"] = std::to_string(number) + "/" + year;
  return {};
}

// Which revision the move must name: the one under decision, or for publishing the one that was approved.
Done check_revision(NewsAct& news_act, Move move) {
  if (!news_flow::is_decision(move) && move != Move::publish) return {};
  const char* field = move == Move::publish ? "approved_revision" : "revision";
  const std::string& current = text_field(news_act.news.fields, field);
  const std::string& named = news_act.act().revision;
  if (current.empty()) return refuse(Code::revision_missing, verb_in_both(name_of(move)));
  if (named == current) return {};
  if (named.empty())
    return refuse(Code::revision_missing,
                  in_both("name the revision that is decided on", "โปรดระบุฉบับที่พิจารณา"));
  return superseded(news_act.desk.store, news_act.news, named);
}

// A restored server may have forgotten when that was; a laptop has told it.
Result<std::string> first_published_at(const NewsAct& news_act) {
  KHAOSAN_LET(former, news_act.desk.store.former_number(news_act.news.id));
  return former && !former->published_at.empty() ? former->published_at : iso_utc(news_act.desk.now);
}

Fields changes_of(const NewsAct& news_act, Move move, Status next, const Sha256& new_revision) {
  Fields changed = {{"status", std::string(name_of(next))}};
  const Fields& before = news_act.news.fields;
  if (news_flow::makes_revision(move)) {
    changed["revision"] = new_revision.hex();
    changed["submissions"] = integer_field(before, "submissions") + 1;
    if (!text_field(before, "approved_revision").empty()) changed["approved_revision"] = Value{};
  }
  if (move == Move::recall) changed["revision"] = Value{};
  if (move == Move::approve) changed["approved_revision"] = text_field(before, "revision");
  if (move == Move::publish) {
    changed["public_revision"] = text_field(before, "approved_revision");
  }
  if (move == Move::withdraw) changed["public_revision"] = Value{};
  return changed;
}

Result<ChangeAnswer> make_move(NewsAct& news_act, Move move) {
  const auto status = status_named(text_field(news_act.news.fields, "status"));
  const auto capacity = capacity_named(news_act.act().capacity);
  if (!status) return refuse(Code::internal, "status of the record");
  if (!capacity) return refuse(Code::wrong_capacity, news_act.act().capacity);
  KHAOSAN_TRY(check_revision(news_act, move));
  Verdict verdict = news_flow::decide(*status, move, roles_of(news_act.desk.author), *capacity,
                                      !news_act.act().order.empty());
  // What the public sees can be taken down at any time; a correction under way goes on.
  const bool is_public = !text_field(news_act.news.fields, "public_revision").empty();
  if (move == Move::withdraw && is_public && *status != Status::published) {
    verdict = news_flow::decide(Status::published, move, roles_of(news_act.desk.author), *capacity, false);
    verdict.next = *status;
  }
  if (move == Move::cancel && is_public) verdict = {false, {}, Code::wrong_status};
  if (!verdict.allowed) {
    return refuse(verdict.why, verb_in_both(name_of(move)) + " · " + status_in_both(name_of(*status)));
  }
  if (news_flow::needs_comment(move) && news_act.act().comment.empty()) {
    return refuse(Code::comment_required, verb_in_both(name_of(move)));
  }
  if (news_act.desk.clock_waits && (news_flow::is_decision(move) || move == Move::publish)) {
    return refuse(Code::clock_wrong, iso_utc(news_act.desk.now));
  }
  if (move == Move::approve || move == Move::publish)
    KHAOSAN_TRY(check_publishable(news_act, news_act.act().revision));
  Submission submission;
  if (news_flow::makes_revision(move)) {
    KHAOSAN_LET(made, make_revision(news_act));
    submission = std::move(made);
  }
  Fields changed = changes_of(news_act, move, verdict.next, submission.sha);
  if (move == Move::approve) KHAOSAN_TRY(give_number(news_act, changed));
  if (move == Move::publish && text_field(news_act.news.fields, "published_at").empty()) {
    KHAOSAN_LET(at, first_published_at(news_act));
    changed["published_at"] = at;
  }
  KHAOSAN_LET(answer, save_act(news_act, changed));
  if (news_flow::makes_revision(move)) KHAOSAN_TRY(save_revision(news_act, submission));
  KHAOSAN_TRY(save_decision(news_act, verdict.next, *capacity));
  return answer;
}

// The act names the fields that were read (`text`), and what stood there (`revision`): a mark stays where
// something else stands now.
Result<ChangeAnswer> mark_seen(NewsAct& news_act) {
  const Fields& fields = news_act.news.fields;
  const auto* marked = std::get_if<TextSet>(&field_or_empty(fields, "merged_unseen"));
  const TextSet marks = marked != nullptr ? *marked : TextSet{};
  const Fields seen = fields_named(news_act.act().text);
  if (!marks.empty() && news_act.act().revision != seen_values_sha(news_act.news, seen).hex()) {
    return refuse(Code::merge_unseen, fields_in_both("news", marks));
  }
  TextSet left;
  std::copy_if(marks.begin(), marks.end(), std::back_inserter(left),
               [&](const std::string& mark) { return !seen.contains(mark); });
  if (!marks.empty() && left.size() == marks.size())
    return refuse(Code::merge_unseen, fields_in_both("news", marks));
  return save_act(news_act, {{"merged_unseen", left.empty() ? Value{} : Value{left}}});
}

// A photo that will never come is dropped by name, so that the rest can be submitted.
Result<ChangeAnswer> drop_photo(NewsAct& news_act) {
  if (news_act.act().comment.empty()) return refuse(Code::comment_required, verb_in_both("drop_photo"));
  KHAOSAN_LET(id, RecordId::parse(news_act.act().text));
  KHAOSAN_LET(member, news_act.desk.store.record("news_photo", id));
  if (!member || member->deleted || text_field(member->fields, "news") != news_act.news.id.text()) {
    return refuse(Code::unknown_record, kind_in_both("news_photo") + " " + id.text());
  }
  KHAOSAN_LET(media_id, RecordId::parse(text_field(member->fields, "media")));
  KHAOSAN_LET(media, news_act.desk.store.record("media", media_id));
  const auto sha = Sha256::parse(media ? text_field(media->fields, "sha256") : "");
  if (sha.ok() && news_act.desk.files.has(*sha))
    return refuse(Code::photo_is_here, text_field(media->fields, "file_name"));
  KHAOSAN_LET(answer, save_act(news_act, {}));
  member->deleted = true;
  member->delete_seq = news_act.desk.store.head() + 1;
  KHAOSAN_TRY(save_own(news_act.desk, *member, {}, "photo_dropped"));
  return answer;
}

}  // namespace

Result<ChangeAnswer> act_on_news(Desk& desk, const Change& change, const SealedChange& sealed) {
  const auto move = move_named(change.act.verb);
  const bool other = change.act.verb == "seen" || change.act.verb == "drop_photo";
  if (!move && !other) return refuse(Code::unknown_verb, "news " + change.act.verb);
  KHAOSAN_LET(existing, desk.store.record("news", change.record));
  const std::string about = kind_in_both("news") + " " + change.record.text();
  if (!existing) return refuse(Code::unknown_record, about);
  if (existing->deleted) return refuse(Code::record_deleted, about);
  if (is_alias(*existing)) {
    KHAOSAN_LET(main, main_of(desk.store, *existing));
    return joined_elsewhere(main);
  }
  NewsAct news_act{desk, change, sealed, *existing};
  if (move) return make_move(news_act, *move);
  if (!news_flow::is_writer(roles_of(desk.author)))
    return refuse(Code::wrong_role, verb_in_both(change.act.verb));
  return change.act.verb == "seen" ? mark_seen(news_act) : drop_photo(news_act);
}

}  // namespace khaosan::server
