// What writing and reading bundles share.
#pragma once

#include "client/app/bundles.hpp"
#include "shared/bundle/bundle_json.hpp"
#include "shared/bundle/bundle_scan.hpp"

namespace khaosan::client {

// Files of this laptop on their way into a bundle: those that are whole, and a report of the others.
struct WholeFiles {
  std::vector<LocalFile> files;
  std::vector<RefusedChange> skipped;
};
Result<WholeFiles> whole_files(FileDesk& desk, const std::vector<LocalFile>& files);

// Counts what was written, and asks whether to go on.
class BundleProgress {
 public:
  BundleProgress(const SyncReporter& reporter, std::int64_t bytes_total)
      : reporter_(reporter), bytes_total_(bytes_total) {}
  Done begin_file(const std::string& name);
  Done at(std::uint64_t bytes_of_file);
  void end_file(std::uint64_t bytes_of_file) { bytes_done_ += static_cast<std::int64_t>(bytes_of_file); }

 private:
  const SyncReporter& reporter_;
  std::int64_t bytes_total_;
  std::int64_t bytes_done_ = 0;
  std::string name_;
};

Done write_files(BundleWriter& writer, FileDesk& desk, const std::vector<LocalFile>& files,
                 BundleProgress& progress);

// A laptop of the office, as its record tells; nothing if the office has not told of it.
struct KnownLaptop {
  DeviceId id;
  std::string name;
  PublicKey sign_key{};
  PublicKey box_key{};
  bool revoked = false;
};
Result<std::optional<KnownLaptop>> known_laptop(StoreReader& store, DeviceId id);

}  // namespace khaosan::client
