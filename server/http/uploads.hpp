// Uploads: files that arrive in pieces, over cut connections and restarts. What is told to the sender is on
// the disk. One connection at a time may send to an upload; anyone of its owner's may ask where it stands.
//
// Refusals: not_found (also: not the caller's), upload_gone (expired), upload_busy, wrong_offset and
// too_large (nothing changed), checksum_mismatch (nothing kept), too_many_uploads, file_empty, disk_full,
// io_failed.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "server/http/limits.hpp"
#include "server/http/upload_state.hpp"
#include "server/logic/ports.hpp"
#include "shared/crypto/checksum.hpp"
#include "shared/http/message.hpp"
#include "shared/media/blob_store.hpp"

namespace khaosan::server {

struct UploadView {
  std::string id;
  std::uint64_t offset_bytes = 0;
  std::uint64_t length_bytes = 0;
  std::string metadata;
  Instant expires;
  std::optional<Sha256> stored;  // finished: what we computed of what we hold
};

struct NewUpload {
  std::string owner;
  std::uint64_t length_bytes = 0;
  std::string metadata;
  std::optional<Sha256> expected;
};

// One run of bytes on its way in.
struct Incoming {
  std::uint64_t offset_bytes = 0;
  std::optional<std::uint64_t> announced_bytes;  // none: told by the end of the body
  std::optional<Checksum> checksum;              // with one, all of the run is kept or nothing
  std::function<Done(const ByteSink&)> read;
};

class Uploads {
 public:
  // Makes the folder and takes up what an earlier run left.
  static Result<std::unique_ptr<Uploads>> open(const Path& folder, const BlobStore& blobs, Clock& clock,
                                               const UploadLimits& limits = {});
  ~Uploads();

  Result<UploadView> create(const NewUpload& wish);
  Result<UploadView> look(const std::string& owner, const std::string& id);
  // What arrived before the connection was cut is kept, unless it carried a checksum.
  Result<UploadView> receive(const std::string& owner, const std::string& id, const Incoming& incoming);
  Done terminate(const std::string& owner, const std::string& id);
  // Neither whole nor in pieces, but for what is being received just now.
  Done forget(const Sha256& file);
  int remove_expired();  // how many; call it now and then
  int open_count();      // not finished
  const UploadLimits& limits() const { return limits_; }

 private:
  struct Upload;
  class Lease;
  Uploads(Path folder, const BlobStore& blobs, Clock& clock, const UploadLimits& limits);

  Done load();
  Done load_one(const std::string& file_name);
  Done remove_orphans();
  Result<std::shared_ptr<Upload>> find(const std::string& owner, const std::string& id);  // mutex_ is held
  Done is_still_there(const Upload& upload);  // mutex_ is held; upload_gone
  Result<Lease> lease(const std::string& owner, const std::string& id);
  UploadView view_of(const Upload& upload);
  bool expired(const Upload& upload);
  int remove_where(const std::function<bool(const Upload&)>& which);
  int open_count_of(const std::string& owner);
  std::uint64_t outstanding_bytes();  // mutex_ is held

  Done save(const UploadState& state);
  Done touch(Upload& upload);
  Done open_partial(Upload& upload);
  Done receive_plain(Upload& upload, const Incoming& incoming);
  Done receive_checked(Upload& upload, const Incoming& incoming);
  Done stage(const Path& staged, std::uint64_t room_bytes, const Incoming& incoming);
  Done append(Upload& upload, ByteView piece);
  Done publish(Upload& upload);
  Done finish_if_whole(Upload& upload);
  Done remove(Upload& upload);
  Path state_path(const std::string& id) const;
  Path staged_path(const std::string& id) const;

  const Path folder_;
  const BlobStore& blobs_;
  Clock& clock_;
  const UploadLimits limits_;
  std::mutex mutex_;  // of the table, and of what a view shows
  std::map<std::string, std::shared_ptr<Upload>> uploads_;
};

// Of the quarantine: all that is kept there together is bounded.
UploadLimits quarantine_limits(const BlobStore& quarantined);

}  // namespace khaosan::server
