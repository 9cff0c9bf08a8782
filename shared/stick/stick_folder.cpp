#include "shared/stick/stick_folder.hpp"

#include "shared/bundle/part.hpp"

namespace khaosan {
namespace {

constexpr std::size_t parts_max = 10'000;  // looked at in one folder

class FileOutput final : public PartOutput {
 public:
  explicit FileOutput(DurableFile file) : file_(std::move(file)) {}
  Done write(ByteView bytes) override { return file_.write(bytes); }
  Done finish() override { return file_.finish(); }

 private:
  DurableFile file_;
};

class FileInput final : public PartInput {
 public:
  explicit FileInput(FileReader file) : file_(std::move(file)) {}
  Result<std::size_t> read(std::span<std::uint8_t> into) override { return file_.read(into); }

 private:
  FileReader file_;
};

Done collect(const Path& folder, const std::string& before, std::vector<std::string>& names,
             std::vector<std::string>* folders) {
  KHAOSAN_LET(entries, list_folder(folder));
  for (const FileInfo& entry : entries) {
    if (entry.is_folder && folders != nullptr) folders->push_back(entry.name);
    if (!entry.is_folder && entry.name.ends_with(part_suffix) && names.size() < parts_max)
      names.push_back(before + entry.name);
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<PartFolder>> StickFolder::open_for_reading(const Path& folder) {
  KHAOSAN_LET(info, file_info(folder));
  if (!info.is_folder) return refuse(Code::file_not_found, utf8_from_path(folder));
  return std::unique_ptr<PartFolder>(new StickFolder(folder));
}

Result<std::unique_ptr<PartFolder>> StickFolder::open_for_writing(const Path& folder) {
  KHAOSAN_TRY(make_folders(folder));
  return std::unique_ptr<PartFolder>(new StickFolder(folder));
}

Result<std::unique_ptr<PartOutput>> StickFolder::create(const std::string& name) {
  KHAOSAN_LET(file, DurableFile::create(folder_ / path_from_utf8(name)));
  return std::unique_ptr<PartOutput>(std::make_unique<FileOutput>(std::move(file)));
}

Result<std::unique_ptr<PartInput>> StickFolder::open(const std::string& name) {
  KHAOSAN_LET(file, FileReader::open(folder_ / path_from_utf8(name)));
  return std::unique_ptr<PartInput>(std::make_unique<FileInput>(std::move(file)));
}

Result<std::vector<std::string>> StickFolder::parts() {
  std::vector<std::string> names;
  std::vector<std::string> folders;
  KHAOSAN_TRY(collect(folder_, "", names, &folders));
  for (const std::string& inner : folders)
    static_cast<void>(collect(folder_ / path_from_utf8(inner), inner + "/", names, nullptr));
  return names;
}

}  // namespace khaosan
