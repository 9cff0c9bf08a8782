#include "server/backup/erasure_register.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace khaosan::server {
namespace {

using nlohmann::json;

constexpr std::uint64_t register_bytes_max = 64U << 20U;

std::string line_of(const Erasure& erasure, Instant at) {
  json line = {{"kind", erasure.kind}, {"id", erasure.record.text()}, {"at", iso_utc(at)}};
  if (erasure.file) line["sha256"] = erasure.file->hex();
  return line.dump() + "\n";
}

Result<Erasure> read_line(const std::string& text) {
  const json line = json::parse(text, nullptr, false);
  if (!line.is_object()) return refuse(Code::store_damaged, erasure_register_name);
  KHAOSAN_LET(id, RecordId::parse(line.value("id", "")));
  Erasure erasure{line.value("kind", ""), id};
  if (const auto sha = Sha256::parse(line.value("sha256", "")); sha.ok()) erasure.file = *sha;
  return erasure;
}

bool same(const Erasure& one, const Erasure& other) {
  return one.kind == other.kind && one.record == other.record;
}

}  // namespace

Done add_to_register(const Path& folder, const std::vector<Erasure>& erasures, Instant at) {
  KHAOSAN_LET(before, read_register(folder));
  std::string lines;
  for (const Erasure& erasure : erasures) {
    const auto is_same = [&](const Erasure& one) { return same(one, erasure); };
    if (std::none_of(before.begin(), before.end(), is_same)) lines += line_of(erasure, at);
  }
  if (lines.empty()) return {};
  KHAOSAN_LET(file, AppendFile::open(folder / erasure_register_name));
  // What a power cut left of a line is ended, so that the next one stands alone.
  KHAOSAN_TRY(file.append(view_of("\n" + lines)));
  KHAOSAN_TRY(file.sync());
  return sync_folder(folder);
}

Result<std::vector<Erasure>> read_register(const Path& folder) {
  std::vector<Erasure> all;
  const Path path = folder / erasure_register_name;
  if (!file_exists(path)) return all;
  KHAOSAN_LET(bytes, read_file(path, register_bytes_max));
  const std::string text(text_of(bytes));
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string line(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    const bool was_cut = !line.ends_with('}');
    if (was_cut) continue;
    KHAOSAN_LET(erasure, read_line(line));
    all.push_back(std::move(erasure));
  }
  return all;
}

Done copy_register(const Path& from, const Path& to, Instant at) {
  KHAOSAN_LET(erasures, read_register(from));
  return erasures.empty() ? Done{} : add_to_register(to, erasures, at);
}

}  // namespace khaosan::server
