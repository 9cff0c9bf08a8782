// One laptop: the real app and store on a memory disk. Switching it off loses everything that is not on the
// disk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "client/app/app.hpp"
#include "client/store/sqlite_local_store.hpp"
#include "tests/simulation/clocks.hpp"
#include "tests/simulation/memory_desk.hpp"
#include "tests/simulation/network.hpp"

namespace khaosan::simulation {

struct Person {
  std::string name;
  std::vector<std::string> roles;
  std::string password() const { return "password of " + name; }
};

class Laptop {
 public:
  Laptop(std::string laptop_name, std::string folder, Wires& wires);
  void start();                   // Violation if the store does not open
  void stop();                    // as the program is closed
  void crash(Dice& dice);         // as the battery dies: not started again
  void copy_from(Laptop& other);  // its folder, while both are stopped
  client::App& app() { return second_app_ ? *second_app_ : *app_; }
  // Another program on the same folder, while a sync of the first one waits for the network.
  void open_second();
  void close_second();
  std::optional<Record> record(const std::string& kind, RecordId id);
  DeviceId device();  // it is paired as; empty: it is not
  UserId user();      // who sits at it
  bool runs() const { return app_ != nullptr; }

  std::string name;
  MemoryDisk disk;
  LaptopClock clock;
  MemoryDesk desk;
  LaptopNetwork network;
  std::vector<std::string> users;  // names of those who have signed in here
  std::string writer;              // who sits at it now
  std::string paired_for;
  bool must_pair = false;  // the office said so

 private:
  std::unique_ptr<client::SqliteLocalStore> store_;
  std::unique_ptr<client::App> app_;
  std::unique_ptr<client::SqliteLocalStore> second_store_;
  std::unique_ptr<client::App> second_app_;
};

}  // namespace khaosan::simulation
