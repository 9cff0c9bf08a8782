#include "shared/platform/host.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>

namespace khaosan {

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "localhost";
  return name.data();
}

int core_count() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void keep_new_files_private() {
  ::umask(077);
}

}  // namespace khaosan
