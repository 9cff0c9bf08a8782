#include "shared/base/secret.hpp"

namespace khaosan {

void wipe(std::span<std::uint8_t> secret) {
  // Through a volatile pointer, so that it is not left out as useless.
  volatile std::uint8_t* at = secret.data();
  for (std::size_t i = 0; i < secret.size(); ++i) at[i] = 0;
}

void wipe(std::string& secret) {
  wipe(std::span(reinterpret_cast<std::uint8_t*>(secret.data()), secret.size()));
  secret.clear();
}

}  // namespace khaosan
