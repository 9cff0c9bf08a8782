#include "server/logic/answering.hpp"

#include <algorithm>

#include "server/logic/apply.hpp"
#include "server/logic/journal.hpp"
#include "server/logic/office_time.hpp"
#include "shared/base/utf8.hpp"
#include "shared/schema/names.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::server {
namespace {

// A laptop that is paired again is a new device. What it sealed before, under the ids it had then, is still
// its.
constexpr std::size_t former_devices_max = 100;

Result<std::vector<DeviceId>> devices_of_laptop(StoreReader& store, DeviceId present) {
  std::vector<DeviceId> devices;
  for (DeviceId at = present; !at.empty() && devices.size() < former_devices_max;) {
    if (std::find(devices.begin(), devices.end(), at) != devices.end()) break;
    devices.push_back(at);
    KHAOSAN_LET(device, store.device(at));
    at = device ? device->former : DeviceId{};
  }
  return devices;
}

// Somebody who signed in on this laptop, and wrote the change on it.
Result<Account> author_of(StoreReader& store, const Change& change, const Sender& sender) {
  KHAOSAN_LET(account, account_of(store, change.author, sender.disabled));
  const std::vector<DeviceId>& laptop = sender.laptop;
  const bool written_here =
      change.device.empty() || std::find(laptop.begin(), laptop.end(), change.device) != laptop.end();
  if (!written_here)
    return refuse(Code::unauthorized,
                  in_both("written on another laptop,", "เขียนบนเครื่องอื่น") + " " + change.device.text());
  for (const DeviceId& device : laptop) {
    KHAOSAN_LET(device_user, store.device_user(device, change.author));
    if (device_user) return account;
  }
  return refuse(Code::sign_in_needed, account.name);
}

// A decision is the person's own: signed by a key that this person's password opens on that laptop. What
// proves it for good: the key that the signature was checked against, and the signature. "" for anything
// else.
//
// A key that another one took the place of is good for what was signed before. Whether it was, no clock says:
// a laptop sends in the order in which it wrote, so the first decision by a newer key ends the older ones.
Result<std::string> proof_of_decision(StoreWriter& store, const Change& change, const SealedChange& sealed,
                                      const std::vector<DeviceId>& laptop) {
  const auto move = move_named(change.act.verb);
  if (change.op != Op::act || !move || !news_flow::is_decision(*move)) return std::string();
  bool has_key = false;
  for (const DeviceId& device : laptop) {
    KHAOSAN_LET(keys, store.keys_of(device, change.author));
    for (const DeviceUser& key : keys) {
      const bool is_revoked = key.until && key.until->unix_ms == 0;
      if (key.sign_key == PublicKey{} || is_revoked) continue;
      has_key = true;
      if (!sealed.signature || !verify(sealed.sha.bytes, *sealed.signature, key.sign_key)) continue;
      KHAOSAN_TRY(store.end_keys_before(key));
      return "{\"key\":\"" + to_hex(key.sign_key) + "\",\"signature\":\"" + to_hex(*sealed.signature) + "\"}";
    }
  }
  return refuse(has_key ? Code::bad_signature : Code::sign_in_needed, verb_in_both(change.act.verb));
}

Done check_texts(const Act& act) {
  for (const std::string* text :
       {&act.verb, &act.revision, &act.comment, &act.capacity, &act.order, &act.keep, &act.text}) {
    if (has_control_character(*text, true)) return refuse(Code::control_character, in_both("act", "คำสั่ง"));
  }
  if (code_point_count(act.comment) > 5'000 || act.order.size() > 240)
    return refuse(Code::too_long, in_both("act", "คำสั่ง"));
  return {};
}

// A disabled account stops the rounds of its own laptop before anything is taken, so that the outbox stays as
// it is; on somebody else's laptop it costs that user's changes alone.
bool stops_round(const Refusal& why, bool own_user) {
  return is_fault(why) || (why.code == Code::account_disabled && own_user);
}

// Whether an edit names one of these as what the writer had seen. Another copy of the laptop's folder has
// sent something else under them, which this writer never saw.
bool goes_on_from(const Change& change, const std::set<ChangeId>& used_by_a_copy) {
  if (used_by_a_copy.empty() || change.op == Op::act) return false;
  if (used_by_a_copy.contains(change.seen.change)) return true;
  return std::any_of(change.bases.begin(), change.bases.end(),
                     [&](const auto& base) { return used_by_a_copy.contains(base.second.change); });
}

}  // namespace

Result<Account> account_of(StoreReader& store, UserId author, Disabled disabled) {
  KHAOSAN_LET(account, store.account(author));
  if (!account) return refuse(Code::unknown_user, author.text());
  if (account->disabled && disabled == Disabled::refused)
    return refuse(Code::account_disabled, account->name);
  return *account;
}

ChangeAnswer refused(ChangeId id, const Refusal& why) {
  return {id, Outcome::refused, 0, std::string(why.name()), why.detail};
}

bool is_fault(const Refusal& why) {
  return why.code == Code::internal || why.code == Code::io_failed || why.code == Code::disk_full ||
         why.code == Code::store_damaged || why.code == Code::store_locked;
}

bool is_for_now(const Refusal& why) {
  return why.code == Code::clock_wrong;
}

Result<Desk> desk_at(StoreWriter& store, FileShelf& files, Clock& clock, const Account& author,
                     DeviceId device) {
  const OfficeTime time = office_time(store, clock.now());
  KHAOSAN_TRY(follow_clock(store, time));
  return Desk{.store = store,
              .files = files,
              .author = author,
              .device = device,
              .now = time.now,
              .clock_waits = time.waits()};
}

Result<Change> readable(const SealedChange& sealed) {
  if (sealed.payload.size() > payload_bytes_max)
    return refuse(Code::too_long, in_both("change", "รายการแก้ไข"));
  if (!is_utf8(sealed.payload)) return refuse(Code::not_utf8, in_both("change", "รายการแก้ไข"));
  if (sealed.payload.find('\t') != std::string::npos) return refuse(Code::bad_json, "companion of a change");
  return change_from_payload(sealed.payload);
}

namespace {

Done check_named_lives(StoreReader& store, std::string_view kind, const std::string& id_text) {
  const auto id = RecordId::parse(id_text);
  if (!id.ok()) return {};
  KHAOSAN_LET(record, store.record(kind, *id));
  return record ? check_lives(*record) : Done{};
}

}  // namespace

Done check_not_erased(StoreReader& store, const Change& change) {
  KHAOSAN_TRY(check_named_lives(store, change.kind, change.record.text()));
  const KindDecl* kind = find_kind(change.kind);
  if (kind == nullptr) return {};
  for (const FieldDecl& field : kind->fields) {
    if (!field.once || field.type != FieldType::reference) continue;
    if (const auto set = change.set.find(std::string(field.name)); set != change.set.end())
      KHAOSAN_TRY(check_named_lives(store, field.refers_to, text_or_empty(set->second)));
  }
  return {};
}

Result<ChangeAnswer> carry_out(Desk& desk, const Change& change, const SealedChange& sealed) {
  KHAOSAN_TRY(check_not_erased(desk.store, change));
  switch (change.op) {
    case Op::put:
      return apply_put(desk, change, sealed);
    case Op::remove:
    case Op::restore:
      return apply_delete(desk, change, sealed);
    case Op::act:
      KHAOSAN_TRY(check_texts(change.act));
      return apply_act(desk, change, sealed);
  }
  return refuse(Code::bad_request, "op");
}

Result<Sender> sender_of(StoreReader& store, const Device& device) {
  KHAOSAN_LET(laptop, devices_of_laptop(store, device.id));
  return Sender{device, std::move(laptop)};
}

Result<ChangeAnswer> answer_change(StoreWriter& store, FileShelf& files, Clock& clock, Sender& sender,
                                   const SealedChange& sealed) {
  const auto change = readable(sealed);
  // It may have no id to be answered by: its place in the request names it.
  if (!change.ok()) return refused(id_in_payload(sealed.payload), change.refusal());
  KHAOSAN_LET(before, store.answered(change->id));
  if (before && before->payload == sealed.sha) return before->answer;
  // Not an answer for good: it comes again under an id of its own, naming what it really goes on from.
  if (before || goes_on_from(*change, sender.used_by_a_copy)) {
    sender.used_by_a_copy.insert(change->id);
    return refused(change->id, refuse(Code::id_reused, change->id.text()));
  }
  Result<ChangeAnswer> one = [&]() -> Result<ChangeAnswer> {
    KHAOSAN_LET(author, author_of(store, *change, sender));
    KHAOSAN_LET(proof, proof_of_decision(store, *change, sealed, sender.laptop));
    KHAOSAN_LET(desk, desk_at(store, files, clock, author, sender.device.id));
    desk.cause = change->id;
    desk.signature = proof;
    return carry_out(desk, *change, sealed);
  }();
  if (!one.ok() && stops_round(one.refusal(), change->author == sender.device.paired_for))
    return one.refusal();
  ChangeAnswer given = one.ok() ? *one : refused(change->id, one.refusal());
  if (one.ok() || !is_for_now(one.refusal())) KHAOSAN_TRY(store.save_answer(change->id, sealed.sha, given));
  return given;
}

}  // namespace khaosan::server
