// The media files on this laptop, as the rules see them: a port. client/store makes it real over
// shared/media. Originals are named by their SHA-256 and never altered.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace khaosan::client {

// What a file is and says about itself; what it does not say is absent.
struct TakenFile {
  Sha256 sha;
  std::uint64_t size_bytes = 0;
  bool already_there = false;  // the same bytes are on this laptop already
  std::string name;            // UTF-8, without its folder
  std::string type;            // of the media kind's vocabulary
  std::string format;          // "image/jpeg"
  int width = 0;               // 0: not a picture
  int height = 0;
  int orientation = 1;   // EXIF
  std::string taken_at;  // "YYYY-MM-DD HH:MM:SS" of the camera
  std::string camera;
  std::optional<std::int64_t> latitude_e7;
  std::optional<std::int64_t> longitude_e7;
  bool has_small = false;  // a small rendition was made
  std::string note;        // why there is no rendition or no facts (Thai)
};

// An original on its way in, piece by piece: what came stays over a cut, a kill and a restart.
class OriginalIn {
 public:
  virtual ~OriginalIn() = default;
  virtual std::uint64_t size_bytes() const = 0;  // that are here
  virtual Done append(ByteView bytes) = 0;
  // Puts it in its place, also over a damaged one. file_damaged, file_empty: other bytes came; they are given
  // up.
  virtual Done finish() = 0;
  virtual Done discard() = 0;  // gives up what came
};

struct CardFile {
  std::filesystem::path path;
  std::string name;  // below the card's folder, UTF-8
  std::uint64_t size_bytes = 0;
};

struct CardContent {
  std::vector<CardFile> files;                              // by name
  std::vector<std::string> empty;                           // names of files without a byte
  std::int64_t of_camera = 0;                               // lists that the camera keeps for itself
  std::vector<std::pair<std::string, Refusal>> unreadable;  // folders in it
};

class FileDesk {
 public:
  virtual ~FileDesk() = default;
  // The original is on the disk when this returns. file_not_found, file_empty, file_too_large, disk_full.
  virtual Result<TakenFile> take_in(const std::filesystem::path& path) = 0;
  virtual bool has_original(const Sha256& sha) = 0;
  // Fewer bytes than asked only at the end.
  virtual Result<std::size_t> read_original(const Sha256& sha, std::uint64_t offset,
                                            std::span<std::uint8_t> into) = 0;
  // An original that another laptop shares, from a stream: 0 bytes are its end. file_damaged: it is another
  // one.
  using NextBytes = std::function<Result<std::size_t>(std::span<std::uint8_t>)>;
  virtual Done save_original(const Sha256& sha, const NextBytes& next) = 0;
  // Goes on where an earlier one stopped. store_locked: another process receives an original.
  virtual Result<std::unique_ptr<OriginalIn>> receive_original(const Sha256& sha) = 0;
  virtual Done verify(const Sha256& sha) = 0;      // reads it all: file_damaged, file_not_found
  virtual Result<std::uint64_t> free_bytes() = 0;  // of the disk that originals are on
  // A camera card or any other folder, without what is Khaosan's own in it. file_not_found, too_large;
  // own_folder: it lies in the data folder.
  virtual Result<CardContent> read_card(const std::filesystem::path& folder) = 0;
  // Reads it all; stops where `progress` (bytes done) says false.
  virtual Result<Sha256> hash_of(const std::filesystem::path& file,
                                 const std::function<bool(std::uint64_t)>& progress) = 0;
  virtual bool has_small(const Sha256& sha) = 0;
  virtual Result<Bytes> read_small(const Sha256& sha) = 0;
  virtual Done save_small(const Sha256& sha, ByteView jpeg) = 0;
  virtual Done erase(const Sha256& sha) = 0;  // the original and the rendition; a missing one is fine
};

}  // namespace khaosan::client
