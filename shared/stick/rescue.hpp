// A stick or card that takes a rescue bundle by itself: a small file on it names the laptop, the last two
// bundles stand in folders of their own beside it. A bundle that is not whole has no folder of its final
// name.
#pragma once

#include <string>

#include "shared/base/time.hpp"
#include "shared/stick/stick_folder.hpp"

namespace khaosan {

inline constexpr std::string_view rescue_marker_name = "khaosan-rescue.txt";
inline constexpr std::size_t rescues_kept = 2;

// `token` is the laptop's own, and says nothing to others.
Done choose_for_rescue(const Path& stick, const std::string& token);
Done leave_rescue(const Path& stick);  // the bundles stay
bool is_for_rescue(const Path& stick, const std::string& token);
bool holds_rescue(const Path& stick);

class RescueFolder {
 public:
  static Result<RescueFolder> begin(const Path& stick, Instant now);  // also removes what a pulled stick left
  Result<std::unique_ptr<PartFolder>> open() const;
  Done keep();  // gives it its name, then removes all but the last two

 private:
  RescueFolder(Path stick, Path unfinished, Path final_path);
  Path stick_;
  Path unfinished_;
  Path final_;
};

}  // namespace khaosan
