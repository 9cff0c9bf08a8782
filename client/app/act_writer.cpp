#include "client/app/act_writer.hpp"

#include <algorithm>

#include "client/app/aliases.hpp"
#include "client/app/likeness_writer.hpp"
#include "client/app/news_parts.hpp"
#include "shared/crypto/password.hpp"
#include "shared/schema/names.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/revision_json.hpp"
#include "shared/wire/value_json.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::client {
namespace {

bool is_pending_act(const OutboxEntry& entry) {
  return entry.change.op == Op::act && entry.state != ChangeState::acknowledged;
}

bool has_pending_act(const std::vector<OutboxEntry>& pending, std::string_view verb = {}) {
  return std::any_of(pending.begin(), pending.end(), [&](const OutboxEntry& entry) {
    return is_pending_act(entry) && (verb.empty() || entry.change.act.verb == verb);
  });
}

// The roles of a user as the office told them; nothing if it has not.
Result<std::optional<RoleSet>> roles_of(StoreReader& store, UserId user) {
  KHAOSAN_LET(record, store.current("user", RecordId{user.uuid}));
  if (!record) return std::optional<RoleSet>{};
  RoleSet roles;
  const auto* names = std::get_if<TextSet>(&field_or_empty(record->fields, "roles"));
  for (const std::string& name : names != nullptr ? *names : TextSet{}) {
    if (const auto role = role_named(name)) roles = roles.with(*role);
  }
  return std::optional{roles};
}

// What the flow says now. With a command under way the status is not known, so nothing is refused for it.
Done check_flow(StoreReader& store, const Record& news, Move move, const LocalUser& user,
                const Perform& intent) {
  if (news_flow::needs_comment(move) && intent.comment.empty())
    return refuse(Code::comment_required, verb_in_both(intent.verb));
  const auto capacity = capacity_named(intent.capacity);
  if (!capacity) return refuse(Code::wrong_capacity, intent.capacity);
  KHAOSAN_LET(pending, store.outbox_of("news", news.id));
  const bool is_public = !text_field(news.fields, "public_revision").empty();
  if (has_pending_act(pending) || (move == Move::withdraw && is_public)) return {};
  const std::string& status_text = text_field(news.fields, "status");
  const auto status = status_named(status_text);
  if (!status) return {};  // of a newer program
  KHAOSAN_LET(roles, roles_of(store, user.id));
  const std::string about = verb_in_both(intent.verb) + " · " + status_in_both(name_of(*status));
  if (!roles) {
    if (!news_flow::next_status(*status, move)) return refuse(Code::wrong_status, about);
    return {};
  }
  const Verdict verdict = news_flow::decide(*status, move, *roles, *capacity, !intent.order.empty());
  if (!verdict.allowed) return refuse(verdict.why, about);
  return {};
}

Done no_open_conflict(StoreReader& store, const std::vector<RecordId>& records) {
  for (const RecordId& record : records) {
    KHAOSAN_LET(conflicts, store.children("conflict", record));
    for (const Record& conflict : conflicts) {
      if (!is_empty(field_or_empty(conflict.fields, "settled"))) continue;
      KHAOSAN_LET(pending, store.outbox_of("conflict", conflict.id));
      if (!has_pending_act(pending, "resolve"))
        return refuse(Code::conflict_open, field_in_both(text_field(conflict.fields, "record_kind"),
                                                         text_field(conflict.fields, "field")));
    }
  }
  return {};
}

// What this laptop can tell; the office has the last word: it may have a rendition ahead of its original.
Done photos_exist(StoreReader& store, FileDesk& files, const NewsParts& parts) {
  for (const NewsPhoto& photo : parts.photos) {
    const auto sha = Sha256::parse(text_field(photo.media.fields, "sha256"));
    const std::string& name = text_field(photo.media.fields, "file_name");
    if (!sha.ok()) return refuse(Code::photo_missing, name);
    KHAOSAN_LET(file, store.file(*sha));
    const bool at_office = file && file->at_office;
    if (file && file->damaged) return refuse(Code::photo_missing, name);
    if (!at_office && !files.has_original(*sha) && !files.has_small(*sha))
      return refuse(Code::photo_missing, name.empty() ? sha->hex() : name);
  }
  return {};
}

// The content that the writer sees, by its hash, if it may be submitted.
Result<std::string> content_to_submit(StoreReader& store, FileDesk& files, const Record& news,
                                      const Perform& intent) {
  KHAOSAN_LET(parts, news_parts(store, news));
  KHAOSAN_TRY(ready_to_submit(parts));
  std::vector<RecordId> records{news.id};
  for (const NewsPhoto& photo : parts.photos) {
    records.push_back(photo.member.id);
    records.push_back(photo.media.id);
  }
  KHAOSAN_TRY(no_open_conflict(store, records));
  KHAOSAN_LET(pending, store.outbox_of("news", news.id));
  const Value& unseen = field_or_empty(news.fields, "merged_unseen");
  const auto* marks = std::get_if<TextSet>(&unseen);
  if (marks != nullptr && !has_pending_act(pending, "seen"))
    return refuse(Code::merge_unseen, fields_in_both("news", *marks));
  KHAOSAN_TRY(photos_exist(store, files, parts));
  const std::string content = content_sha(compose_revision(std::move(parts), 0)).hex();
  if (!intent.revision.empty() && intent.revision != content)
    return refuse(Code::text_changed, text_field(news.fields, "headline"));
  return content;
}

Done event_is_publishable(StoreReader& store, const Record& news) {
  const auto event = event_of_news(parts_source(store), text_field(news.fields, "event"));
  if (!event.ok()) return event.refusal().code == Code::dangling_reference ? Done{} : Done{event.refusal()};
  return *event ? publishable(**event) : Done{};
}

Result<std::string> named_revision(const Record& news, Move move, const Perform& intent) {
  if (!intent.revision.empty()) {
    KHAOSAN_LET(sha, Sha256::parse(intent.revision));
    return sha.hex();
  }
  const std::string& revision =
      text_field(news.fields, move == Move::publish ? "approved_revision" : "revision");
  if (revision.empty() && news_flow::is_decision(move)) return refuse(Code::revision_missing, news.id.text());
  return revision;
}

Result<Act> news_move(StoreReader& store, FileDesk& files, const LocalUser& user, const Record& news,
                      Move move, const Perform& intent) {
  KHAOSAN_TRY(check_flow(store, news, move, user, intent));
  if (move == Move::approve || move == Move::publish) KHAOSAN_TRY(event_is_publishable(store, news));
  Act act{.verb = intent.verb,
          .revision = {},
          .comment = intent.comment,
          .capacity = intent.capacity,
          .order = intent.order,
          .keep = {},
          .text = {}};
  if (news_flow::is_decision(move) && act.capacity.empty()) act.capacity = name_of(Capacity::own);
  KHAOSAN_LET(revision, news_flow::makes_revision(move) ? content_to_submit(store, files, news, intent)
                                                        : named_revision(news, move, intent));
  act.revision = revision;
  return act;
}

// Names the marked fields and what stands there now: the office clears no mark of a merge that came since.
Act seen(const Record& news, const Perform& intent) {
  const auto* marks = std::get_if<TextSet>(&field_or_empty(news.fields, "merged_unseen"));
  std::string names;
  for (const std::string& name : marks != nullptr ? *marks : TextSet{})
    names += (names.empty() ? "" : ",") + name;
  const std::string values = seen_values_sha(news, fields_named(names)).hex();
  return Act{intent.verb, values, intent.comment, "", "", "", names};
}

// As far as this laptop knows; the office has the last word.
Done will_not_come(StoreReader& store, FileDesk& files, const Record& photo) {
  KHAOSAN_LET(media_id, RecordId::parse(text_field(photo.fields, "media")));
  KHAOSAN_LET(media, store.current("media", media_id));
  const auto sha = Sha256::parse(media ? text_field(media->fields, "sha256") : "");
  if (!sha.ok()) return {};
  KHAOSAN_LET(file, store.file(*sha));
  const bool is_damaged = file && file->damaged;
  const bool is_safe = (file && file->at_office) || files.has_original(*sha);
  if (is_safe && !is_damaged) return refuse(Code::photo_is_here, text_field(media->fields, "file_name"));
  return {};
}

Result<Act> drop_photo(StoreReader& store, FileDesk& files, const Record& news, const Perform& intent) {
  if (intent.comment.empty()) return refuse(Code::comment_required, verb_in_both(intent.verb));
  KHAOSAN_LET(id, RecordId::parse(intent.text));
  KHAOSAN_LET(photo, store.current("news_photo", id));
  const bool is_member = photo && !photo->deleted && text_field(photo->fields, "news") == news.id.text();
  if (!is_member) return refuse(Code::unknown_record, kind_in_both("news_photo") + " " + intent.text);
  KHAOSAN_TRY(will_not_come(store, files, *photo));
  return Act{intent.verb, "", intent.comment, "", "", "", id.text()};
}

Result<Act> news_act(StoreReader& store, FileDesk& files, const LocalUser& user, const Record& news,
                     const Perform& intent) {
  if (is_alias(news)) return joined_elsewhere(store, news);
  if (intent.verb == "seen") return seen(news, intent);
  if (intent.verb == "drop_photo") return drop_photo(store, files, news, intent);
  return news_move(store, files, user, news, *move_named(intent.verb), intent);
}

Result<Act> resolve(StoreReader& store, const Record& conflict, const Perform& intent) {
  const bool known = intent.keep == "ours" || intent.keep == "theirs" || intent.keep == "text";
  if (!known)
    return refuse(Code::bad_value,
                  in_both("keep: ours, theirs, text", "--keep ต้องเป็น ours, theirs หรือแฟ้มข้อความ"));
  KHAOSAN_LET(pending, store.outbox_of("conflict", conflict.id));
  if (!is_empty(field_or_empty(conflict.fields, "settled")) || has_pending_act(pending, "resolve"))
    return refuse(Code::no_conflict, conflict.id.text());
  // What stands now in the fields it settles: the office refuses if that was changed since.
  std::string seen;
  if (intent.keep != "ours") {
    KHAOSAN_LET(target_id, RecordId::parse(text_field(conflict.fields, "record")));
    KHAOSAN_LET(target, store.current(text_field(conflict.fields, "record_kind"), target_id));
    KHAOSAN_LET(theirs, fields_from_text(text_field(conflict.fields, "theirs")));
    if (target) seen = seen_values_sha(*target, theirs).hex();
  }
  return Act{
      intent.verb, seen, intent.comment, "", "", intent.keep, intent.keep == "text" ? intent.text : ""};
}

Result<Act> act_of(StoreReader& store, FileDesk& files, const LocalUser& user, const Record& record,
                   const Perform& intent) {
  if (intent.kind == "conflict") return resolve(store, record, intent);
  if (intent.kind == "likeness") return likeness_act(store, record, intent);
  return news_act(store, files, user, record, intent);
}

bool is_known(const Perform& intent) {
  if (intent.kind == "conflict") return intent.verb == "resolve";
  if (intent.kind == "likeness") return is_likeness_verb(intent.verb);
  if (intent.kind != "news") return false;
  return intent.verb == "seen" || intent.verb == "drop_photo" || move_named(intent.verb).has_value();
}

bool is_decision(const Perform& intent) {
  const auto move = intent.kind == "news" ? move_named(intent.verb) : std::nullopt;
  return move && news_flow::is_decision(*move);
}

}  // namespace

Result<SignKeyPair> decision_key(const LocalUser& user, const std::string& password) {
  if (user.sealed_secret.empty()) return refuse(Code::sign_in_needed, user.name);
  if (password.empty()) return refuse(Code::password_needed, user.name);
  KHAOSAN_LET(secret, open_with_password(user.sealed_secret, password));
  SignKeyPair key{user.public_key, {}};
  if (secret.size() != key.secret_key.size()) return refuse(Code::store_damaged, "key of " + user.name);
  std::copy(secret.begin(), secret.end(), key.secret_key.begin());
  return key;
}

Result<PerformReport> write_act(ChangeWriter& writer, FileDesk& files, const LocalUser& user,
                                const Perform& intent, const SignKeyPair* unlocked) {
  StoreWriter& store = writer.store();
  if (find_kind(intent.kind) == nullptr) return refuse(Code::unknown_kind, intent.kind);
  if (!is_known(intent)) return refuse(Code::unknown_verb, intent.kind + " " + intent.verb);
  KHAOSAN_LET(record, store.current(intent.kind, intent.id));
  const std::string about = kind_in_both(intent.kind) + " " + intent.id.text();
  if (!record) return refuse(Code::unknown_record, about);
  if (record->deleted) return refuse(Code::record_deleted, about);
  KHAOSAN_LET(pending, store.outbox_of(intent.kind, intent.id));
  if (has_pending_act(pending, intent.verb)) return refuse(Code::already_waiting, verb_in_both(intent.verb));
  KHAOSAN_LET(act, act_of(store, files, user, *record, intent));
  OutboxEntry entry;
  std::optional<SignKeyPair> key;
  if (is_decision(intent)) {
    if (unlocked != nullptr && intent.password.empty()) {
      key = *unlocked;
    } else {
      KHAOSAN_LET(opened, decision_key(user, intent.password));
      key = opened;
    }
  }
  // What was written before stands before it for good: photos and channels of the item too.
  KHAOSAN_TRY(store.seal_edits());
  KHAOSAN_LET(change, writer.new_change(intent.kind, intent.id, Op::act));
  entry.change = std::move(change);
  entry.change.act = std::move(act);
  if (key) entry.signature = sign(seal(entry.change).sha.bytes, *key);
  KHAOSAN_TRY(store.append(entry));
  return PerformReport{entry.change.id, entry.change.act.revision};
}

}  // namespace khaosan::client
