#include "shared/sync/set_merge.hpp"

#include <set>

namespace khaosan {

std::vector<std::string> merge_sets(const std::vector<std::string>& base,
                                    const std::vector<std::string>& server,
                                    const std::vector<std::string>& incoming) {
  const std::set<std::string> before(base.begin(), base.end());
  const std::set<std::string> ours(server.begin(), server.end());
  const std::set<std::string> theirs(incoming.begin(), incoming.end());
  std::set<std::string> all = ours;
  all.insert(theirs.begin(), theirs.end());
  std::vector<std::string> merged;
  for (const std::string& value : all) {
    const bool taken_out = before.contains(value) && !(ours.contains(value) && theirs.contains(value));
    if (!taken_out) merged.push_back(value);
  }
  return merged;
}

}  // namespace khaosan
