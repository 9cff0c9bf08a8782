// An event that another laptop shared: its records can be read here until the office tells of them, and its
// originals are kept by their hash. Nothing of it goes into the outbox: the laptop that wrote it sends it.
#pragma once

#include "client/app/bundle_parts.hpp"

namespace khaosan::client {

class SharedEvent {
 public:
  SharedEvent(LocalStore& store, FileDesk& files, ForeignMark mark, BundleInReport& report)
      : store_(store), files_(files), mark_(mark), report_(report) {}
  Done take_all(PartReader& reader);

 private:
  Done take_records(const std::string& body);
  // The message behind the file, if its bytes ended with one.
  Result<std::optional<BundleMessage>> take_file(const std::string& body, PartReader& reader);
  LocalStore& store_;
  FileDesk& files_;
  ForeignMark mark_;
  BundleInReport& report_;
};

}  // namespace khaosan::client
