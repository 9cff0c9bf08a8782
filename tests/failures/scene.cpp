#include "tests/failures/scene.hpp"

#include <random>

#include "tests/simulation/violation.hpp"

namespace khaosan::failures {

using simulation::Laptop;
using simulation::Violation;

namespace {

constexpr int rounds_to_sync = 4;

std::filesystem::path own_folder() {
  const std::string name = "khaosan-failures-" + std::to_string(std::random_device{}());
  return std::filesystem::temp_directory_path() / name;
}

[[noreturn]] void not_set_up(const std::string& what, const Refusal& why) {
  throw Violation{"scene", what + ": " + why.english()};
}

}  // namespace

Scene::Scene()
    : folder_(own_folder()), office_((folder_ / "office").string(), time_), wires_{office_,  faults_, dice_,
                                                                                   time_,    trace_,  [] {},
                                                                                   counters_} {
  simulation::seed_randomness(7);
  faults_.stop();
  for (const char* machine : {"office", "somsri", "prasert", "thawee"})
    std::filesystem::create_directories(folder_ / machine);
  if (const Done started = office_.start(); !started.ok()) not_set_up("office", started.refusal());
  somsri_ = laptop("somsri", "staff");
  prasert_ = laptop("prasert", "reviewer");
  thawee_ = laptop("thawee", "director");
  event = put(*somsri_, "event", {{"title", Value{std::string("ค่ายวิทยาศาสตร์")}}});
  news = put(*somsri_, "news",
             {{"headline", Value{std::string("เปิดค่าย")}},
              {"body", Value{std::string("เนื้อข่าว")}},
              {"event", Value{event.text()}}});
  note = put(*somsri_, "note", {{"text", Value{std::string("บันทึก")}}});
  const auto added = somsri_->app().perform(client::AddFile{"first.jpg", event, news, ""});
  if (!added.ok()) not_set_up("photo", added.refusal());
  all_synced();
}

Scene::~Scene() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::unique_ptr<Laptop> Scene::laptop(const std::string& name, const std::string& role) {
  const std::string password = "password of " + name;
  if (const auto added = office_.accounts().add_user(name, name, {role}, password); !added.ok())
    not_set_up(name, added.refusal());
  auto made = std::make_unique<Laptop>(name, (folder_ / name).string(), wires_);
  made->writer = name;
  made->start();
  const auto code = office_.accounts().make_pairing_code(name);
  if (!code.ok()) not_set_up(name, code.refusal());
  const auto paired = made->app().perform(client::Pair{"https://office:8443", *code, password, name});
  if (!paired.ok()) not_set_up(name, paired.refusal());
  return made;
}

RecordId Scene::put(Laptop& laptop, const std::string& kind, const Fields& set) {
  const auto done = laptop.app().perform(client::Put{kind, {}, set});
  if (!done.ok()) not_set_up("put " + kind, done.refusal());
  return done->id;
}

Done Scene::sync(Laptop& laptop) {
  const auto report = laptop.app().perform(client::Sync{}, {});
  if (!report.ok()) return report.refusal();
  if (!report->refused.empty()) return refuse(Code::internal, report->refused.front().english);
  return report->complete ? Done{} : Done{refuse(Code::server_away, "not complete")};
}

Done Scene::act(Laptop& laptop, const std::string& verb) {
  client::Perform command;
  command.kind = "news";
  command.id = news;
  command.verb = verb;
  command.password = "password of " + laptop.name;
  const auto done = laptop.app().perform(command);
  return done.ok() ? Done{} : Done{done.refusal()};
}

Fields Scene::at_office(const std::string& kind, RecordId id) {
  Fields fields;
  const Done done = office_.store().read([&](server::StoreReader& store) -> Done {
    KHAOSAN_LET(record, store.record(kind, id));
    if (record && !record->deleted) fields = record->fields;
    return {};
  });
  if (!done.ok()) throw Violation{"I2", "the office cannot be read: " + done.refusal().english()};
  return fields;
}

Fields Scene::at(Laptop& laptop, const std::string& kind, RecordId id) {
  const auto record = laptop.record(kind, id);
  return record && !record->deleted ? record->fields : Fields{};
}

void Scene::cut_the_power() {
  for (const auto& one : {somsri_.get(), prasert_.get(), thawee_.get()}) {
    one->crash(dice_);
    one->start();
  }
  office_.crash(dice_);
}

void Scene::whole() {
  for (Laptop* one : {somsri_.get(), prasert_.get(), thawee_.get()}) {
    const auto report = one->app().check();
    if (!report.ok()) throw Violation{"I2", one->name + " cannot be checked: " + report.refusal().english()};
    if (!report->faults.empty()) throw Violation{"I2", one->name + ": " + report->faults.front()};
  }
  if (const Done checked = office_.store().check(); !checked.ok())
    throw Violation{"I2", "the office: " + checked.refusal().english()};
}

void Scene::all_synced() {
  Done last;
  for (int round = 0; round < rounds_to_sync; ++round) {
    last = {};
    for (Laptop* one : {somsri_.get(), prasert_.get(), thawee_.get()}) {
      const Done done = sync(*one);
      if (!done.ok()) last = done.refusal();
    }
  }
  if (!last.ok()) throw Violation{"I14", "not synced: " + last.refusal().english()};
  for (Laptop* one : {somsri_.get(), prasert_.get(), thawee_.get()}) {
    if (at(*one, "event", event) != at_office("event", event) ||
        at(*one, "news", news) != at_office("news", news) || at_office("event", event).empty())
      throw Violation{"I1", one->name + " differs from the office"};
  }
}

}  // namespace khaosan::failures
