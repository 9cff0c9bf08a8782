// What this machine is.
#pragma once

#include <string>

namespace khaosan {

std::string host_name();
// What this process makes from here on is for its owner alone.
void keep_new_files_private();  // as the system tells it; "localhost" if it tells nothing
int core_count();               // processors this process may use, at least 1

}  // namespace khaosan
