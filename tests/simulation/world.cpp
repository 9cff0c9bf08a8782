// The office itself: how it opens, how machines fall and rise, and how it settles at the end.
#include "tests/simulation/world.hpp"

#include "server/logic/restore.hpp"
#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {
namespace {

constexpr int rounds_to_settle = 5;  // I14
constexpr std::size_t folders_max = 8;
constexpr std::size_t pick_among = 14;  // people work on what is new
constexpr std::string_view office_url = "https://office:8443";

}  // namespace

World::World(const RunPlan& plan, Counters& its_counters)
    : dice(plan.seed),
      counters(its_counters),
      faults(dice, its_counters),
      trace(plan.prints),
      plan_(plan),
      server_(plan.folder + "/server", time),
      wires_{server_, faults, dice, time, trace, [this] { auditor_.server_down(); }, its_counters},
      auditor_(server_.disk.store_path()),
      people_{{"somsri", {"staff"}},     {"wichai", {"staff"}}, {"malee", {"group_sender"}},
              {"prasert", {"reviewer"}}, {"kanya", {"deputy"}}, {"thawee", {"director"}}} {}

const Person& World::person(const std::string& name) const {
  for (const Person& one : people_) {
    if (one.name == name) return one;
  }
  return people_.front();
}

std::string World::fresh_folder() {
  return plan_.folder + "/laptop-" + std::to_string(++folders_);
}

void World::open_the_office() {
  faults.stop();
  if (const Done started = server_.start(); !started.ok())
    throw Violation{"I2", "the server does not start: " + started.refusal().english()};
  for (const Person& one : people_) {
    const auto added = server_.accounts().add_user(one.name, one.name, one.roles, one.password());
    if (!added.ok()) throw Violation{"I14", "no account: " + added.refusal().english()};
  }
  for (int i = 0; i < plan_.laptops; ++i) {
    if (Laptop& laptop = join(); laptop.must_pair) throw Violation{"I14", laptop.name + " cannot be paired"};
  }
  faults.go_on();
}

Laptop& World::join() {
  const std::size_t place = laptops_.size();
  const std::string folder = fresh_folder();
  Laptop& laptop =
      *laptops_.emplace_back(std::make_unique<Laptop>("laptop-" + std::to_string(folders_), folder, wires_));
  laptop.start();
  laptop.network.meanwhile = [this, &laptop] { do_meanwhile(laptop); };
  auditor_.add_laptop(laptop.name, laptop.disk.store_path());
  laptop.paired_for = people_[place % people_.size()].name;
  laptop.must_pair = !pair(laptop, laptop.paired_for);
  const Person& guest = people_[(place + 3) % people_.size()];
  if (!laptop.must_pair && laptop.app().perform(client::SignInUser{guest.name, guest.password()}).ok())
    laptop.users.push_back(guest.name);
  return laptop;
}

void World::do_meanwhile(Laptop& laptop) {
  constexpr double per_cent = 4;
  if (!meanwhile || is_meanwhile_ || faults.stopped() || laptop.disk.dead() || !dice.chance(per_cent)) return;
  trace.say("    meanwhile");
  is_meanwhile_ = true;
  laptop.open_second();
  meanwhile(laptop);
  laptop.close_second();
  if (!laptop.writer.empty()) static_cast<void>(laptop.app().use_user(laptop.writer).ok());
  is_meanwhile_ = false;
}

bool World::pair(Laptop& laptop, const std::string& user) {
  const auto code = server_.accounts().make_pairing_code(user);
  if (!code.ok()) return false;
  const auto paired = laptop.app().perform(
      client::Pair{std::string(office_url), *code, person(user).password(), laptop.name});
  after(laptop, "pair " + user, paired.ok() ? nullptr : &paired.refusal());
  if (!paired.ok()) return false;
  laptop.must_pair = false;
  laptop.paired_for = user;
  if (laptop.users.empty()) laptop.users.push_back(user);
  if (laptop.writer.empty()) laptop.writer = user;
  static_cast<void>(laptop.app().use_user(laptop.writer).ok());
  auditor_.laptop_paired(laptop.name);
  return true;
}

void World::before(Laptop& laptop) {
  if (is_meanwhile_) return;
  time.now.unix_ms += 1'000 * static_cast<std::int64_t>(1 + dice.below(600));
  constexpr std::size_t steps_max = 30;
  if (faults.strikes(Fault::laptop_crash)) laptop.disk.crash_at(static_cast<int>(1 + dice.below(steps_max)));
  if (faults.strikes(Fault::laptop_write_failed))
    laptop.disk.fail_at(static_cast<int>(1 + dice.below(steps_max)));
}

void World::after(Laptop& laptop, const std::string& what, const Refusal* refusal) {
  trace.say(laptop.name + " " + laptop.writer + ": " + what +
            (refusal ? " → " + std::string(refusal->name()) + " " + refusal->detail_for_programs() : ""));
  if (refusal != nullptr) ++counters["told " + std::string(refusal->name())];
  if (is_meanwhile_) return;  // the sync that is under way goes on, or ends
  if (laptop.disk.take_failed()) faults.count(Fault::laptop_write_failed);
  if (laptop.disk.take_filled()) faults.count(Fault::laptop_disk_full);
  if (!laptop.disk.dead()) {
    laptop.disk.plan_nothing();
    return;
  }
  faults.count(Fault::laptop_crash);
  trace.say(laptop.name + " dies");
  go_down_and_up(laptop);
}

void World::go_down_and_up(Laptop& laptop) {
  auditor_.laptop_down(laptop.name);
  laptop.crash(dice);
  laptop.disk.set_full(false);
  laptop.start();
  auditor_.laptop_up(laptop.name);
}

void World::restart(Laptop& laptop) {
  auditor_.laptop_down(laptop.name);
  laptop.stop();
  laptop.disk.plan_nothing();
  laptop.start();
  auditor_.laptop_up(laptop.name);
  trace.say(laptop.name + " was closed and opened");
}

void World::copy_folder(Laptop& laptop) {
  if (laptops_.size() >= folders_max) return;
  auditor_.laptop_down(laptop.name);
  laptop.stop();
  auto& copy = laptops_.emplace_back(std::make_unique<Laptop>(laptop.name + "-copy", fresh_folder(), wires_));
  copy->name += std::to_string(folders_);
  copy->copy_from(laptop);
  copy->network.meanwhile = [this, one = copy.get()] { do_meanwhile(*one); };
  laptop.start();
  copy->start();
  auditor_.add_laptop(copy->name, copy->disk.store_path());
  auditor_.laptop_copied(laptop.name, copy->name);
  faults.count(Fault::laptop_cloned);
  trace.say(laptop.name + "'s folder is copied to " + copy->name);
}

void World::revoke(Laptop& laptop) {
  const DeviceId device = laptop.device();
  if (device.empty() || !server_.accounts().revoke(device).ok()) return;
  for (const auto& other : laptops_) {
    if (other->device() == device) auditor_.laptop_revoked(other->name);
  }
  faults.count(Fault::laptop_revoked);
  trace.say(laptop.name + " is revoked");
}

void World::erase() {
  const std::string kind = std::vector<std::string>{"note", "news", "media", "event"}[dice.below(4)];
  const auto& ids = known_[kind];
  if (ids.empty()) return;
  std::vector<server::Erasure> plan;
  const Done planned = server_.store().read([&](server::StoreReader& store) -> Done {
    KHAOSAN_LET(erasures, server::plan_erasure(store, kind, ids[dice.below(ids.size())]));
    plan = std::move(erasures);
    return {};
  });
  if (!planned.ok() || plan.empty()) return;
  trace.say("erased: " + kind + " " + plan.front().record.text());
  for (const server::Erasure& one : plan)
    auditor_.erased(one.kind, one.record.text(), one.file ? one.file->hex() : "");
  faults.count(Fault::record_erased);
  if (const Done done = server_.erase(plan); !done.ok()) trace.say("  not yet: " + done.refusal().english());
}

void World::fill_disk(Laptop& laptop) {
  laptop.disk.set_full(true);
  trace.say(laptop.name + "'s disk is full");
}

void World::free_disks() {
  for (const auto& laptop : laptops_) {
    if (!laptop->disk.full() || dice.below(40) > 0) continue;
    laptop->disk.set_full(false);
    trace.say(laptop->name + "'s disk has room");
  }
}

void World::set_clock_wrong(Laptop& laptop) {
  const std::int64_t range = 20 * year_ms;
  laptop.clock.wrong_by_ms =
      static_cast<std::int64_t>(dice.next() % static_cast<std::uint64_t>(range)) - range / 2;
  faults.count(Fault::laptop_clock_jump);
  trace.say(laptop.name + "'s clock is wrong by " + std::to_string(laptop.clock.wrong_by_ms / 3'600'000) +
            " h");
}

// Wrong by years, right again, or looked at by the administrator.
void World::set_server_clock() {
  const std::int64_t range = 20 * year_ms;
  const std::size_t what = dice.below(3);
  if (what == 0) {
    server_.clock.wrong_by_ms =
        static_cast<std::int64_t>(dice.next() % static_cast<std::uint64_t>(range)) - range / 2;
    faults.count(Fault::server_clock_jump);
  } else if (what == 1) {
    server_.clock.wrong_by_ms = 0;
  } else {
    static_cast<void>(server_.accounts().confirm_clock().ok());
  }
  trace.say("the server's clock: " + std::to_string(server_.clock.wrong_by_ms / 3'600'000) + " h" +
            (what == 2 ? ", confirmed" : ""));
}

void World::look_after_the_office() {
  constexpr std::size_t actions_a_backup = 120;
  constexpr std::size_t actions_to_wait = 60;
  if (faults.stopped()) return;
  if (dice.below(actions_a_backup) == 0 && server_.back_up()) trace.say("the office is backed up");
  look_into_the_quarantine();
  if (dice.below(actions_to_wait) == 0 && go_on_without_laptops()) trace.say("the office waits no longer");
}

// An administrator takes what a shut-out laptop has left, or drops it.
void World::look_into_the_quarantine() {
  constexpr std::size_t actions_to_look = 40;
  if (dice.below(actions_to_look) != 0) return;
  std::vector<server::QuarantineCount> kept;
  const Done read = server_.store().read([&](server::StoreReader& store) -> Done {
    KHAOSAN_LET(counts, store.quarantine());
    kept = std::move(counts);
    return {};
  });
  if (!read.ok()) return;
  for (const server::QuarantineCount& one : kept) {
    const bool takes = dice.below(3) != 0;
    if (takes) {
      const auto taken = server_.desk().take_from_quarantine(one.device);
      trace.say("taken from the quarantine: " +
                (taken.ok() ? std::to_string(taken->taken) : taken.refusal().english()));
      if (taken.ok() && taken->taken > 0) ++counters["taken from quarantine"];
    } else {
      const auto dropped = server_.desk().drop_quarantine(one.device);
      trace.say("dropped from the quarantine: " +
                (dropped.ok() ? std::to_string(dropped->changes) : dropped.refusal().english()));
    }
  }
}

bool World::go_on_without_laptops() {
  bool waits = false;
  const Done read = server_.store().read([&](server::StoreReader& store) -> Done {
    waits = restore_waits(store);
    return {};
  });
  if (!read.ok() || !waits) return false;
  // The administrator knows the numbers that stand on paper.
  const Done stated = server_.store().write([&](server::StoreWriter& store) -> Done {
    for (const auto& [year, highest] : auditor_.highest_numbers())
      KHAOSAN_TRY(raise_book(store, std::to_string(highest) + year));
    return {};
  });
  return stated.ok() && server_.desk().go_on_after_restore().ok();
}

void World::restore_office() {
  if (!server_.has_backup()) return;
  auditor_.office_lost();
  server_.disk.plan_nothing();
  if (const Done restored = server_.restore(); !restored.ok())
    throw Violation{"I2", "the backup cannot be restored: " + restored.refusal().english()};
  faults.count(Fault::office_restored);
  trace.say("the office's disk dies, and the last backup is restored");
}

void World::know(const std::string& kind, RecordId id) {
  auto& ids = known_[kind];
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

std::optional<Record> World::pick(Laptop& laptop, const std::string& kind) {
  const auto& ids = known_[kind];
  for (int tries = 0; tries < 4 && !ids.empty(); ++tries) {
    const std::size_t back = dice.below(std::min(ids.size(), pick_among));
    auto record = laptop.record(kind, ids[ids.size() - 1 - back]);
    if (record && !record->deleted && !is_alias(*record)) return record;
  }
  return std::nullopt;
}

std::optional<Record> World::pick_old(Laptop& laptop, const std::string& kind) {
  constexpr std::size_t old_ones = 3;
  const auto& ids = known_[kind];
  if (ids.empty()) return std::nullopt;
  auto record = laptop.record(kind, ids[dice.below(std::min(ids.size(), old_ones))]);
  return record && !record->deleted ? record : std::nullopt;
}

std::optional<Record> World::pick_deleted(Laptop& laptop, const std::string& kind) {
  const auto& ids = known_[kind];
  for (int tries = 0; tries < 8 && !ids.empty(); ++tries) {
    auto record = laptop.record(kind, ids[dice.below(ids.size())]);
    if (record && record->deleted) return record;
  }
  return std::nullopt;
}

Shelf World::shelf_of_server() {
  Shelf shelf;
  for (const auto& [sha, bytes] : server_.shelf.whole())
    shelf[sha.hex()] = std::string(bytes.begin(), bytes.end());
  return shelf;
}

bool World::all_synced() {
  bool all = true;
  for (const auto& laptop : laptops_) {
    if (laptop->must_pair) pair(*laptop, laptop->paired_for);
    const auto report = laptop->app().perform(client::Sync{}, {});
    after(*laptop, "sync", report.ok() ? nullptr : &report.refusal());
    if (report.ok() && report->complete) auditor_.told_synced(laptop->name);
    if (!report.ok()) {
      const Code code = report.refusal().code;
      laptop->must_pair = code == Code::revoked || code == Code::device_copied || code == Code::unauthorized;
    }
    all = all && report.ok() && report->complete && report->received_records == 0;
  }
  return all;
}

void World::check_products_own_checks() {
  // Of one laptop a run: it reads everything.
  Laptop& laptop = *laptops_[plan_.seed % laptops_.size()];
  const auto report = laptop.app().check();
  if (!report.ok() || !report->faults.empty())
    throw Violation{"I2", laptop.name + "'s own check: " +
                              (report.ok() ? report->faults.front() : report.refusal().english())};
  if (const Done whole = server_.store().check(); !whole.ok())
    throw Violation{"I5", "the server's own check: " + whole.refusal().english()};
}

void World::settle() {
  faults.stop();
  trace.say("faults end");
  server_.clock.wrong_by_ms = 0;
  if (const Done done = server_.erase_what_is_registered(); !done.ok())
    throw Violation{"I13", "not erased: " + done.refusal().english()};
  static_cast<void>(server_.accounts().confirm_clock().ok());
  for (const auto& laptop : laptops_) {
    laptop->clock.wrong_by_ms = 0;
    laptop->disk.set_full(false);
  }
  int rounds = 1;
  while (!all_synced()) {
    if (rounds == 2) go_on_without_laptops();
    if (++rounds > rounds_to_settle) throw Violation{"I14", "not all laptops are synced after five rounds"};
  }
  std::vector<std::string> names;
  for (const auto& laptop : laptops_) names.push_back(laptop->name);
  auditor_.finish(names, shelf_of_server());
  check_products_own_checks();
  for (const auto& [kind, count] : auditor_.outcomes()) counters["change " + kind] += count;
}

}  // namespace khaosan::simulation
