// HttpNetwork: the office across HTTPS, known by the key that was pinned at pairing.
#pragma once

#include "client/app/office.hpp"
#include "shared/http/limits.hpp"

namespace khaosan::client {

class HttpNetwork : public OfficeNetwork {
 public:
  explicit HttpNetwork(ClientTimes times = {}) : times_(times) {}
  // Makes one handshake to learn the key; from then on the channel talks to the holder of that key alone.
  Result<std::unique_ptr<PairingChannel>> open_pairing(const std::string& url) override;
  // Makes one small request, so that a server that is away or another one is said before any work.
  Result<std::unique_ptr<Office>> connect(const OfficeAddress& address) override;

 private:
  ClientTimes times_;
};

}  // namespace khaosan::client
