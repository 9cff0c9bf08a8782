// The media files of one laptop, in memory. The content of a file is made of its name, so the same name on
// two laptops is the same photo.
#pragma once

#include <map>

#include "client/app/file_desk.hpp"

namespace khaosan::simulation {

class MemoryDesk : public client::FileDesk {
 public:
  Result<client::TakenFile> take_in(const std::filesystem::path& path) override;
  bool has_original(const Sha256& sha) override { return originals_.contains(sha); }
  Result<std::size_t> read_original(const Sha256& sha, std::uint64_t offset,
                                    std::span<std::uint8_t> into) override;
  // No laptop of the simulation shares files yet.
  Done save_original(const Sha256& sha, const NextBytes&) override {
    return refuse(Code::internal, sha.hex());
  }
  Result<std::unique_ptr<client::OriginalIn>> receive_original(const Sha256& sha) override;
  Done verify(const Sha256& sha) override;
  Result<std::uint64_t> free_bytes() override { return std::uint64_t{1} << 40U; }
  // Nobody of the simulation has a card in hand.
  Result<client::CardContent> read_card(const std::filesystem::path&) override {
    return client::CardContent{};
  }
  Result<Sha256> hash_of(const std::filesystem::path& file,
                         const std::function<bool(std::uint64_t)>&) override {
    return refuse(Code::file_not_found, file.string());
  }
  bool has_small(const Sha256& sha) override { return small_.contains(sha); }
  Result<Bytes> read_small(const Sha256& sha) override;
  Done save_small(const Sha256& sha, ByteView jpeg) override;
  Done erase(const Sha256& sha) override;

 private:
  class Incoming;
  std::map<Sha256, Bytes> originals_;
  std::map<Sha256, Bytes> incoming_;
  std::map<Sha256, Bytes> small_;
};

}  // namespace khaosan::simulation
