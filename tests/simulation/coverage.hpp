// What happened in all runs together, and what of it happened too rarely for the runs to prove anything.
#pragma once

#include <string>
#include <vector>

#include "tests/simulation/faults.hpp"

namespace khaosan::simulation {

class Coverage {
 public:
  void add(const Counters& run);
  void print() const;
  std::string too_rare() const;  // names of what must happen and did in under 1 % of the seeds

 private:
  struct Seen {
    std::int64_t times = 0;
    std::int64_t seeds = 0;
  };
  std::map<std::string, Seen> seen_;
  std::int64_t seeds_ = 0;
};

}  // namespace khaosan::simulation
