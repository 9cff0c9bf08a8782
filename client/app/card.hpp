// A camera card (or any folder): which of its files are on this laptop, and which at the office.
#pragma once

#include "client/app/app.hpp"
#include "client/app/file_desk.hpp"
#include "client/app/local_store.hpp"

namespace khaosan::client {

class CardCheck {
 public:
  CardCheck(LocalStore& store, FileDesk& files, const SyncReporter& progress)
      : store_(store), files_(files), progress_(progress) {}

  // Reads and hashes every file. What cannot be read stands in the report with its reason; file_not_found:
  // the folder itself cannot be read.
  Result<CardReport> read(const std::filesystem::path& folder);
  // Asks the office, which hashes what it has for the answer. A file that it has lost, and that was counted
  // as delivered, is sent again by the next sync.
  Done ask(FileTransfer& office, CardReport& report);

 private:
  bool say(const std::string& name);
  Done note_lost(const std::vector<Sha256>& lost);
  LocalStore& store_;
  FileDesk& files_;
  const SyncReporter& progress_;
  std::int64_t done_ = 0;
  std::int64_t total_ = 0;
};

}  // namespace khaosan::client
