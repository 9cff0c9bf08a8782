// The media files of this laptop: originals and small renditions in the data folder. For one thread at a
// time, besides the Decoder's own processes.
#pragma once

#include <memory>

#include "client/app/file_desk.hpp"
#include "shared/media/blob_store.hpp"
#include "shared/media/renditions.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::client {

inline constexpr std::int64_t partial_kept_ms = 14 * 24 * 3600 * 1000LL;

class MediaFileDesk : public FileDesk {
 public:
  // Originals in `folder`/media, small renditions in `folder`/small.
  static Result<std::unique_ptr<MediaFileDesk>> open(const Path& folder);
  // What an earlier run left half done; nothing as long as any process takes a file in.
  // Pieces of originals that nobody fetched on for partial_kept_ms go too.
  Done remove_leftovers();

  Result<TakenFile> take_in(const std::filesystem::path& path) override;
  bool has_original(const Sha256& sha) override;
  Result<std::size_t> read_original(const Sha256& sha, std::uint64_t offset,
                                    std::span<std::uint8_t> into) override;
  Done save_original(const Sha256& sha, const NextBytes& next) override;
  Result<std::unique_ptr<OriginalIn>> receive_original(const Sha256& sha) override;
  Done verify(const Sha256& sha) override;
  Result<std::uint64_t> free_bytes() override { return originals_.free_bytes(); }
  Result<CardContent> read_card(const std::filesystem::path& folder) override;
  Result<Sha256> hash_of(const std::filesystem::path& file,
                         const std::function<bool(std::uint64_t)>& progress) override;
  bool has_small(const Sha256& sha) override;
  Result<Bytes> read_small(const Sha256& sha) override;
  Done save_small(const Sha256& sha, ByteView jpeg) override;
  Done erase(const Sha256& sha) override;

 private:
  class Incoming;
  Done make_small(const Sha256& sha);
  Done remove_old_partials();
  MediaFileDesk(BlobStore originals, Path folder)
      : originals_(std::move(originals)), folder_(std::move(folder)), small_folder_(folder_ / "small") {}
  Path small_path(const Sha256& sha) const;
  BlobStore originals_;
  Path folder_;
  Path small_folder_;
  Decoder decoder_;
  // The file that is read piece by piece stays open between the pieces.
  Sha256 open_sha_;
  std::optional<BlobReader> open_reader_;
};

}  // namespace khaosan::client
