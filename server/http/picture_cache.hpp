// Copies of pictures that were made once and lie in a folder, named by the original's SHA-256 and the edit.
// Everything in the folder can be made again or comes again; nothing in it is an original.
#pragma once

#include <array>
#include <mutex>
#include <string>

#include "shared/media/blob_store.hpp"
#include "shared/media/renditions.hpp"

namespace khaosan::server {

enum class CopySize { small, full };  // small_side_px, public_side_px

struct PictureCopy {
  Bytes jpeg;
  std::string name;  // the same for the same picture, edit and size: fit for an ETag
};

class PictureCache {
 public:
  // Makes the folder.
  static Result<std::unique_ptr<PictureCache>> open(const Path& folder, const BlobStore& blobs,
                                                    Decoder& decoder);

  static std::string name_of(const Sha256& original, const PictureEdit& edit, CopySize size);
  // file_not_found: the original is not here; picture_unreadable, picture_too_large, bad_value.
  Result<PictureCopy> copy(const Sha256& original, const PictureEdit& edit, CopySize size);

  // The small copy of an original that is still on its way, as a laptop sent it ahead: encoded anew, so that
  // no byte of the sender's is kept. The first one stays; one that is made of the original takes its place.
  // picture_unreadable, picture_too_large: it has not the form and size of a small copy.
  Done keep_preview(const Sha256& original, ByteView jpeg);
  Result<PictureCopy> preview(const Sha256& original);  // file_not_found

 private:
  PictureCache(Path folder, const BlobStore& blobs, Decoder& decoder)
      : folder_(std::move(folder)), blobs_(blobs), decoder_(decoder) {}
  Path preview_path(const Sha256& original) const;
  Result<Bytes> make(const Sha256& original, const PictureEdit& edit, CopySize size);

  const Path folder_;
  const BlobStore& blobs_;
  Decoder& decoder_;
  std::array<std::mutex, 16> making_;  // by a byte of the hash: one picture is made by one thread
};

}  // namespace khaosan::server
