// The shelf of original files, for the server's rules.
#pragma once

#include "server/logic/ports.hpp"
#include "shared/media/blob_store.hpp"

namespace khaosan::server {

class BlobShelf final : public FileShelf {
 public:
  explicit BlobShelf(const BlobStore& blobs) : blobs_(blobs) {}
  bool has(const Sha256& sha) override { return blobs_.has(sha); }

 private:
  const BlobStore& blobs_;
};

}  // namespace khaosan::server
