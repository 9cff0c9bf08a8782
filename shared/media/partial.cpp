// Partial, and what BlobStore does with partials.
#include <algorithm>

#include "shared/media/blob_store.hpp"

namespace khaosan {
namespace {

using namespace media_limits;

constexpr std::string_view partial_suffix = ".part";

bool is_partial_name(std::string_view name) {
  const auto allowed = [](char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || sign == '-';
  };
  return !name.empty() && name.size() <= max_partial_name_signs &&
         std::all_of(name.begin(), name.end(), allowed);
}

}  // namespace

Partial::Partial(BlobStore store, Path path, AppendFile file)
    : store_(std::move(store)), path_(std::move(path)), file_(std::move(file)) {}

Done Partial::append(std::uint64_t offset, ByteView bytes, std::uint64_t limit_bytes) {
  if (offset != size_bytes()) return refuse(Code::wrong_offset, std::to_string(size_bytes()));
  if (bytes.size() > limit_bytes || size_bytes() > limit_bytes - bytes.size()) {
    return refuse(Code::file_too_large, "over " + std::to_string(limit_bytes) + " bytes");
  }
  KHAOSAN_TRY(file_.append(bytes));
  if (hashed_bytes_ == offset) {
    hash_.add(bytes);
    hashed_bytes_ += bytes.size();
  }
  return {};
}

Done Partial::sync() {
  return file_.sync();
}

Result<Sha256> Partial::whole_hash() {
  if (hashed_bytes_ != size_bytes()) {
    KHAOSAN_LET(reader, FileReader::open(path_));
    hash_ = Sha256Stream();
    Bytes chunk(copy_chunk_bytes);
    for (;;) {
      KHAOSAN_LET(count, reader.read(chunk));
      if (count == 0) break;
      hash_.add(ByteView(chunk).first(count));
    }
  }
  hashed_bytes_ = 0;  // finish() leaves the stream empty
  const Sha256 sha256 = hash_.finish();
  hash_ = Sha256Stream();
  return sha256;
}

Result<StoredBlob> Partial::finish(const std::optional<Sha256>& expected) {
  if (size_bytes() == 0) return refuse(Code::file_empty, utf8_from_path(path_.stem()));
  KHAOSAN_TRY(file_.sync());
  const auto hashed = whole_hash();
  // Its pieces cannot be read back: they have to be sent again, as those of another content.
  if (!hashed && hashed.refusal().code == Code::file_unreadable)
    return refuse(Code::file_damaged, hashed.refusal().detail);
  if (!hashed) return hashed.refusal();
  const Sha256& sha256 = *hashed;
  if (expected && *expected != sha256) return refuse(Code::file_damaged, expected->hex());
  auto stored =
      store_.settle(sha256, size_bytes(), [&](const Path& path) { return rename_durably(path_, path); });
  if (stored && stored->already_there) KHAOSAN_TRY(discard());
  return stored;
}

Done Partial::discard() {
  return remove_file(path_);
}

Path BlobStore::partial_folder() const {
  return folder_ / "partial";
}

Path BlobStore::partial_path(std::string_view name) const {
  return partial_folder() / path_from_utf8(std::string(name) + std::string(partial_suffix));
}

Result<Partial> BlobStore::open_partial(std::string_view name) const {
  if (!is_partial_name(name)) return refuse(Code::bad_value, "upload name");
  KHAOSAN_LET(file, AppendFile::open(partial_path(name)));
  return Partial(*this, partial_path(name), std::move(file));
}

bool BlobStore::has_partial(std::string_view name) const {
  return is_partial_name(name) && file_exists(partial_path(name));
}

Result<std::vector<PartialInfo>> BlobStore::partials_older_than(Instant time) const {
  KHAOSAN_LET(files, list_folder(partial_folder()));
  std::vector<PartialInfo> old;
  for (const FileInfo& file : files) {
    if (!file.name.ends_with(partial_suffix) || file.modified >= time) continue;
    const std::string name = file.name.substr(0, file.name.size() - partial_suffix.size());
    old.push_back({name, file.size_bytes, file.modified});
  }
  return old;
}

}  // namespace khaosan
