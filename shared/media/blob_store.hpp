// The media files, each named by the SHA-256 of its content: `folder`/ab/abcdef…, written once and never
// changed. THE place that opens a media file: encryption at rest goes in here and nowhere else.
//
// May be used from several threads and processes; remove_leftovers() alone wants that no other one stores a
// file at the same time.
// Refusals: file_empty for content without a byte (what a power cut leaves of a camera's file),
// file_too_large, file_damaged when bytes do not match their name or the disk gives them no more,
// file_not_found, disk_full, io_failed; file_unreadable for a file of the person's.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/media/byte_source.hpp"
#include "shared/media/limits.hpp"
#include "shared/platform/files.hpp"

namespace khaosan {

struct StoredBlob {
  Sha256 sha256;
  std::uint64_t size_bytes = 0;
  bool already_there = false;  // the same content was stored before; it is still one file
};

// A stored file, open for reading.
class BlobReader final : public ByteSource {
 public:
  std::uint64_t size_bytes() const override { return file_.size_bytes(); }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const override;

 private:
  friend class BlobStore;
  explicit BlobReader(FileReader file) : file_(std::move(file)) {}
  FileReader file_;
};

struct PartialInfo {
  std::string name;
  std::uint64_t size_bytes = 0;
  Instant modified;
};

class Partial;

class BlobStore {
 public:
  // Makes the folder. Call remove_leftovers() once after taking the folder's lock.
  static Result<BlobStore> open(const Path& folder);
  Done remove_leftovers();  // unfinished copies of an earlier run; partials stay

  // Copies a file of the person into the store, hashing on the way. A stored file of the same content that
  // does not match its hash any more is replaced.
  Result<StoredBlob> put_file(const Path& file,
                              std::uint64_t limit_bytes = media_limits::max_media_bytes) const;
  // The same from a stream: `next` fills the span and tells how many bytes; 0 is the end.
  using NextBytes = std::function<Result<std::size_t>(std::span<std::uint8_t>)>;
  Result<StoredBlob> put_stream(const NextBytes& next,
                                std::uint64_t limit_bytes = media_limits::max_media_bytes) const;

  Result<BlobReader> open_blob(const Sha256& sha256) const;
  bool has(const Sha256& sha256) const;  // and holds at least one byte
  Result<std::uint64_t> size_bytes(const Sha256& sha256) const;
  Done verify(const Sha256& sha256) const;                           // reads it all
  Done copy_to(const BlobStore& other, const Sha256& sha256) const;  // file_damaged: nothing is left there
  Done remove(const Sha256& sha256) const;                           // a missing one is fine
  Done for_each(const std::function<Done(const Sha256&)>& visit) const;  // in the order of the hashes

  // `name` is 1 to 64 of a-z 0-9 and '-' (bad_value). Goes on where an earlier one of that name stopped.
  Result<Partial> open_partial(std::string_view name) const;
  bool has_partial(std::string_view name) const;
  Result<std::vector<PartialInfo>> partials_older_than(Instant time) const;
  Result<std::uint64_t> used_bytes() const;                                       // of all files and partials
  Result<std::uint64_t> free_bytes() const { return free_space_bytes(folder_); }  // of its disk

 private:
  friend class Partial;
  explicit BlobStore(Path folder) : folder_(std::move(folder)) {}
  Path blob_path(const Sha256& sha256) const;
  Path incoming_folder() const;
  Path partial_folder() const;
  Path partial_path(std::string_view name) const;
  Result<bool> holds_intact(const Sha256& sha256) const;
  // The end of every way in: `move_to` gives the bytes their final name unless they are there already.
  Result<StoredBlob> settle(const Sha256& sha256, std::uint64_t size_bytes,
                            const std::function<Done(const Path&)>& move_to) const;
  Path folder_;
};

// A file that arrives in pieces and survives a restart between them. One object a name at a time.
class Partial {
 public:
  std::uint64_t size_bytes() const { return file_.size_bytes(); }
  // wrong_offset: `offset` is not size_bytes() (the detail is the size). file_too_large: over `limit_bytes`.
  Done append(std::uint64_t offset, ByteView bytes,
              std::uint64_t limit_bytes = media_limits::max_media_bytes);
  Done sync();  // before the sender is told that the bytes are here
  // Moves it into the store. With `expected`, other content is refused with file_damaged; the pieces then
  // stay until discard(). On success the partial is gone.
  Result<StoredBlob> finish(const std::optional<Sha256>& expected = std::nullopt);
  Done discard();

 private:
  friend class BlobStore;
  Partial(BlobStore store, Path path, AppendFile file);
  Result<Sha256> whole_hash();
  BlobStore store_;
  Path path_;
  AppendFile file_;
  Sha256Stream hash_;
  std::uint64_t hashed_bytes_ = 0;  // less than the size: opened again after a restart, to be read back
};

}  // namespace khaosan
