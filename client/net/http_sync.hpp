// HttpSync: the SyncService of a server across the network.
#pragma once

#include "client/net/server_link.hpp"
#include "shared/sync/service.hpp"

namespace khaosan::client {

class HttpSync : public SyncService {
 public:
  explicit HttpSync(ServerLink& link) : link_(link) {}
  Result<HelloAnswer> hello(const Hello& hello) override;
  Result<PushAnswer> push(const PushRequest& request) override;
  Result<PullPage> pull(const PullRequest& request) override;
  Result<Quarantined> quarantine(const std::vector<SealedChange>& changes) override;

 private:
  ServerLink& link_;
};

}  // namespace khaosan::client
