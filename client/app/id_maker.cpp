#include "client/app/id_maker.hpp"

#include <algorithm>
#include <array>

#include "shared/crypto/random.hpp"

namespace khaosan::client {

Uuid IdMaker::next() {
  if (now_ > clock_.last) {
    clock_ = {now_, 0};
  } else if (clock_.counter < id_counter_max) {
    ++clock_.counter;
  } else {
    clock_ = {Instant{clock_.last.unix_ms + 1}, 0};
  }
  std::array<std::uint8_t, 8> random{};
  const Bytes bytes = random_bytes(random.size());
  std::copy(bytes.begin(), bytes.end(), random.begin());
  return uuid_v7(clock_.last, clock_.counter, random);
}

}  // namespace khaosan::client
