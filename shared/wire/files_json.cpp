#include "shared/wire/files_json.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "shared/wire/value_json.hpp"

namespace khaosan {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> state_names = {"whole", "missing", "damaged"};

Result<json> files_member(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  const auto files = object.find("files");
  if (files == object.end() || !files->is_array()) return refuse(Code::bad_request, "files");
  if (files->size() > files_asked_max) return refuse(Code::too_large, std::to_string(files_asked_max));
  return *files;
}

}  // namespace

std::string files_asked_text(const std::vector<Sha256>& files) {
  json hashes = json::array();
  for (const Sha256& sha : files) hashes.push_back(sha.hex());
  return canonical(json{{"files", std::move(hashes)}});
}

Result<std::vector<Sha256>> files_asked_from_text(std::string_view text) {
  KHAOSAN_LET(files, files_member(text));
  std::vector<Sha256> hashes;
  for (const json& one : files) {
    if (!one.is_string()) return refuse(Code::bad_request, "files");
    KHAOSAN_LET(sha, Sha256::parse(one.get_ref<const std::string&>()));
    hashes.push_back(sha);
  }
  return hashes;
}

std::string shelf_answers_text(const std::vector<ShelfAnswer>& answers) {
  json files = json::array();
  for (const ShelfAnswer& answer : answers)
    files.push_back(
        {{"sha256", answer.sha.hex()}, {"is", state_names.at(static_cast<std::size_t>(answer.state))}});
  return canonical(json{{"files", std::move(files)}});
}

Result<std::vector<ShelfAnswer>> shelf_answers_from_text(std::string_view text) {
  KHAOSAN_LET(files, files_member(text));
  std::vector<ShelfAnswer> answers;
  for (const json& one : files) {
    KHAOSAN_LET(hex, text_member(one, "sha256"));
    KHAOSAN_LET(is, text_member(one, "is"));
    KHAOSAN_LET(sha, Sha256::parse(hex));
    const auto found = std::find(state_names.begin(), state_names.end(), is);
    if (found == state_names.end()) return refuse(Code::bad_request, "is");
    answers.push_back({sha, static_cast<ShelfState>(found - state_names.begin())});
  }
  return answers;
}

}  // namespace khaosan
