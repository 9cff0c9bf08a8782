#include "server/logic/sync_desk.hpp"

#include <algorithm>
#include <map>

#include "server/logic/accounts.hpp"
#include "server/logic/answering.hpp"
#include "server/logic/backed_up.hpp"
#include "server/logic/erasure.hpp"
#include "server/logic/journal.hpp"
#include "server/logic/restore.hpp"
#include "shared/crypto/random.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

Done check_round(StoreReader& store, DeviceId caller, RoundId round) {
  KHAOSAN_LET(device, store.device(caller));
  if (!device) return refuse(Code::unauthorized);
  if (device->round != round) return refuse(Code::device_copied, device->name);
  return {};
}

// While a restored server waits for laptops nothing is carried out; what is answered already is told again.
Result<ChangeAnswer> keep_offered(StoreWriter& store, const Sender& sender, const SealedChange& sealed,
                                  const std::string& awaited) {
  const auto change = readable(sealed);
  if (!change.ok()) return refused(id_in_payload(sealed.payload), change.refusal());
  KHAOSAN_LET(before, store.answered(change->id));
  if (before && before->payload == sealed.sha) return before->answer;
  if (const Done there = check_not_erased(store, *change); !there.ok())
    return refused(change->id, there.refusal());
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
  Result<Quarantined> quarantine(const std::vector<SealedChange>& changes) override {
    return desk_.quarantine(device_, changes);
  }

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
    const OfficeTime time = office_time(store, clock_.now());
    answer.server_now = time.now;
    answer.clock_waits = time.waits();
    device->last_seen = answer.server_now;
    KHAOSAN_TRY(store.save_device(*device));
    if (hello.unsent)
      KHAOSAN_TRY(store.save_device_report(
          {device->id, hello.epoch, hello.cursor, *hello.unsent, answer.server_now}));
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
  if (request.unsent) KHAOSAN_TRY(note_standing(device.id, request));
  return page;
}

// The last request of a round: what the laptop leaves behind, and that it has all up to its cursor.
Done SyncDesk::note_standing(DeviceId device, const PullRequest& request) {
  return store_.write([&](StoreWriter& store) {
    const Instant now = office_time(store, clock_.now()).now;
    return store.save_device_report({device, request.epoch, request.cursor, *request.unsent, now});
  });
}

Result<Quarantined> SyncDesk::quarantine(const Device& device, const std::vector<SealedChange>& changes) {
  Quarantined answer;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(kept, keep_aside(store, device, changes, office_time(store, clock_.now()).now));
    answer = kept;
    return {};
  }));
  return answer;
}

Result<QuarantineTaken> SyncDesk::take_from_quarantine(DeviceId device) {
  QuarantineTaken result;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(taken, server::take_from_quarantine(store, files_, clock_, device));
    result = std::move(taken);
    return {};
  }));
  return result;
}

Result<QuarantineDropped> SyncDesk::drop_quarantine(DeviceId device) {
  QuarantineDropped dropped;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(all, server::drop_quarantine(store, clock_, device));
    dropped = std::move(all);
    return {};
  }));
  return dropped;
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
    const Result<ChangeAnswer> one = carry_out(desk, change, sealed);
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
