#include "client/store/media_file_desk.hpp"

#include "client/store/card_reader.hpp"
#include "shared/media/file_type.hpp"
#include "shared/platform/clock.hpp"

namespace khaosan::client {
namespace {

constexpr std::uint64_t small_bytes_max = media_limits::max_answer_bytes;
constexpr std::string_view intake_lock_name = "intake-lock";
constexpr std::string_view fetch_lock_name = "fetch-lock";
constexpr std::int64_t intake_wait_ms = 5'000;  // while another process removes leftovers
constexpr const char* unreadable_note = "เปิดดูเป็นภาพไม่ได้ แฟ้มต้นฉบับเก็บไว้ครบ";

std::string media_type_of(FileType type) {
  switch (type) {
    case FileType::jpeg:
    case FileType::png:
    case FileType::heic:
      return "photo";
    case FileType::pdf:
      return "document";
    case FileType::mp4:
    case FileType::mov:
      return "video";
    case FileType::mp3:
    case FileType::m4a:
    case FileType::wav:
      return "audio";
    case FileType::other:
      break;
  }
  return "other";
}

// Cameras often repeat their maker in the model.
std::string camera_name(const PhotoFacts& facts) {
  if (facts.camera_make.empty() || facts.camera_model.starts_with(facts.camera_make))
    return facts.camera_model;
  return facts.camera_model.empty() ? facts.camera_make : facts.camera_make + " " + facts.camera_model;
}

void fill_facts(TakenFile& taken, const PhotoFacts& facts) {
  taken.type = media_type_of(facts.type);
  taken.format = std::string(mime_type_of(facts.type));
  taken.width = facts.width_px;
  taken.height = facts.height_px;
  taken.orientation = facts.orientation;
  taken.taken_at = facts.taken_at;
  taken.camera = camera_name(facts);
  if (facts.place) {
    taken.latitude_e7 = facts.place->latitude_e7;
    taken.longitude_e7 = facts.place->longitude_e7;
  }
}

}  // namespace

Result<std::unique_ptr<MediaFileDesk>> MediaFileDesk::open(const Path& folder) {
  KHAOSAN_LET(originals, BlobStore::open(folder / "media"));
  KHAOSAN_TRY(make_folders(folder / "small"));
  return std::unique_ptr<MediaFileDesk>(new MediaFileDesk(std::move(originals), folder));
}

Done MediaFileDesk::remove_leftovers() {
  const auto lock = FolderLock::take(folder_, intake_lock_name, Hold::alone, 0);
  if (lock.ok()) {
    KHAOSAN_TRY(originals_.remove_leftovers());
    return remove_old_partials();
  }
  if (lock.refusal().code == Code::store_locked) return {};  // half a file is somebody's file under way
  return lock.refusal();
}

Done MediaFileDesk::remove_old_partials() {
  const auto lock = FolderLock::take(folder_, fetch_lock_name, Hold::alone, 0);
  if (!lock.ok()) return lock.refusal().code == Code::store_locked ? Done() : Done(lock.refusal());
  KHAOSAN_LET(old, originals_.partials_older_than(Instant{now().unix_ms - partial_kept_ms}));
  for (const PartialInfo& one : old) {
    KHAOSAN_LET(partial, originals_.open_partial(one.name));
    KHAOSAN_TRY(partial.discard());
  }
  return {};
}

Path MediaFileDesk::small_path(const Sha256& sha) const {
  const std::string hex = sha.hex();
  return small_folder_ / hex.substr(0, 2) / (hex + ".jpg");
}

Result<TakenFile> MediaFileDesk::take_in(const std::filesystem::path& path) {
  KHAOSAN_LET(lock, FolderLock::take(folder_, intake_lock_name, Hold::shared, intake_wait_ms));
  static_cast<void>(lock);
  KHAOSAN_LET(stored, originals_.put_file(path));
  TakenFile taken;
  taken.sha = stored.sha256;
  taken.size_bytes = stored.size_bytes;
  taken.already_there = stored.already_there;
  taken.name = utf8_from_path(path.filename());
  KHAOSAN_LET(reader, originals_.open_blob(stored.sha256));
  const auto seen = decoder_.take_in(reader);
  if (!seen.ok()) {  // the original is safe; only its facts are not known
    KHAOSAN_LET(head, read_head(reader, media_limits::type_head_bytes));
    PhotoFacts facts;
    facts.type = detect_type(head);
    fill_facts(taken, facts);
    taken.note = seen.refusal().thai();
    return taken;
  }
  fill_facts(taken, seen->facts);
  if (seen->small_rendition) {
    KHAOSAN_TRY(save_small(taken.sha, *seen->small_rendition));
    taken.has_small = true;
  } else if (is_picture(seen->facts.type)) {
    taken.note = unreadable_note;
  }
  return taken;
}

bool MediaFileDesk::has_original(const Sha256& sha) {
  return originals_.has(sha);
}

Result<std::size_t> MediaFileDesk::read_original(const Sha256& sha, std::uint64_t offset,
                                                 std::span<std::uint8_t> into) {
  if (!open_reader_ || open_sha_ != sha) {
    KHAOSAN_LET(reader, originals_.open_blob(sha));
    open_reader_.emplace(std::move(reader));
    open_sha_ = sha;
  }
  return open_reader_->read_at(offset, into);
}

// Its small rendition is made here: what another laptop sends as one is not looked at.
Done MediaFileDesk::save_original(const Sha256& sha, const NextBytes& next) {
  KHAOSAN_LET(lock, FolderLock::take(folder_, intake_lock_name, Hold::shared, intake_wait_ms));
  static_cast<void>(lock);
  KHAOSAN_LET(stored, originals_.put_stream(next));
  if (stored.sha256 != sha) {
    if (!stored.already_there) KHAOSAN_TRY(originals_.remove(stored.sha256));
    return refuse(Code::file_damaged, sha.hex());
  }
  return make_small(sha);
}

// Of an original that came from elsewhere; one that cannot be decoded has none.
Done MediaFileDesk::make_small(const Sha256& sha) {
  KHAOSAN_LET(reader, originals_.open_blob(sha));
  const auto seen = decoder_.take_in(reader);
  if (seen.ok() && seen->small_rendition) return save_small(sha, *seen->small_rendition);
  return {};
}

class MediaFileDesk::Incoming : public OriginalIn {
 public:
  Incoming(MediaFileDesk& desk, const Sha256& sha, Partial partial, FolderLock lock)
      : desk_(desk), sha_(sha), partial_(std::move(partial)), lock_(std::move(lock)) {}
  std::uint64_t size_bytes() const override { return partial_.size_bytes(); }
  Done append(ByteView bytes) override { return partial_.append(partial_.size_bytes(), bytes); }
  Done finish() override {
    const auto stored = partial_.finish(sha_);
    if (!stored.ok()) {
      if (stored.refusal().code == Code::file_damaged) KHAOSAN_TRY(partial_.discard());
      return stored.refusal();
    }
    desk_.open_reader_.reset();  // it may stand on the damaged file
    return desk_.has_small(sha_) ? Done() : desk_.make_small(sha_);
  }
  Done discard() override { return partial_.discard(); }

 private:
  MediaFileDesk& desk_;
  Sha256 sha_;
  Partial partial_;
  FolderLock lock_;
};

Result<std::unique_ptr<OriginalIn>> MediaFileDesk::receive_original(const Sha256& sha) {
  KHAOSAN_LET(lock, FolderLock::take(folder_, fetch_lock_name, Hold::alone, 0));
  KHAOSAN_LET(partial, originals_.open_partial(sha.hex()));
  return std::unique_ptr<OriginalIn>(
      std::make_unique<Incoming>(*this, sha, std::move(partial), std::move(lock)));
}

Done MediaFileDesk::verify(const Sha256& sha) {
  return originals_.verify(sha);
}

Result<CardContent> MediaFileDesk::read_card(const std::filesystem::path& folder) {
  return card_content(folder, folder_);
}

Result<Sha256> MediaFileDesk::hash_of(const std::filesystem::path& file,
                                      const std::function<bool(std::uint64_t)>& progress) {
  KHAOSAN_LET(reader, FileReader::open(file));
  Sha256Stream hash;
  Bytes chunk(media_limits::copy_chunk_bytes);
  for (std::uint64_t done = 0;;) {
    if (!progress(done)) return refuse(Code::stopped, utf8_from_path(file));
    KHAOSAN_LET(count, reader.read(chunk));
    if (count == 0) return hash.finish();
    hash.add(ByteView(chunk).first(count));
    done += count;
  }
}

bool MediaFileDesk::has_small(const Sha256& sha) {
  return file_exists(small_path(sha));
}

Result<Bytes> MediaFileDesk::read_small(const Sha256& sha) {
  return read_file(small_path(sha), small_bytes_max);
}

Done MediaFileDesk::save_small(const Sha256& sha, ByteView jpeg) {
  const Path path = small_path(sha);
  KHAOSAN_TRY(make_folders(path.parent_path()));
  return write_file(path, jpeg);
}

Done MediaFileDesk::erase(const Sha256& sha) {
  open_reader_.reset();
  if (originals_.has_partial(sha.hex())) {
    KHAOSAN_LET(partial, originals_.open_partial(sha.hex()));
    KHAOSAN_TRY(partial.discard());
  }
  KHAOSAN_TRY(originals_.remove(sha));
  return remove_file(small_path(sha));
}

}  // namespace khaosan::client
