// An office with three laptops on memory disks, in the middle of a day: what the operations under test begin
// from.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/simulation/laptop.hpp"

namespace khaosan::failures {

class Scene {
 public:
  Scene();
  ~Scene();
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  simulation::Laptop& somsri() { return *somsri_; }    // staff
  simulation::Laptop& prasert() { return *prasert_; }  // reviewer
  simulation::Laptop& thawee() { return *thawee_; }    // director
  simulation::OfficeServer& office() { return office_; }

  // Written, synced to all three, with a photo.
  RecordId event, news, note;

  RecordId put(simulation::Laptop& laptop, const std::string& kind,
               const Fields& set);                                // aborts where it fails
  Done sync(simulation::Laptop& laptop);                          // complete, or why not
  Done act(simulation::Laptop& laptop, const std::string& verb);  // on the news; waits for a sync
  Fields at_office(const std::string& kind, RecordId id);         // {}: there is none
  Fields at(simulation::Laptop& laptop, const std::string& kind, RecordId id);
  const std::filesystem::path& folder() const { return folder_; }
  void cut_the_power();  // of all; what was not synced to the disks is lost; they start again
  void whole();          // throws Violation: a store that is not
  void all_synced();     // throws Violation: somebody cannot sync, or has lost what stood before

 private:
  std::unique_ptr<simulation::Laptop> laptop(const std::string& name, const std::string& role);
  std::filesystem::path folder_;
  simulation::TrueTime time_;
  simulation::Dice dice_{7};
  simulation::Counters counters_;
  simulation::FaultPlan faults_{dice_, counters_};
  simulation::Trace trace_{false};
  simulation::OfficeServer office_;
  simulation::Wires wires_;
  std::unique_ptr<simulation::Laptop> somsri_, prasert_, thawee_;
};

}  // namespace khaosan::failures
