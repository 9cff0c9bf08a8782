// Three versions of a set over a closed vocabulary (channels, tags of a fixed list) become one; always clean.
#pragma once

#include <string>
#include <vector>

namespace khaosan {

// Sorted, each value once: what either side added is in, what either side took out is out. The inputs may be
// in any order. Order of the sides does not matter.
std::vector<std::string> merge_sets(const std::vector<std::string>& base,
                                    const std::vector<std::string>& server,
                                    const std::vector<std::string>& incoming);

}  // namespace khaosan
