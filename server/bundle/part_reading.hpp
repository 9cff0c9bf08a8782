// One admitted part of a laptop's bundle, message by message.
#pragma once

#include <optional>
#include <set>

#include "server/bundle/bundle_desk.hpp"

namespace khaosan::server {

class PartReading {
 public:
  // `blobs`: where its files go; of a laptop that was shut out the quarantine's.
  PartReading(Store& store, SyncDesk& sync, Clock& clock, const BlobStore& blobs, BundleVisit& visit)
      : store_(store), sync_(sync), clock_(clock), blobs_(blobs), visit_(visit) {}
  Done take(const BundleMessage& message);
  Done finish();  // also of a part that ended badly: what came of a file stays for the next time

 private:
  Done take_changes(const std::string& body);
  Done take_expected(const std::string& body);
  Result<bool> comes_next(ChangeId after);
  Done begin_piece(const std::string& body);
  Done take_bytes(const std::string& body);
  Done file_is_whole();
  Done arrived(const Sha256& sha);
  bool is_whole(const Sha256& sha);
  Result<bool> has_room(const BundleFile& file);

  Store& store_;
  SyncDesk& sync_;
  Clock& clock_;
  const BlobStore& blobs_;
  BundleVisit& visit_;
  std::vector<Sha256> expected_;  // before the next changes
  std::optional<FilePiece> piece_;
  std::uint64_t position_ = 0;      // in the piece's file
  std::optional<Partial> partial_;  // nothing: these bytes are here already, or do not go on from what is
};

}  // namespace khaosan::server
