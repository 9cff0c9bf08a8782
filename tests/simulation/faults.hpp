// What can go wrong, one counter each. A run over many seeds fails if one of them hardly ever happened: a
// fault that is not there proves nothing.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tests/simulation/dice.hpp"

namespace khaosan::simulation {

enum class Fault {
  request_lost,
  request_sent_twice,
  old_request_replayed,
  reply_lost,
  upload_cut,
  laptop_crash,
  server_crash,
  laptop_write_failed,
  server_write_failed,
  laptop_disk_full,
  laptop_clock_jump,
  server_clock_jump,
  laptop_cloned,
  laptop_revoked,
  office_restored,
  record_erased,
};
inline constexpr std::array<std::string_view, 16> fault_names = {
    "request_lost",        "request_sent_twice", "old_request_replayed", "reply_lost",
    "upload_cut",          "laptop_crash",       "server_crash",         "laptop_write_failed",
    "server_write_failed", "laptop_disk_full",   "laptop_clock_jump",    "server_clock_jump",
    "laptop_cloned",       "laptop_revoked",     "office_restored",      "record_erased",
};

// How often things happened in one run: faults, and what became of changes.
using Counters = std::map<std::string, std::int64_t>;

// The faults of one run: each seed draws how hard it is hit, and every kind its own share of that.
class FaultPlan {
 public:
  FaultPlan(Dice& dice, Counters& counters);
  bool strikes(Fault fault);  // decides only: count() when it has really happened
  void count(Fault fault) { ++counters_["fault " + std::string(fault_names.at(index(fault)))]; }
  void stop() { stopped_ = true; }
  void go_on() { stopped_ = false; }
  bool stopped() const { return stopped_; }

 private:
  static std::size_t index(Fault fault) { return static_cast<std::size_t>(fault); }
  Dice& dice_;
  Counters& counters_;
  std::array<double, fault_names.size()> per_cent_{};
  bool stopped_ = false;
};

}  // namespace khaosan::simulation
