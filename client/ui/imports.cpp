#include "client/ui/imports.hpp"

#include <algorithm>

namespace khaosan::client {
namespace {

constexpr std::size_t faults_named_max = 3;

std::string file_name(const std::filesystem::path& path) {
  const auto name = path.filename().u8string();
  return {name.begin(), name.end()};
}

}  // namespace

void Imports::ask(std::int64_t files, RecordId into) {
  if (!running()) *this = Imports{};
  asked += files;
  event = into;
  told = false;
}

void Imports::answered(const AddFile& file, const Outcome& outcome) {
  ++done;
  if (outcome.refusal) {
    faults.emplace_back(file.path, *outcome.refusal);
    return;
  }
  const auto* added = std::get_if<AddReport>(&outcome.report);
  if (added == nullptr) return;
  if (added->stays_with) {
    ++elsewhere[*added->stays_with];
  } else if (added->already_there) {
    ++known;
  } else if (is_picture_type(added->type)) {
    ++photos;
  } else {
    ++others;
  }
}

bool is_picture_type(std::string_view media_type) {
  return media_type.empty() || media_type == "photo" || media_type == "drawing";
}

std::string imports_summary(const Words& words, const Imports& imports, std::string_view other_event) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : " · ") + part; };
  const std::string photos = std::to_string(imports.photos);
  const std::string others = std::to_string(imports.others);
  if (imports.photos > 0 && imports.others > 0) {
    add(words(Word::imported_both, photos, others));
  } else if (imports.others > 0) {
    add(words(Word::imported_files, others));
  } else if (imports.photos > 0) {
    add(words(Word::imported_photos, photos));
  }
  if (imports.known > 0) add(words(Word::imported_known, std::to_string(imports.known)));
  std::int64_t elsewhere = 0;
  for (const auto& [event, count] : imports.elsewhere) elsewhere += count;
  if (elsewhere > 0)
    add(words(Word::imported_elsewhere, std::to_string(elsewhere), std::string(other_event)));
  if (!imports.faults.empty()) add(words(Word::import_failed, std::to_string(imports.faults.size())));
  if (imports.left_out) add(words(Word::imported_too_many, std::to_string(files_at_once_max)));
  return text;
}

std::string imports_faults(const Words& words, const Imports& imports) {
  const auto& faults = imports.faults;
  std::string text = words(Word::import_faults, std::to_string(faults.size()));
  for (std::size_t i = 0; i < std::min(faults_named_max, faults.size()); ++i) {
    const auto& [path, refusal] = faults[i];
    const std::string name = file_name(path);
    const std::string reason = words.reason(refusal);
    const bool is_named = reason.find(name) != std::string::npos;
    text += (i == 0 ? " " : " · ") + (is_named ? reason : name + " (" + reason + ")");
  }
  if (faults.size() > faults_named_max)
    text += words(Word::and_more_files, std::to_string(faults.size() - faults_named_max));
  return text;
}

}  // namespace khaosan::client
