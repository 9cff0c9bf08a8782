#include "shared/bundle/bundle_scan.hpp"

#include <algorithm>
#include <tuple>

namespace khaosan {

Result<FoundParts> find_parts(PartFolder& folder) {
  KHAOSAN_LET(names, folder.parts());
  if (names.empty()) return refuse(Code::bundle_none, std::string(part_suffix));
  std::sort(names.begin(), names.end());
  FoundParts found;
  for (const std::string& name : names) {
    auto input = folder.open(name);
    auto part = input.ok() ? PartReader::begin(std::move(*input)) : Result<PartReader>(input.refusal());
    if (part.ok()) {
      found.parts.push_back({name, part->header()});
    } else {
      found.unreadable.push_back({name, part.refusal()});
    }
  }
  const auto order = [](const FoundPart& one) {
    return std::tuple(one.header.from, one.header.made_at, one.header.bundle, one.header.part);
  };
  std::stable_sort(found.parts.begin(), found.parts.end(),
                   [&](const FoundPart& left, const FoundPart& right) { return order(left) < order(right); });
  return found;
}

}  // namespace khaosan
