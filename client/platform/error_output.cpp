#include "client/platform/error_output.hpp"

#include <unistd.h>

namespace khaosan::client {

bool error_output_is_terminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

}  // namespace khaosan::client
