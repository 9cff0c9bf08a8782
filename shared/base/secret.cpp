#include "shared/base/secret.hpp"

namespace khaosan {

void wipe(std::string& secret) {
  // Through a volatile pointer, so that it is not left out as useless.
  volatile char* at = secret.data();
  for (std::size_t i = 0; i < secret.size(); ++i) at[i] = 0;
  secret.clear();
}

}  // namespace khaosan
