#include "shared/sync/service.hpp"

#include <array>

namespace khaosan {
namespace {
constexpr std::array<std::string_view, 5> names = {"accepted", "merged", "conflict", "same", "refused"};
}

Result<int> common_protocol(int theirs, int oldest, int newest) {
  if (theirs >= oldest && theirs <= newest) return theirs;
  return refuse(Code::protocol_mismatch,
                std::to_string(theirs) + ", not " + std::to_string(oldest) + " to " + std::to_string(newest));
}

std::string_view outcome_name(Outcome outcome) {
  return names[static_cast<std::size_t>(outcome)];
}

Outcome outcome_named(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Outcome>(i);
  }
  return Outcome::refused;
}

}  // namespace khaosan
