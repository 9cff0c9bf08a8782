// Writes a bundle as parts of a bounded size. Every part begins with the same `about`; a file may go on in
// the next part.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "shared/bundle/part.hpp"

namespace khaosan {

inline constexpr std::uint64_t part_bytes_usual = 2'000'000'000;  // FAT32 ends at 4 GiB, some readers at 2
inline constexpr std::uint64_t part_bytes_min = 64U << 10U;

struct BundleTerms {
  BundleKind kind = BundleKind::outbox;
  BundleId bundle;
  DeviceId from;
  DeviceId to;
  Instant made_at;
  SignKeyPair sender;
  PublicKey reader{};
  std::string about;  // JSON
  std::uint64_t part_bytes = part_bytes_usual;
};

// "khaosan-outbox-0193a6f0-001.khaosan": names sort, and two bundles of one folder stay apart.
std::string part_name(BundleKind kind, BundleId bundle, int part);

struct BundleFile {
  Sha256 sha;
  std::uint64_t size_bytes = 0;
  std::string name;
};

class BundleWriter {
 public:
  BundleWriter(PartFolder& folder, BundleTerms terms) : folder_(folder), terms_(std::move(terms)) {}

  // How long one message may be, so that a part stays within its size.
  std::size_t message_bytes() const;
  Done write(MessageKind kind, std::string_view body);
  // `read` fills the span from an offset; fewer only at the end. file_damaged: it ended too early.
  using ReadAt = std::function<Result<std::size_t>(std::uint64_t offset, std::span<std::uint8_t> into)>;
  using Progress = std::function<Done(std::uint64_t bytes_done)>;
  Done write_file(const BundleFile& file, const ReadAt& read, const Progress& progress);
  Done finish();
  const std::vector<std::string>& names() const { return names_; }
  std::uint64_t size_bytes() const { return size_bytes_; }

 private:
  Done next_part();
  Done room_for(std::size_t bytes);
  PartFolder& folder_;
  BundleTerms terms_;
  std::optional<PartWriter> part_;
  std::vector<std::string> names_;
  std::uint64_t size_bytes_ = 0;  // of the parts that are finished
};

}  // namespace khaosan
