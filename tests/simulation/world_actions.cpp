// What is done at a laptop, and what its user is told then.
#include "shared/wire/value_json.hpp"
#include "tests/simulation/violation.hpp"
#include "tests/simulation/words.hpp"
#include "tests/simulation/world.hpp"

namespace khaosan::simulation {
namespace {

constexpr int audits_each_syncs = 4;

Values as_values(const Fields& fields) {
  Values values;
  for (const auto& [name, value] : fields) values[name] = canonical(value);
  return values;
}

std::string shown_fields(const Fields& set) {
  std::string shown;
  for (const auto& [name, value] : set) shown += " " + name + "=" + canonical(value);
  return shown;
}

// It failed on the disk: what was written may come to light after a crash.
bool is_unknown(const Refusal& refusal) {
  return refusal.code == Code::io_failed || refusal.code == Code::disk_full;
}

Fields fields_of(Laptop& laptop, const std::string& kind, std::optional<RecordId> id) {
  if (!id) return {};
  const auto record = laptop.record(kind, *id);
  return record ? record->fields : Fields{};
}

}  // namespace

void World::tell(Laptop& laptop, const std::string& verb, const std::string& kind, RecordId record,
                 ChangeId change, const Fields& set, const Fields& before) {
  if (change.empty() || laptop.disk.dead()) return;
  know(kind, record);
  auditor_.told({laptop.name, hex_of_id(laptop.user().text()), hex_of_id(change.text()), kind,
                 hex_of_id(record.text()), verb, as_values(set), as_values(before)});
}

// Only what really changed was written.
void World::tell_put(Laptop& laptop, const std::string& kind, const client::PutReport& report,
                     const Fields& set, const Fields& before) {
  Fields written;
  Fields seen;
  for (const auto& [name, typed] : set) {
    const Value value = typed == Value{std::string()} ? Value{} : typed;  // an empty text is none
    if (field_or_empty(before, name) == value) continue;
    written[name] = value;
    seen[name] = field_or_empty(before, name);
  }
  if (!written.empty()) tell(laptop, "put", kind, report.id, report.change, written, seen);
}

void World::put(Laptop& laptop, const std::string& kind, std::optional<RecordId> id, const Fields& set) {
  before(laptop);
  const Fields seen = fields_of(laptop, kind, id);
  const auto report = laptop.app().perform(client::Put{kind, id, set});
  // What failed while it was written may stand there all the same.
  const std::string record = report.ok() ? report->id.text() : (id ? id->text() : "");
  for (const auto& [name, value] : set) {
    for (const std::string& phrase : phrases_in(text_or_empty(value)))
      auditor_.phrase_typed(hex_of_id(record), phrase);
  }
  if (report.ok()) {
    tell_put(laptop, kind, *report, set, seen);
  } else if (is_unknown(report.refusal())) {
    auditor_.perhaps(laptop.name, hex_of_id(record), as_values(set));
  }
  after(laptop, "put " + kind + shown_fields(set), report.ok() ? nullptr : &report.refusal());
}

void World::mark(Laptop& laptop, const std::string& kind, RecordId id, bool removes) {
  before(laptop);
  Fields seen;
  for (const auto& [name, value] : fields_of(laptop, kind, id)) {
    if (name == "title" || name == "text" || name == "headline" || name == "body") seen[name] = value;
  }
  const auto report = removes ? laptop.app().perform(client::Remove{kind, id})
                              : laptop.app().perform(client::Restore{kind, id});
  const std::string verb = removes ? "delete" : "restore";
  if (report.ok()) tell(laptop, verb, kind, id, report->change, {}, removes ? seen : Fields{});
  after(laptop, verb + " " + kind + " " + id.text(), report.ok() ? nullptr : &report.refusal());
}

void World::add_photo(Laptop& laptop, const client::AddFile& photo) {
  before(laptop);
  const auto report = laptop.app().perform(photo);
  if (report.ok()) {
    know("media", report->media);
    if (report->photo) know("news_photo", *report->photo);
  }
  after(laptop, "add " + photo.path.string(), report.ok() ? nullptr : &report.refusal());
}

void World::command(Laptop& laptop, const client::Perform& command) {
  before(laptop);
  const auto report = laptop.app().perform(command);
  if (report.ok()) tell(laptop, command.verb, command.kind, command.id, report->change, {}, {});
  after(laptop, command.verb + " " + command.kind + " " + command.id.text(),
        report.ok() ? nullptr : &report.refusal());
}

void World::give_up_or_send_again(Laptop& laptop) {
  const auto tray = laptop.app().refused();
  if (!tray.ok() || tray->empty()) return;
  const client::RefusedChange one = (*tray)[dice.below(tray->size())];
  before(laptop);
  const auto give_up = [&] {
    if (!laptop.disk.dead())
      auditor_.given_up(laptop.name, hex_of_id(one.change.text()), hex_of_id(one.record.text()), one.verb,
                        as_values(one.set));
  };
  if (dice.below(2) == 0) {
    const auto report = laptop.app().perform(client::DismissRefused{one.change});
    if (report.ok()) give_up();
    after(laptop, "dismiss " + one.verb + " " + one.code, report.ok() ? nullptr : &report.refusal());
    return;
  }
  const Fields seen = fields_of(laptop, one.kind, one.record);
  const auto report = laptop.app().perform(client::Resubmit{one.change, person(laptop.writer).password()});
  if (report.ok()) {
    give_up();
    if (one.verb == "put") {
      tell_put(laptop, one.kind, {one.record, report->change}, one.set, seen);
    } else {
      tell(laptop, one.verb, one.kind, one.record, report->change, {}, {});
    }
  }
  after(laptop, "again " + one.verb + " " + one.code, report.ok() ? nullptr : &report.refusal());
}

void World::sync(Laptop& laptop) {
  before(laptop);
  if (laptop.must_pair) {
    pair(laptop, laptop.paired_for);
    return;
  }
  const auto report = laptop.app().perform(client::Sync{}, {});
  if (report.ok() && report->complete && !laptop.disk.dead()) auditor_.told_synced(laptop.name);
  if (!report.ok()) {
    const Code code = report.refusal().code;
    laptop.must_pair = code == Code::revoked || code == Code::device_copied || code == Code::unauthorized;
    if (code == Code::digest_differs || code == Code::chain_differs)
      throw Violation{"I1", laptop.name + ": " + report.refusal().english()};
  }
  std::string what = "sync";
  if (report.ok()) {
    what +=
        " sent " + std::to_string(report->sent_changes) + " got " + std::to_string(report->received_records);
    for (const auto& refused : report->refused) {
      what += " refused " + refused.verb + "/" + refused.code;
      ++counters["told " + refused.code];
    }
  }
  after(laptop, what, report.ok() ? nullptr : &report.refusal());
  if (++syncs_ % audits_each_syncs == 0) auditor_.after_sync(laptop.name);
}

void World::switch_user(Laptop& laptop) {
  if (laptop.users.empty()) return;
  const std::string& name = laptop.users[dice.below(laptop.users.size())];
  if (laptop.app().use_user(name).ok()) laptop.writer = name;
}

}  // namespace khaosan::simulation
