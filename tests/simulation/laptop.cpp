#include "tests/simulation/laptop.hpp"

#include "shared/platform/files.hpp"
#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {

Laptop::Laptop(std::string laptop_name, std::string folder, Wires& wires)
    : name(std::move(laptop_name)), disk(std::move(folder)), clock(wires.time), network(wires, disk) {}

void Laptop::start() {
  auto opened = client::SqliteLocalStore::open(path_from_utf8(disk.store_path()), Access::write);
  if (!opened.ok()) throw Violation{"I2", name + " does not start: " + opened.refusal().english()};
  store_ = std::move(*opened);
  app_ = std::make_unique<client::App>(*store_, desk, network, clock);
  if (!writer.empty()) static_cast<void>(app_->use_user(writer).ok());
}

void Laptop::open_second() {
  auto opened = client::SqliteLocalStore::open(path_from_utf8(disk.store_path()), Access::write);
  if (!opened.ok()) return;
  second_store_ = std::move(*opened);
  second_app_ = std::make_unique<client::App>(*second_store_, desk, network, clock);
  if (!writer.empty()) static_cast<void>(second_app_->use_user(writer).ok());
}

void Laptop::close_second() {
  second_app_.reset();
  second_store_.reset();
}

void Laptop::stop() {
  app_.reset();
  store_.reset();
}

void Laptop::crash(Dice& dice) {
  stop();
  disk.power_cut(dice);
}

std::optional<Record> Laptop::record(const std::string& kind, RecordId id) {
  std::optional<Record> found;
  const Done done = store_->read([&](client::StoreReader& store) -> Done {
    KHAOSAN_LET(record, store.current(kind, id));
    found = std::move(record);
    return {};
  });
  return done.ok() ? found : std::nullopt;
}

DeviceId Laptop::device() {
  DeviceId device;
  static_cast<void>(store_
                        ->read([&](client::StoreReader& store) -> Done {
                          KHAOSAN_LET(pairing, store.pairing());
                          if (pairing) device = pairing->device;
                          return {};
                        })
                        .ok());
  return device;
}

UserId Laptop::user() {
  const auto status = app().status();
  return status.ok() ? status->user : UserId{};
}

void Laptop::copy_from(Laptop& other) {
  disk.copy_from(other.disk);
  desk = other.desk;
  users = other.users;
  writer = other.writer;
  paired_for = other.paired_for;
  must_pair = other.must_pair;
}

}  // namespace khaosan::simulation
