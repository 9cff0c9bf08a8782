// The media files on this laptop, as the rules see them: a port. client/store makes it real over
// shared/media. Originals are named by their SHA-256 and never altered.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>

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
  virtual Done verify(const Sha256& sha) = 0;  // reads it all: file_damaged, file_not_found
  virtual bool has_small(const Sha256& sha) = 0;
  virtual Result<Bytes> read_small(const Sha256& sha) = 0;
  virtual Done save_small(const Sha256& sha, ByteView jpeg) = 0;
};

}  // namespace khaosan::client
