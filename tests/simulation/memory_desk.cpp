#include "tests/simulation/memory_desk.hpp"

#include <algorithm>

#include "shared/crypto/sha256.hpp"

namespace khaosan::simulation {
namespace {

constexpr std::size_t photo_bytes = 1'500;
constexpr std::ptrdiff_t small_bytes = 16;

Bytes photo_named(const std::string& name) {
  Bytes bytes(photo_bytes);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(name[i % name.size()]);
  return bytes;
}

}  // namespace

Result<client::TakenFile> MemoryDesk::take_in(const std::filesystem::path& path) {
  client::TakenFile taken;
  taken.name = path.filename().string();
  Bytes bytes = photo_named(taken.name);
  taken.sha = sha256(bytes);
  taken.size_bytes = bytes.size();
  taken.already_there = originals_.contains(taken.sha);
  taken.type = "photo";
  taken.format = "image/jpeg";
  taken.width = 40;
  taken.height = 30;
  taken.taken_at = "2026-11-23 10:00:00";
  small_[taken.sha] = Bytes(bytes.begin(), bytes.begin() + small_bytes);
  taken.has_small = true;
  originals_[taken.sha] = std::move(bytes);
  return taken;
}

Result<std::size_t> MemoryDesk::read_original(const Sha256& sha, std::uint64_t offset,
                                              std::span<std::uint8_t> into) {
  const auto found = originals_.find(sha);
  if (found == originals_.end()) return refuse(Code::file_not_found, sha.hex());
  const std::size_t start = std::min<std::size_t>(offset, found->second.size());
  const std::size_t count = std::min(into.size(), found->second.size() - start);
  std::copy_n(found->second.begin() + static_cast<std::ptrdiff_t>(start), count, into.begin());
  return count;
}

class MemoryDesk::Incoming : public client::OriginalIn {
 public:
  Incoming(MemoryDesk& desk, const Sha256& sha) : desk_(desk), sha_(sha) {}
  std::uint64_t size_bytes() const override { return desk_.incoming_[sha_].size(); }
  Done append(ByteView bytes) override {
    Bytes& here = desk_.incoming_[sha_];
    here.insert(here.end(), bytes.begin(), bytes.end());
    return {};
  }
  Done finish() override {
    Bytes came = std::move(desk_.incoming_[sha_]);
    desk_.incoming_.erase(sha_);
    if (sha256(came) != sha_) return refuse(Code::file_damaged, sha_.hex());
    desk_.originals_[sha_] = std::move(came);
    return {};
  }

  Done discard() override {
    desk_.incoming_.erase(sha_);
    return {};
  }

 private:
  MemoryDesk& desk_;
  Sha256 sha_;
};

Result<std::unique_ptr<client::OriginalIn>> MemoryDesk::receive_original(const Sha256& sha) {
  return std::unique_ptr<client::OriginalIn>(std::make_unique<Incoming>(*this, sha));
}

Done MemoryDesk::verify(const Sha256& sha) {
  const auto found = originals_.find(sha);
  if (found == originals_.end()) return refuse(Code::file_not_found, sha.hex());
  return sha256(found->second) == sha ? Done{} : refuse(Code::file_damaged, sha.hex());
}

Result<Bytes> MemoryDesk::read_small(const Sha256& sha) {
  const auto found = small_.find(sha);
  if (found == small_.end()) return refuse(Code::file_not_found, sha.hex());
  return found->second;
}

Done MemoryDesk::save_small(const Sha256& sha, ByteView jpeg) {
  small_[sha] = Bytes(jpeg.begin(), jpeg.end());
  return {};
}

Done MemoryDesk::erase(const Sha256& sha) {
  originals_.erase(sha);
  small_.erase(sha);
  return {};
}

}  // namespace khaosan::simulation
