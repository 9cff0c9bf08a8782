#include "server/logic/sync_desk.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "server/logic/accounts.hpp"
#include "server/logic/apply.hpp"
#include "server/logic/backed_up.hpp"
#include "server/logic/journal.hpp"
#include "server/logic/restore.hpp"
#include "shared/base/utf8.hpp"
#include "shared/crypto/random.hpp"
#include "shared/schema/names.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/value_json.hpp"
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

Result<Account> account_of(StoreReader& store, UserId author) {
  KHAOSAN_LET(account, store.account(author));
  if (!account) return refuse(Code::unknown_user, author.text());
  if (account->disabled) return refuse(Code::account_disabled, account->name);
  return *account;
}

// Somebody who signed in on this laptop, and wrote the change on it.
Result<Account> author_of(StoreReader& store, const Change& change, const std::vector<DeviceId>& laptop) {
  KHAOSAN_LET(account, account_of(store, change.author));
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

Result<ChangeAnswer> apply(Desk& desk, const Change& change, const SealedChange& sealed) {
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

ChangeAnswer refused(ChangeId id, const Refusal& why) {
  return {id, Outcome::refused, 0, std::string(why.name()), why.detail};
}

// Faults of our own side end the whole request; everything else is an answer to this one change.
bool is_fault(const Refusal& why) {
  return why.code == Code::internal || why.code == Code::io_failed || why.code == Code::disk_full ||
         why.code == Code::store_damaged || why.code == Code::store_locked;
}

// A disabled account stops the rounds of its own laptop before anything is taken, so that the outbox stays as
// it is; on somebody else's laptop it costs that user's changes alone.
bool stops_round(const Refusal& why, bool own_user) {
  return is_fault(why) || (why.code == Code::account_disabled && own_user);
}

// Not an answer for good: the same change is asked about again once an administrator has looked at the clock.
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

// Whether an edit names one of these as what the writer had seen. Another copy of the laptop's folder has
// sent something else under them, which this writer never saw.
bool goes_on_from(const Change& change, const std::set<ChangeId>& used_by_a_copy) {
  if (used_by_a_copy.empty() || change.op == Op::act) return false;
  if (used_by_a_copy.contains(change.seen.change)) return true;
  return std::any_of(change.bases.begin(), change.bases.end(),
                     [&](const auto& base) { return used_by_a_copy.contains(base.second.change); });
}

Done check_round(StoreReader& store, DeviceId caller, RoundId round) {
  KHAOSAN_LET(device, store.device(caller));
  if (!device) return refuse(Code::unauthorized);
  if (device->round != round) return refuse(Code::device_copied, device->name);
  return {};
}

// Whose changes are being answered: the laptop they came from, as it is known now and was known before.
struct Sender {
  Device device;
  std::vector<DeviceId> laptop;
  std::set<ChangeId> used_by_a_copy = {};
};

Result<Sender> sender_of(StoreReader& store, const Device& device) {
  KHAOSAN_LET(laptop, devices_of_laptop(store, device.id));
  return Sender{device, std::move(laptop)};
}

// An answer for good, if there is one; what is refused for now is asked about again.
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
    KHAOSAN_LET(author, author_of(store, *change, sender.laptop));
    KHAOSAN_LET(proof, proof_of_decision(store, *change, sealed, sender.laptop));
    KHAOSAN_LET(desk, desk_at(store, files, clock, author, sender.device.id));
    desk.cause = change->id;
    desk.signature = proof;
    return apply(desk, *change, sealed);
  }();
  if (!one.ok() && stops_round(one.refusal(), change->author == sender.device.paired_for))
    return one.refusal();
  ChangeAnswer given = one.ok() ? *one : refused(change->id, one.refusal());
  if (one.ok() || !is_for_now(one.refusal())) KHAOSAN_TRY(store.save_answer(change->id, sealed.sha, given));
  return given;
}

// While a restored server waits for laptops nothing is carried out; what is answered already is told again.
Result<ChangeAnswer> keep_offered(StoreWriter& store, const Sender& sender, const SealedChange& sealed,
                                  const std::string& awaited) {
  const auto change = readable(sealed);
  if (!change.ok()) return refused(id_in_payload(sealed.payload), change.refusal());
  KHAOSAN_LET(before, store.answered(change->id));
  if (before && before->payload == sealed.sha) return before->answer;
  KHAOSAN_TRY(store.save_offered({sealed, change->id, sender.device.id}));
  return refused(change->id, refuse(Code::restoring, awaited));
}

// All that was offered, in the order of the lost journal.
Done carry_out_offered(StoreWriter& store, FileShelf& files, Clock& clock) {
  KHAOSAN_TRY(end_waiting(store));
  KHAOSAN_LET(offered, store.offered());
  std::map<DeviceId, Sender> senders;
  for (const OfferedChange& one : offered) {
    auto sender = senders.find(one.device);
    if (sender == senders.end()) {
      KHAOSAN_LET(device, store.device(one.device));
      if (!device) continue;
      KHAOSAN_LET(made, sender_of(store, *device));
      sender = senders.emplace(one.device, std::move(made)).first;
    }
    const auto answer = answer_change(store, files, clock, sender->second, one.sealed);
    if (!answer.ok() && is_fault(answer.refusal())) return answer.refusal();
  }
  return store.forget_offered();
}

class BoundService : public SyncService {
 public:
  BoundService(SyncDesk& desk, Device device) : desk_(desk), device_(std::move(device)) {}
  Result<HelloAnswer> hello(const Hello& hello) override { return desk_.hello(device_, hello); }
  Result<PushAnswer> push(const PushRequest& request) override { return desk_.push(device_, request); }
  Result<PullPage> pull(const PullRequest& request) override { return desk_.pull(device_, request); }

 private:
  SyncDesk& desk_;
  Device device_;
};

}  // namespace

SyncDesk::SyncDesk(Store& store, Clock& clock, FileShelf& files)
    : store_(store), clock_(clock), files_(files) {}

Result<HelloAnswer> SyncDesk::hello(const Device& caller, const Hello& hello) {
  KHAOSAN_LET(protocol, common_protocol(hello.protocol));
  if (hello.scope != office_scope) return refuse(Code::bad_request, "scope " + std::to_string(hello.scope));
  HelloAnswer answer;
  answer.protocol = protocol;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(device, store.device(caller.id));
    if (!device) return refuse(Code::unauthorized);
    const bool same_round = !device->round.empty() && device->round == hello.round;
    const bool restored = device->round_token.empty();  // the token has moved on since the backup
    if (!same_round && !restored && device->round_token != hello.last_token)
      return refuse(Code::device_copied, device->name);
    if (!same_round) {
      device->round = hello.round;
      device->round_token = random_token();
    }
    answer.server_now = office_time(store, clock_.now()).now;
    device->last_seen = answer.server_now;
    KHAOSAN_TRY(store.save_device(*device));
    answer.office = store.setting("office_name");
    answer.epoch = store.epoch();
    answer.head = store.head();
    answer.chain_head = store.chain_at(answer.head);
    answer.chain_at_witness = store.chain_at(hello.witnessed_seq);
    answer.token = device->round_token;
    answer.digests = store.digests();
    if (hello.epoch != answer.epoch && !hello.epoch.empty())
      answer.epoch_end = store.epoch_end(hello.epoch).value_or(0);
    answer.backed_up_seq = backed_up_seq(store);
    answer.wants_numbers = store.is_awaited(device->id);
    return {};
  }));
  return answer;
}

Result<PushAnswer> SyncDesk::push(const Device& device, const PushRequest& request) {
  return take(device, request.changes, [&](StoreWriter& store) -> Done {
    KHAOSAN_TRY(check_round(store, device.id, request.round));
    for (const KnownNumber& known : request.numbers) KHAOSAN_TRY(remember_number(store, known));
    return {};
  });
}

Result<PushAnswer> SyncDesk::push_from_bundle(const Device& device,
                                              const std::vector<SealedChange>& changes) {
  return take(device, changes, [&](StoreWriter& store) -> Done {
    KHAOSAN_LET(known, store.device(device.id));
    if (!known) return refuse(Code::unauthorized);
    if (known->revoked) return refuse(Code::revoked, known->name);
    return {};
  });
}

Result<PushAnswer> SyncDesk::take(const Device& device, const std::vector<SealedChange>& changes,
                                  const std::function<Done(StoreWriter&)>& admit) {
  PushAnswer answer;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    answer.answers.clear();
    KHAOSAN_TRY(admit(store));
    KHAOSAN_LET(sender, sender_of(store, device));
    const bool waits = restore_waits(store);
    std::string awaited;
    if (waits) {
      KHAOSAN_LET(names, awaited_names(store));
      awaited = std::move(names);
    }
    for (const SealedChange& sealed : changes) {
      KHAOSAN_LET(one, waits ? keep_offered(store, sender, sealed, awaited)
                             : answer_change(store, files_, clock_, sender, sealed));
      answer.answers.push_back(std::move(one));
    }
    return {};
  }));
  return answer;
}

// A laptop that pulls has offered everything that it has.
Done SyncDesk::laptop_has_come(DeviceId device, RoundId round) {
  bool waits = false;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    waits = store.is_awaited(device) || restore_waits(store);
    return {};
  }));
  if (!waits) return {};
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_TRY(check_round(store, device, round));
    KHAOSAN_TRY(store.set_awaited(device, false));
    KHAOSAN_LET(others, awaited_devices(store));
    if (!restore_waits(store) || !others.empty()) return {};
    return carry_out_offered(store, files_, clock_);
  });
}

Done SyncDesk::go_on_after_restore() {
  return store_.write([&](StoreWriter& store) -> Done {
    if (!restore_waits(store)) return refuse(Code::not_restoring);
    KHAOSAN_LET(names, awaited_names(store));
    JournalRow row = admin_row("restore_went_on", office_time(store, clock_.now()).now);
    row.resulted = fields_to_text({{"without", names}});
    KHAOSAN_LET(seq, store.append(std::move(row)));
    static_cast<void>(seq);
    return carry_out_offered(store, files_, clock_);
  });
}

Result<PullPage> SyncDesk::pull(const Device& device, const PullRequest& request) {
  PullPage page;
  KHAOSAN_TRY(laptop_has_come(device.id, request.round));
  const std::int64_t max_bytes = std::clamp(request.max_bytes, pull_page_bytes_min, pull_page_bytes_max);
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_TRY(check_round(store, device.id, request.round));
    if (request.epoch != store.epoch()) return refuse(Code::wrong_epoch, store.epoch().text());
    if (request.cursor < 0 || request.cursor > store.head()) return refuse(Code::bad_request, "cursor");
    KHAOSAN_LET(found, store.records_after(request.cursor, max_bytes));
    page = std::move(found);
    return {};
  }));
  return page;
}

Result<ChangeAnswer> SyncDesk::act(const Account& account, const Change& given) {
  Change change = given;
  change.author = account.id;
  change.op = Op::act;
  ChangeAnswer answer;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    change.epoch = store.epoch();
    const SealedChange sealed = seal(change);
    KHAOSAN_LET(before, store.answered(change.id));
    if (before) {
      if (before->payload != sealed.sha) return refuse(Code::id_reused, change.id.text());
      answer = before->answer;
      return {};
    }
    if (restore_waits(store)) {
      KHAOSAN_LET(awaited, awaited_names(store));
      return refuse(Code::restoring, awaited);
    }
    KHAOSAN_LET(author, account_of(store, change.author));
    KHAOSAN_LET(desk, desk_at(store, files_, clock_, author, DeviceId{}));
    desk.cause = change.id;
    const Result<ChangeAnswer> one = apply(desk, change, sealed);
    if (!one.ok() && (is_fault(one.refusal()) || is_for_now(one.refusal()))) return one.refusal();
    answer = one.ok() ? *one : refused(change.id, one.refusal());
    return store.save_answer(change.id, sealed.sha, answer);
  }));
  if (answer.outcome == Outcome::refused) return refuse(code_named(answer.code), answer.detail);
  return answer;
}

std::unique_ptr<SyncService> SyncDesk::service_for(const Device& device) {
  return std::make_unique<BoundService>(*this, device);
}

}  // namespace khaosan::server
