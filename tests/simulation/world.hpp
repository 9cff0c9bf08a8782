// One office in one run: a server, laptops, people, and the true time. Everything happens in one thread in an
// order that the seed gives.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/auditor.hpp"
#include "tests/simulation/laptop.hpp"
#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {

struct RunPlan {
  std::uint64_t seed = 1;
  int laptops = 5;
  int actions = 1'000;
  bool prints = false;
  std::string folder;  // for the locks of the stores, and their names
};

class World {
 public:
  World(const RunPlan& plan, Counters& counters);
  void open_the_office();  // accounts, and a paired laptop for each person
  void settle();           // faults end; everybody syncs; everything is audited
  std::uint64_t trace_hash() const { return trace.hash(); }

  // What people do at a laptop. Each one may end in the laptop's crash.
  void put(Laptop& laptop, const std::string& kind, std::optional<RecordId> id, const Fields& set);
  void mark(Laptop& laptop, const std::string& kind, RecordId id, bool removes);
  void add_photo(Laptop& laptop, const client::AddFile& photo);
  void command(Laptop& laptop, const client::Perform& command);
  void give_up_or_send_again(Laptop& laptop);  // one of the refused tray
  void sync(Laptop& laptop);
  void switch_user(Laptop& laptop);
  // What somebody does now and then at a laptop while it syncs.
  std::function<void(Laptop&)> meanwhile;

  // What happens to machines.
  Laptop& join();  // a new laptop, for the next of the people; its pairing may fail
  void restart(Laptop& laptop);
  void copy_folder(Laptop& laptop);
  void revoke(Laptop& laptop);
  void erase();
  void fill_disk(Laptop& laptop);
  void free_disks();  // now and then, of those that are full
  void set_clock_wrong(Laptop& laptop);
  void set_server_clock();
  void look_after_the_office();  // a backup now and then; who never comes is awaited no longer
  void restore_office();         // its disk is gone: from the last backup, if there is one

  const Person& person(const std::string& name) const;
  std::vector<std::unique_ptr<Laptop>>& laptops() { return laptops_; }
  std::optional<Record> pick(Laptop& laptop, const std::string& kind);  // one that is there and not deleted
  std::optional<Record> pick_old(Laptop& laptop, const std::string& kind);  // of the first few of the run
  std::optional<Record> pick_deleted(Laptop& laptop, const std::string& kind);

  Dice dice;
  Counters& counters;
  FaultPlan faults;
  Trace trace;
  TrueTime time;

 private:
  void before(Laptop& laptop);
  void after(Laptop& laptop, const std::string& what, const Refusal* refusal);
  void go_down_and_up(Laptop& laptop);
  bool pair(Laptop& laptop, const std::string& user);
  bool pair_until_done(Laptop& laptop, const std::string& user);
  void tell(Laptop& laptop, const std::string& verb, const std::string& kind, RecordId record,
            ChangeId change, const Fields& set, const Fields& before);
  void tell_put(Laptop& laptop, const std::string& kind, const client::PutReport& report, const Fields& set,
                const Fields& before);
  void do_meanwhile(Laptop& laptop);
  std::string fresh_folder();
  void know(const std::string& kind, RecordId id);
  bool all_synced();
  bool go_on_without_laptops();
  void look_into_the_quarantine();
  Shelf shelf_of_server();
  void check_products_own_checks();

  RunPlan plan_;
  OfficeServer server_;
  Wires wires_;
  Auditor auditor_;
  std::vector<Person> people_;
  std::vector<std::unique_ptr<Laptop>> laptops_;
  std::map<std::string, std::vector<RecordId>> known_;
  int folders_ = 0;
  int syncs_ = 0;
  bool is_meanwhile_ = false;
};

// One run, and how it ended.
struct RunReport {
  std::optional<Violation> violation;
  std::uint64_t trace_hash = 0;
  Counters counters;
};
RunReport run(const RunPlan& plan);

}  // namespace khaosan::simulation
