#include "tests/simulation/faults.hpp"

namespace khaosan::simulation {
namespace {

// Of a message or an action, in a run that is hit hardest.
constexpr double per_cent_max(Fault fault) {
  switch (fault) {
    case Fault::request_lost:
    case Fault::request_sent_twice:
    case Fault::old_request_replayed:
    case Fault::reply_lost:
    case Fault::upload_cut:
      return 30;
    case Fault::laptop_crash:
    case Fault::server_crash:
    case Fault::laptop_write_failed:
    case Fault::server_write_failed:
      return 6;
    case Fault::laptop_disk_full:
    case Fault::laptop_clock_jump:
      return 3;
    case Fault::server_clock_jump:
    case Fault::laptop_cloned:
    case Fault::laptop_revoked:
    case Fault::office_restored:
    case Fault::record_erased:
      return 0.5;
  }
  return 0;
}

}  // namespace

FaultPlan::FaultPlan(Dice& dice, Counters& counters) : dice_(dice), counters_(counters) {
  for (std::size_t i = 0; i < per_cent_.size(); ++i) {
    const double share = static_cast<double>(dice.below(101)) / 100;
    per_cent_.at(i) = per_cent_max(static_cast<Fault>(i)) * share * share;
  }
}

bool FaultPlan::strikes(Fault fault) {
  return !stopped_ && dice_.chance(per_cent_.at(index(fault)));
}

}  // namespace khaosan::simulation
