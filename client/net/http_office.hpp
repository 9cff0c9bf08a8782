// HttpNetwork: the office across HTTPS, known by the key that was pinned at pairing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "client/app/office.hpp"
#include "shared/http/limits.hpp"

namespace khaosan::client {

// Addresses at which the holder of this key may be found now, best first. They are only tried: what answers
// there and is not the holder learns nothing.
using OtherAddresses = std::function<std::vector<std::string>(const Sha256& spki_pin)>;
OtherAddresses addresses_on_lan();

class HttpNetwork : public OfficeNetwork {
 public:
  explicit HttpNetwork(ClientTimes times = {}, OtherAddresses others = {})
      : times_(times), others_(std::move(others)) {}
  // Makes one handshake to learn the key; from then on the channel talks to the holder of that key alone.
  Result<std::unique_ptr<PairingChannel>> open_pairing(const std::string& url) override;
  // Makes one small request, so that a server that is away or another one is said before any work. Where
  // nobody of that key answers, the other addresses are tried; Office::url() tells which one it was.
  Result<std::unique_ptr<Office>> connect(const OfficeAddress& address) override;

 private:
  Result<std::unique_ptr<Office>> connect_at(const std::string& url, const OfficeAddress& address) const;
  ClientTimes times_;
  OtherAddresses others_;
};

}  // namespace khaosan::client
