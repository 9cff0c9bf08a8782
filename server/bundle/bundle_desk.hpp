// BundleDesk: reads what laptops bring on a USB stick, by the same rules as over the network, and writes
// their answers. A bundle is read as anybody may have written it; memory stays small, whatever it says.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "server/logic/store.hpp"
#include "server/logic/sync_desk.hpp"
#include "shared/bundle/bundle_json.hpp"
#include "shared/bundle/bundle_scan.hpp"
#include "shared/media/blob_store.hpp"

namespace khaosan::server {

// What came from one laptop.
struct BundleVisit {
  Device device;
  OutboxAbout about;
  std::vector<ChangeAnswer> answers;
  std::vector<Sha256> arrived;       // originals that the office has now
  std::int64_t new_files = 0;        // of those, that it had not before
  std::int64_t waiting_changes = 0;  // behind a part that is not here: read again with that one
  std::vector<std::string> answer_parts;
  std::int64_t new_file_bytes = 0;
  std::int64_t left_out_files = 0;   // of a laptop that was shut out: the quarantine is full
  Seq head_before = 0;               // of the journal
  std::set<Sha256> read_whole = {};  // originals that were read for this visit
  bool is_shut_out = false;          // all of it went into the quarantine, and it is not answered
  std::int64_t quarantined = 0;      // changes
};

struct BundleReading {
  std::vector<BundleVisit> visits;
  std::vector<RefusedPart> refused;
};

class BundleDesk {
 public:
  BundleDesk(Store& store, SyncDesk& sync, const BlobStore& blobs, const BlobStore& quarantined, Clock& clock)
      : store_(store), sync_(sync), blobs_(blobs), quarantined_(quarantined), clock_(clock) {}

  // One bad part is refused with its reason; the others are read. bundle_none.
  Result<BundleReading> read(PartFolder& folder);
  // For each laptop that brought something: its answers, and the records that it does not have.
  Done answer(BundleReading& reading, PartFolder& folder, std::uint64_t part_bytes = part_bytes_usual);

 private:
  Done note_visit(const BundleVisit& visit);
  Done read_part(PartFolder& folder, const FoundPart& part, BundleReading& reading);
  Result<Device> sender_of(const PartHeader& header);
  Result<bool> shut_out_now(const Device& device);
  Result<BoxKeyPair> own_box();
  Done answer_one(BundleVisit& visit, PartFolder& folder, std::uint64_t part_bytes);
  Store& store_;
  SyncDesk& sync_;
  const BlobStore& blobs_;
  const BlobStore& quarantined_;
  Clock& clock_;
};

}  // namespace khaosan::server
