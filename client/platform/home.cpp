#include "client/platform/home.hpp"

#include <cstdlib>
#include <string>

namespace khaosan::client {
namespace {

constexpr const char* folder_name = "khaosan";

Path folder_of(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? Path() : path_from_utf8(value);
}

}  // namespace

Result<Path> default_home() {
#ifdef _WIN32
  const Path data = folder_of("LOCALAPPDATA");
#else
  Path data = folder_of("XDG_DATA_HOME");
  // The XDG rules: a path that is not absolute is as good as none.
  if (const Path home = folder_of("HOME"); !data.is_absolute() && !home.empty())
    data = home / ".local" / "share";
#endif
  if (!data.is_absolute()) return refuse(Code::usage, "--home");
  return data / folder_name;
}

}  // namespace khaosan::client
