// What this machine is.
#pragma once

#include <string>

namespace khaosan {

std::string host_name();  // as the system tells it; "localhost" if it tells nothing
int core_count();         // processors this process may use, at least 1

}  // namespace khaosan
