// The parts of a folder, put in order. What their headers say is not known to be true before a part is
// admitted; here they only serve to find and to sort.
#pragma once

#include <string>
#include <vector>

#include "shared/bundle/part.hpp"

namespace khaosan {

struct FoundPart {
  std::string name;
  PartHeader header;
};

struct RefusedPart {
  std::string name;
  Refusal why;
};

struct FoundParts {
  std::vector<FoundPart> parts;  // by sender, bundle (older ones first) and number
  std::vector<RefusedPart> unreadable;
};

// bundle_none: nothing in the folder looks like a part.
Result<FoundParts> find_parts(PartFolder& folder);

}  // namespace khaosan
