#include "shared/media/blob_store.hpp"

#include <algorithm>

namespace khaosan {
namespace {

using namespace media_limits;

constexpr std::size_t fan_out_signs = 2;

// Calls `use` with each piece of the file, in order.
template <typename Use>
Done read_through(const FileReader& file, Use use) {
  Bytes chunk(copy_chunk_bytes);
  std::uint64_t offset = 0;
  for (;;) {
    KHAOSAN_LET(count, file.read_at(offset, chunk));
    if (count == 0) return {};
    use(ByteView(chunk).first(count));
    offset += count;
  }
}

// A stored file with a bad sector is a damaged one: only other bytes in its place help.
Refusal of_stored(const Refusal& refusal) {
  return refusal.code == Code::file_unreadable ? refuse(Code::file_damaged, refusal.detail) : refusal;
}

Result<Sha256> hash_of_file(const Path& path) {
  KHAOSAN_LET(file, FileReader::open(path));
  Sha256Stream hash;
  KHAOSAN_TRY(read_through(file, [&](ByteView piece) { hash.add(piece); }));
  return hash.finish();
}

}  // namespace

Result<BlobStore> BlobStore::open(const Path& folder) {
  BlobStore store(folder);
  KHAOSAN_TRY(make_folders(folder));
  KHAOSAN_TRY(make_folders(store.incoming_folder()));
  KHAOSAN_TRY(make_folders(store.partial_folder()));
  return store;
}

Path BlobStore::incoming_folder() const {
  return folder_ / "incoming";
}

// The only place that knows how a stored file is called on the disk.
Path BlobStore::blob_path(const Sha256& sha256) const {
  const std::string name = sha256.hex();
  return folder_ / name.substr(0, fan_out_signs) / name;
}

Done BlobStore::remove_leftovers() {
  KHAOSAN_LET(files, list_folder(incoming_folder()));
  for (const FileInfo& file : files) KHAOSAN_TRY(remove_file(incoming_folder() / path_from_utf8(file.name)));
  return {};
}

Result<bool> BlobStore::holds_intact(const Sha256& sha256) const {
  const auto found = hash_of_file(blob_path(sha256));
  if (found) return *found == sha256;
  const Code why = of_stored(found.refusal()).code;
  if (why == Code::file_not_found || why == Code::file_damaged) return false;
  return found.refusal();
}

Result<StoredBlob> BlobStore::put_file(const Path& file, std::uint64_t limit_bytes) const {
  KHAOSAN_LET(reader, FileReader::open(file));
  if (reader.size_bytes() == 0) return refuse(Code::file_empty, utf8_from_path(file.filename()));
  if (reader.size_bytes() > limit_bytes) return refuse(Code::file_too_large, utf8_from_path(file.filename()));
  return put_stream([&](std::span<std::uint8_t> into) { return reader.read(into); }, limit_bytes);
}

Result<StoredBlob> BlobStore::put_stream(const NextBytes& next, std::uint64_t limit_bytes) const {
  KHAOSAN_LET(copy, DurableFile::create_in(incoming_folder()));
  Sha256Stream hash;
  Bytes chunk(copy_chunk_bytes);
  for (;;) {
    KHAOSAN_LET(count, next(chunk));
    if (count == 0) break;
    if (copy.size_bytes() + count > limit_bytes) {
      return refuse(Code::file_too_large, "over " + std::to_string(limit_bytes) + " bytes");
    }
    hash.add(ByteView(chunk).first(count));
    KHAOSAN_TRY(copy.write(ByteView(chunk).first(count)));
  }
  if (copy.size_bytes() == 0) return refuse(Code::file_empty, "no bytes came");

  const std::uint64_t size_bytes = copy.size_bytes();
  return settle(hash.finish(), size_bytes, [&](const Path& path) { return copy.finish_as(path); });
}

Result<StoredBlob> BlobStore::settle(const Sha256& sha256, std::uint64_t size_bytes,
                                     const std::function<Done(const Path&)>& move_to) const {
  const Path path = blob_path(sha256);
  KHAOSAN_LET(intact, holds_intact(sha256));
  if (intact) {
    // Another thread may have renamed it a moment ago and not synced the folder yet.
    KHAOSAN_TRY(sync_folder(path.parent_path()));
  } else {
    KHAOSAN_TRY(make_folders(path.parent_path()));
    KHAOSAN_TRY(move_to(path));
  }
  return StoredBlob{sha256, size_bytes, intact};
}

Result<std::size_t> BlobReader::read_at(std::uint64_t offset, std::span<std::uint8_t> into) const {
  auto count = file_.read_at(offset, into);
  if (!count) return of_stored(count.refusal());
  return count;
}

Result<BlobReader> BlobStore::open_blob(const Sha256& sha256) const {
  auto file = FileReader::open(blob_path(sha256));
  if (!file && file.refusal().code == Code::file_not_found) return refuse(Code::file_not_found, sha256.hex());
  if (!file) return file.refusal();
  if (file->size_bytes() == 0) return refuse(Code::file_damaged, sha256.hex());
  return BlobReader(std::move(*file));
}

bool BlobStore::has(const Sha256& sha256) const {
  return size_bytes(sha256).ok();
}

Result<std::uint64_t> BlobStore::size_bytes(const Sha256& sha256) const {
  KHAOSAN_LET(info, file_info(blob_path(sha256)));
  if (info.size_bytes == 0) return refuse(Code::file_damaged, sha256.hex());
  return info.size_bytes;
}

Done BlobStore::verify(const Sha256& sha256) const {
  const auto found = hash_of_file(blob_path(sha256));
  if (!found) return of_stored(found.refusal());
  if (*found != sha256) return refuse(Code::file_damaged, sha256.hex());
  return {};
}

Done BlobStore::copy_to(const BlobStore& other, const Sha256& sha256) const {
  KHAOSAN_LET(file, open_blob(sha256));
  std::uint64_t offset = 0;
  KHAOSAN_LET(stored, other.put_stream([&](std::span<std::uint8_t> into) -> Result<std::size_t> {
    KHAOSAN_LET(count, file.read_at(offset, into));
    offset += count;
    return count;
  }));
  if (stored.sha256 == sha256) return {};
  if (!stored.already_there) KHAOSAN_TRY(other.remove(stored.sha256));
  return refuse(Code::file_damaged, sha256.hex());
}

Result<std::uint64_t> BlobStore::used_bytes() const {
  std::uint64_t bytes = 0;
  KHAOSAN_TRY(for_each([&](const Sha256& sha256) -> Done {
    KHAOSAN_LET(info, file_info(blob_path(sha256)));
    bytes += info.size_bytes;
    return {};
  }));
  KHAOSAN_LET(partials, list_folder(partial_folder()));
  for (const FileInfo& partial : partials) bytes += partial.size_bytes;
  return bytes;
}

Done BlobStore::remove(const Sha256& sha256) const {
  return remove_file(blob_path(sha256));
}

Done BlobStore::for_each(const std::function<Done(const Sha256&)>& visit) const {
  KHAOSAN_LET(folders, list_folder(folder_));
  for (const FileInfo& folder : folders) {
    if (!folder.is_folder || folder.name.size() != fan_out_signs) continue;
    KHAOSAN_LET(files, list_folder(folder_ / folder.name));
    for (const FileInfo& file : files) {
      const auto sha256 = Sha256::parse(file.name);
      if (sha256) KHAOSAN_TRY(visit(*sha256));
    }
  }
  return {};
}

}  // namespace khaosan
