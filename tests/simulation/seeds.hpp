// Many runs: each seed in a process of its own, so that nothing of one run reaches the next.
#pragma once

#include "tests/simulation/world.hpp"

namespace khaosan::simulation {

struct SeedsPlan {
  RunPlan run;
  std::uint64_t first = 1;
  std::uint64_t seeds = 200;
  int jobs = 1;
  bool one_with_trace = false;
};

int run_seeds(const SeedsPlan& plan);  // the exit code

}  // namespace khaosan::simulation
