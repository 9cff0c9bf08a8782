#include "server/http/picture_cache.hpp"

namespace khaosan::server {

Result<std::unique_ptr<PictureCache>> PictureCache::open(const Path& folder, const BlobStore& blobs,
                                                         Decoder& decoder) {
  KHAOSAN_TRY(make_folders(folder));
  return std::unique_ptr<PictureCache>(new PictureCache(folder, blobs, decoder));
}

std::string PictureCache::name_of(const Sha256& original, const PictureEdit& edit, CopySize size) {
  std::string name = original.hex() + (size == CopySize::small ? "-small" : "-full");
  if (edit == PictureEdit{}) return name;
  name += "-" + std::to_string(edit.rotate_quarter_turns);
  for (const int part : {edit.crop.left_e4, edit.crop.top_e4, edit.crop.width_e4, edit.crop.height_e4}) {
    name += "-" + std::to_string(part);
  }
  return name;
}

Result<PictureCopy> PictureCache::copy(const Sha256& original, const PictureEdit& edit, CopySize size) {
  KHAOSAN_TRY(check_edit(edit));
  PictureCopy found{{}, name_of(original, edit, size)};
  const Path path = folder_ / path_from_utf8(found.name + ".jpg");
  const std::lock_guard lock(making_[original.bytes[0] % making_.size()]);
  if (auto kept = read_file(path, media_limits::max_answer_bytes); kept.ok() && !kept->empty()) {
    found.jpeg = std::move(*kept);
    return found;
  }
  KHAOSAN_LET(made, make(original, edit, size));
  KHAOSAN_TRY(write_file(path, made));
  if (size == CopySize::small) KHAOSAN_TRY(remove_file(preview_path(original)));
  found.jpeg = std::move(made);
  return found;
}

Path PictureCache::preview_path(const Sha256& original) const {
  return folder_ / (original.hex() + "-preview.jpg");
}

Done PictureCache::keep_preview(const Sha256& original, ByteView jpeg) {
  KHAOSAN_TRY(check_small_form(jpeg));
  const std::lock_guard lock(making_[original.bytes[0] % making_.size()]);
  const Path path = preview_path(original);
  if (blobs_.has(original) || file_exists(path)) return {};
  KHAOSAN_LET(made, decoder_.small_rendition(MemorySource(jpeg)));
  return write_file(path, made);
}

Result<PictureCopy> PictureCache::preview(const Sha256& original) {
  const auto kept = read_file(preview_path(original), media_limits::max_answer_bytes);
  if (!kept.ok()) return refuse(Code::file_not_found, original.hex());
  return PictureCopy{*kept, original.hex() + "-preview"};
}

Result<Bytes> PictureCache::make(const Sha256& original, const PictureEdit& edit, CopySize size) {
  KHAOSAN_LET(file, blobs_.open_blob(original));
  return size == CopySize::small ? decoder_.small_rendition(file, edit) : decoder_.public_copy(file, edit);
}

}  // namespace khaosan::server
