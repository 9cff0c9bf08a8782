#include "server/logic/apply.hpp"
#include "server/logic/joins.hpp"
#include "shared/schema/names.hpp"
#include "shared/schema/validate.hpp"
#include "shared/sync/ids.hpp"
#include "shared/wire/revision_json.hpp"
#include "shared/wire/value_json.hpp"
#include "shared/workflow/news_flow.hpp"

#include "server/logic/accounts.hpp"

namespace khaosan::server {
namespace {

bool is_open(const Record& conflict) {
  return text_field(conflict.fields, "settled").empty();
}

// The one prose or text field that a person may settle with words of their own.
Result<Fields> settled_with_text(const Record& conflict, const std::string& text) {
  const KindDecl* kind = find_kind(text_field(conflict.fields, "record_kind"));
  const std::string& field = text_field(conflict.fields, "field");
  const FieldDecl* decl = kind ? kind->field(field) : nullptr;
  if (decl == nullptr)
    return refuse(Code::bad_value, in_both("keep text settles one field, not the group",
                                           "ข้อความเดียวใช้เลือกช่องหลายช่องพร้อมกันไม่ได้") +
                                       " " + field);
  KHAOSAN_LET(value, validate(*decl, text));
  return Fields{{field, value}};
}

Result<Fields> settled_fields(const Record& conflict, const Act& act) {
  if (act.keep == "ours") return Fields{};
  if (act.keep == "theirs") return fields_from_text(text_field(conflict.fields, "theirs"));
  if (act.keep == "text") return settled_with_text(conflict, act.text);
  return refuse(Code::bad_value,
                in_both("keep is ours, theirs or text", "--keep ต้องเป็น ours, theirs หรือแฟ้มข้อความ"));
}

}  // namespace

Result<std::optional<Record>> open_conflict(StoreReader& store, RecordId record, std::string_view field,
                                            ChangeId theirs_change) {
  if (theirs_change.empty()) return std::optional<Record>{};
  KHAOSAN_LET(conflicts, store.children("conflict", record));
  for (Record& conflict : conflicts) {
    const bool same = text_field(conflict.fields, "field") == field &&
                      text_field(conflict.fields, "theirs_change") == theirs_change.text();
    if (same && is_open(conflict)) return std::optional<Record>{std::move(conflict)};
  }
  return std::optional<Record>{};
}

Result<bool> has_open_conflict(StoreReader& store, RecordId record) {
  KHAOSAN_LET(conflicts, store.children("conflict", record));
  for (const Record& conflict : conflicts) {
    if (is_open(conflict)) return true;
  }
  return false;
}

Done keep_collision(Desk& desk, const Record& record, const Collision& collision) {
  KHAOSAN_LET(open, open_conflict(desk.store, record.id, collision.field, collision.continues));
  if (open) {
    return save_own(desk, *open,
                    {{"theirs", fields_to_text(collision.theirs)},
                     {"ours", fields_to_text(collision.ours)},
                     {"theirs_change", collision.change.text()}},
                    "conflict_updated");
  }
  Record conflict{.kind = "conflict",
                  .id = made_id(desk, std::string(conflict_made) + record.id.text() + "/" + collision.field)};
  return save_own(desk, conflict,
                  {{"record_kind", record.kind},
                   {"record", record.id.text()},
                   {"field", collision.field},
                   {"base", fields_to_text(collision.base)},
                   {"ours", fields_to_text(collision.ours)},
                   {"theirs", fields_to_text(collision.theirs)},
                   {"ours_by", collision.ours_by.text()},
                   {"theirs_by", desk.author.id.text()},
                   {"theirs_change", collision.change.text()},
                   {"opened_at", iso_utc(desk.now)}},
                  "conflict_opened");
}

Result<ChangeAnswer> act_on_conflict(Desk& desk, const Change& change, const SealedChange& sealed) {
  if (change.act.verb != "resolve") return refuse(Code::unknown_verb, "conflict " + change.act.verb);
  if (!news_flow::may_edit(roles_of(desk.author))) return refuse(Code::wrong_role, verb_in_both("resolve"));
  KHAOSAN_LET(existing, desk.store.record("conflict", change.record));
  if (!existing || !is_open(*existing)) return refuse(Code::no_conflict, change.record.text());
  Record conflict = *existing;
  KHAOSAN_LET(settled, settled_fields(conflict, change.act));
  KHAOSAN_LET(target_id, RecordId::parse(text_field(conflict.fields, "record")));
  KHAOSAN_LET(target, desk.store.record(text_field(conflict.fields, "record_kind"), target_id));
  if (!target) return refuse(Code::unknown_record, target_id.text());
  KHAOSAN_TRY(check_lives(*target));

  if (!settled.empty() && change.act.revision != seen_values_sha(*target, settled).hex()) {
    return refuse(Code::text_changed, field_in_both(text_field(conflict.fields, "record_kind"),
                                                    text_field(conflict.fields, "field")));
  }

  ChangeAnswer answer{change.id, Outcome::accepted, 0, "", ""};
  const Fields outcome = {{"settled", change.act.keep}};
  KHAOSAN_TRY(save_change(desk, change, sealed.payload, conflict, outcome, outcome, answer));
  if (settled.empty()) return answer;
  KHAOSAN_TRY(save_own(desk, *target, settled, "conflict_resolved"));
  KHAOSAN_TRY(follow_joins(desk, *target, settled));
  if (touches_likeness(target->kind, settled)) KHAOSAN_TRY(propose_likenesses(desk, *target));
  return answer;
}

}  // namespace khaosan::server
