#pragma once

#include <string>

namespace khaosan::simulation {

// Thrown where an invariant is broken: the run ends with it.
struct Violation {
  std::string invariant;  // "I1" … "I15"
  std::string what;
};

}  // namespace khaosan::simulation
