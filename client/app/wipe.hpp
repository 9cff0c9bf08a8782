// Overwrites a secret before its memory is given back.
#pragma once

#include <string>

namespace khaosan::client {

template <typename Bytes>
void wipe(Bytes& secret) {
  // Through a volatile pointer, so that it is not left out as useless.
  volatile auto* at = secret.data();
  for (std::size_t i = 0; i < secret.size(); ++i) at[i] = 0;
}

inline void wipe(std::string& secret) {
  wipe<std::string>(secret);
  secret.clear();
}

}  // namespace khaosan::client
