// A folder on a USB stick as a place of bundles: parts that are whole or not there at all, also when the
// stick is pulled out or full.
#pragma once

#include "shared/bundle/ports.hpp"
#include "shared/platform/files.hpp"

namespace khaosan {

class StickFolder final : public PartFolder {
 public:
  static Result<std::unique_ptr<PartFolder>> open_for_reading(const Path& folder);  // file_not_found
  static Result<std::unique_ptr<PartFolder>> open_for_writing(const Path& folder);  // made if it is missing

  Result<std::unique_ptr<PartOutput>> create(const std::string& name) override;
  Result<std::unique_ptr<PartInput>> open(const std::string& name) override;
  // Of the folder and of the folders in it.
  Result<std::vector<std::string>> parts() override;

 private:
  explicit StickFolder(Path folder) : folder_(std::move(folder)) {}
  Path folder_;
};

}  // namespace khaosan
