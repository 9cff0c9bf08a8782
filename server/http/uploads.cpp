#include "server/http/uploads.hpp"

#include <algorithm>
#include <limits>

#include "server/logic/quarantine.hpp"
#include "shared/crypto/random.hpp"

namespace khaosan::server {
namespace {

constexpr std::string_view state_suffix = ".json";
constexpr std::string_view staged_suffix = ".staged";
constexpr std::string_view partial_prefix = "upload-";  // others may have partials in the store too
constexpr std::size_t id_bytes = 16;

std::string partial_name(const std::string& id) {
  return std::string(partial_prefix) + id;
}

}  // namespace

// `partial` and `unsynced_bytes` belong to the lease's holder; the rest is guarded by mutex_.
struct Uploads::Upload {
  UploadState state;
  std::uint64_t offset_bytes = 0;  // on the disk
  bool busy = false;
  std::optional<Partial> partial;
  std::uint64_t unsynced_bytes = 0;
};

// The right to change one upload; given back with the object.
class Uploads::Lease {
 public:
  Lease(Uploads& uploads, std::shared_ptr<Upload> upload) : uploads_(&uploads), upload_(std::move(upload)) {}
  Lease(Lease&& other) noexcept : uploads_(other.uploads_), upload_(std::move(other.upload_)) {}
  Lease& operator=(Lease&&) = delete;
  ~Lease() {
    if (!upload_) return;
    const std::lock_guard lock(uploads_->mutex_);
    upload_->busy = false;
  }
  Upload& operator*() const { return *upload_; }

 private:
  Uploads* uploads_;
  std::shared_ptr<Upload> upload_;
};

Uploads::Uploads(Path folder, const BlobStore& blobs, Clock& clock, const UploadLimits& limits)
    : folder_(std::move(folder)), blobs_(blobs), clock_(clock), limits_(limits) {}

Uploads::~Uploads() = default;

Result<std::unique_ptr<Uploads>> Uploads::open(const Path& folder, const BlobStore& blobs, Clock& clock,
                                               const UploadLimits& limits) {
  KHAOSAN_TRY(make_folders(folder));
  std::unique_ptr<Uploads> uploads(new Uploads(folder, blobs, clock, limits));
  KHAOSAN_TRY(uploads->load());
  return uploads;
}

Done Uploads::load() {
  KHAOSAN_LET(files, list_folder(folder_));
  for (const FileInfo& file : files) {
    if (file.name.ends_with(state_suffix)) {
      KHAOSAN_TRY(load_one(file.name));
    } else {
      KHAOSAN_TRY(remove_file(folder_ / path_from_utf8(file.name)));  // staged bytes nobody was told of
    }
  }
  return remove_orphans();
}

Done Uploads::load_one(const std::string& file_name) {
  const Path path = folder_ / path_from_utf8(file_name);
  KHAOSAN_LET(bytes, read_file(path, upload_state_bytes_max));
  auto state = upload_state_from_text(text_of(bytes));
  if (!state.ok()) return remove_file(path);  // not ours: its partial goes with the orphans
  auto upload = std::make_shared<Upload>();
  upload->state = std::move(*state);
  UploadState& s = upload->state;
  if (!s.stored && blobs_.has_partial(partial_name(s.id))) {
    KHAOSAN_LET(partial, blobs_.open_partial(partial_name(s.id)));
    upload->offset_bytes = partial.size_bytes();
  } else if (!s.stored && s.expected && blobs_.has(*s.expected)) {
    s.stored = s.expected;  // it was stored, and the power went before that was written down
  }
  if (s.stored) upload->offset_bytes = s.length_bytes;
  uploads_.emplace(s.id, std::move(upload));
  return {};
}

Done Uploads::remove_orphans() {
  KHAOSAN_LET(partials, blobs_.partials_older_than(Instant{std::numeric_limits<std::int64_t>::max()}));
  for (const PartialInfo& info : partials) {
    if (!info.name.starts_with(partial_prefix)) continue;
    if (uploads_.contains(info.name.substr(partial_prefix.size()))) continue;
    KHAOSAN_LET(orphan, blobs_.open_partial(info.name));
    KHAOSAN_TRY(orphan.discard());
  }
  return {};
}

Result<UploadView> Uploads::create(const NewUpload& wish) {
  if (wish.length_bytes == 0) return refuse(Code::file_empty, "Upload-Length");
  if (wish.length_bytes > limits_.size_bytes_max) {
    return refuse(Code::too_large, "over " + std::to_string(limits_.size_bytes_max) + " bytes");
  }
  auto upload = std::make_shared<Upload>();
  upload->state = {to_hex(random_bytes(id_bytes)),
                   wish.owner,
                   wish.length_bytes,
                   wish.metadata,
                   wish.expected,
                   std::nullopt,
                   clock_.now()};
  const std::lock_guard lock(mutex_);
  if (open_count_of(wish.owner) >= limits_.open_a_caller_max) {
    return refuse(Code::too_many_uploads, std::to_string(limits_.open_a_caller_max));
  }
  KHAOSAN_LET(free_bytes, limits_.free_bytes(folder_));
  const std::uint64_t spoken_for = upload_space_reserve_bytes + outstanding_bytes();
  if (free_bytes < spoken_for || free_bytes - spoken_for < wish.length_bytes) {
    return refuse(Code::disk_full, std::to_string(wish.length_bytes) + " bytes");
  }
  KHAOSAN_TRY(save(upload->state));
  uploads_.emplace(upload->state.id, upload);
  return view_of(*upload);
}

Result<UploadView> Uploads::look(const std::string& owner, const std::string& id) {
  {
    const std::lock_guard lock(mutex_);
    KHAOSAN_LET(upload, find(owner, id));
    KHAOSAN_TRY(is_still_there(*upload));
    // It stands where the last synced byte is. Asking must not stand in the way of who sends.
    const bool whole = upload->offset_bytes == upload->state.length_bytes;
    if (upload->busy || upload->state.stored || !whole) return view_of(*upload);
  }
  KHAOSAN_LET(held, lease(owner, id));  // all bytes came, and then the power went
  KHAOSAN_TRY(open_partial(*held));
  KHAOSAN_TRY(finish_if_whole(*held));
  const std::lock_guard lock(mutex_);
  return view_of(*held);
}

Result<UploadView> Uploads::receive(const std::string& owner, const std::string& id,
                                    const Incoming& incoming) {
  KHAOSAN_LET(held, lease(owner, id));
  Upload& upload = *held;
  KHAOSAN_TRY(open_partial(upload));
  if (incoming.offset_bytes != upload.offset_bytes) {
    return refuse(Code::wrong_offset, std::to_string(upload.offset_bytes));
  }
  const std::uint64_t room_bytes = upload.state.length_bytes - upload.offset_bytes;
  if (incoming.announced_bytes.value_or(0) > room_bytes) return refuse(Code::too_large, "Upload-Length");
  if (!upload.state.stored) {
    KHAOSAN_TRY(touch(upload));
    KHAOSAN_TRY(incoming.checksum ? receive_checked(upload, incoming) : receive_plain(upload, incoming));
    KHAOSAN_TRY(finish_if_whole(upload));
  }
  const std::lock_guard lock(mutex_);
  return view_of(upload);
}

Done Uploads::receive_plain(Upload& upload, const Incoming& incoming) {
  Done kept;
  const Done read = incoming.read([&](ByteView piece) {
    kept = append(upload, piece);
    return kept.ok();
  });
  // Also of a cut connection: what is here need not be sent again.
  KHAOSAN_TRY(publish(upload));
  KHAOSAN_TRY(kept);
  return read;
}

Done Uploads::receive_checked(Upload& upload, const Incoming& incoming) {
  const Path staged = staged_path(upload.state.id);
  KHAOSAN_TRY(remove_file(staged));
  const Done whole = stage(staged, upload.state.length_bytes - upload.offset_bytes, incoming);
  if (!whole.ok()) {
    KHAOSAN_TRY(remove_file(staged));
    return whole;
  }
  {
    KHAOSAN_LET(reader, FileReader::open(staged));
    Bytes chunk(media_limits::copy_chunk_bytes);
    for (;;) {
      KHAOSAN_LET(count, reader.read(chunk));
      if (count == 0) break;
      KHAOSAN_TRY(append(upload, ByteView(chunk).first(count)));
    }
  }
  KHAOSAN_TRY(publish(upload));
  return remove_file(staged);
}

Done Uploads::stage(const Path& staged, std::uint64_t room_bytes, const Incoming& incoming) {
  KHAOSAN_LET(file, AppendFile::open(staged));
  ChecksumStream stream(incoming.checksum->kind);
  Done kept;
  const Done read = incoming.read([&](ByteView piece) {
    if (piece.size() > room_bytes - file.size_bytes()) {
      kept = refuse(Code::too_large, "Upload-Length");
    } else {
      stream.add(piece);
      kept = file.append(piece);
    }
    return kept.ok();
  });
  KHAOSAN_TRY(kept);
  KHAOSAN_TRY(read);
  if (stream.finish() != incoming.checksum->digest) return refuse(Code::checksum_mismatch, "Upload-Checksum");
  return {};
}

Done Uploads::append(Upload& upload, ByteView piece) {
  Partial& partial = *upload.partial;
  if (piece.size() > upload.state.length_bytes - partial.size_bytes()) {
    return refuse(Code::too_large, "Upload-Length");
  }
  KHAOSAN_TRY(partial.append(partial.size_bytes(), piece, upload.state.length_bytes));
  upload.unsynced_bytes += piece.size();
  return upload.unsynced_bytes < upload_sync_bytes ? Done() : publish(upload);
}

// On the disk first, then shown.
Done Uploads::publish(Upload& upload) {
  if (upload.unsynced_bytes > 0) KHAOSAN_TRY(upload.partial->sync());
  upload.unsynced_bytes = 0;
  const std::lock_guard lock(mutex_);
  upload.offset_bytes = upload.partial->size_bytes();
  return {};
}

Done Uploads::finish_if_whole(Upload& upload) {
  if (upload.state.stored || upload.offset_bytes != upload.state.length_bytes) return {};
  const auto blob = upload.partial->finish(upload.state.expected);
  if (!blob.ok() && blob.refusal().code == Code::file_damaged) {
    KHAOSAN_TRY(remove(upload));
    return refuse(Code::checksum_mismatch, "sha256 of Upload-Metadata");
  }
  if (!blob.ok()) return blob.refusal();
  upload.partial.reset();
  UploadState state = upload.state;
  state.stored = blob->sha256;
  state.used_at = clock_.now();
  KHAOSAN_TRY(save(state));
  const std::lock_guard lock(mutex_);
  upload.state = std::move(state);
  return {};
}

Done Uploads::terminate(const std::string& owner, const std::string& id) {
  KHAOSAN_LET(held, lease(owner, id));
  return remove(*held);
}

// The state first: a partial without one is swept at the next start.
Done Uploads::remove(Upload& upload) {
  KHAOSAN_TRY(remove_file(state_path(upload.state.id)));
  KHAOSAN_TRY(remove_file(staged_path(upload.state.id)));
  if (!upload.partial && !upload.state.stored) KHAOSAN_TRY(open_partial(upload));
  if (upload.partial) KHAOSAN_TRY(upload.partial->discard());
  upload.partial.reset();
  const std::lock_guard lock(mutex_);
  uploads_.erase(upload.state.id);
  return {};
}

int Uploads::remove_expired() {
  return remove_where([&](const Upload& upload) { return expired(upload); });
}

Done Uploads::forget(const Sha256& file) {
  remove_where(
      [&](const Upload& upload) { return upload.state.expected == file || upload.state.stored == file; });
  return blobs_.remove(file);
}

int Uploads::remove_where(const std::function<bool(const Upload&)>& which) {
  std::vector<std::string> found_ids;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, upload] : uploads_) {
      if (!upload->busy && which(*upload)) found_ids.push_back(id);
    }
  }
  int removed = 0;
  for (const std::string& id : found_ids) {
    std::unique_lock lock(mutex_);
    const auto found = uploads_.find(id);
    if (found == uploads_.end() || found->second->busy) continue;
    found->second->busy = true;
    const Lease held(*this, found->second);
    lock.unlock();
    removed += remove(*held).ok() ? 1 : 0;
  }
  return removed;
}

int Uploads::open_count() {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::count_if(uploads_.begin(), uploads_.end(),
                                        [](const auto& entry) { return !entry.second->state.stored; }));
}

// What is still to come of all uploads that were begun.
std::uint64_t Uploads::outstanding_bytes() {
  std::uint64_t bytes = 0;
  for (const auto& [id, upload] : uploads_) {
    if (!upload->state.stored) bytes += upload->state.length_bytes - upload->offset_bytes;
  }
  return bytes;
}

int Uploads::open_count_of(const std::string& owner) {
  return static_cast<int>(std::count_if(uploads_.begin(), uploads_.end(), [&](const auto& entry) {
    return entry.second->state.owner == owner && !entry.second->state.stored;
  }));
}

// What was finished may have gone since (a quarantine that was dropped): then it is to be sent anew.
Done Uploads::is_still_there(const Upload& upload) {
  const std::optional<Sha256> stored = upload.state.stored;
  if (!stored || upload.busy || blobs_.has(*stored)) return {};
  const std::string id = upload.state.id;
  KHAOSAN_TRY(remove_file(state_path(id)));
  uploads_.erase(id);
  return refuse(Code::upload_gone, id);
}

Result<std::shared_ptr<Uploads::Upload>> Uploads::find(const std::string& owner, const std::string& id) {
  const auto found = uploads_.find(id);
  if (found == uploads_.end() || found->second->state.owner != owner) return refuse(Code::not_found, id);
  if (!found->second->busy && expired(*found->second)) return refuse(Code::upload_gone, id);
  return found->second;
}

Result<Uploads::Lease> Uploads::lease(const std::string& owner, const std::string& id) {
  const std::lock_guard lock(mutex_);
  KHAOSAN_LET(upload, find(owner, id));
  if (upload->busy) return refuse(Code::upload_busy, id);
  upload->busy = true;
  return Lease(*this, upload);
}

bool Uploads::expired(const Upload& upload) {
  return clock_.now().unix_ms > upload.state.used_at.unix_ms + limits_.keep_ms;
}

UploadView Uploads::view_of(const Upload& upload) {
  const UploadState& state = upload.state;
  return {state.id,
          upload.offset_bytes,
          state.length_bytes,
          state.metadata,
          Instant{state.used_at.unix_ms + limits_.keep_ms},
          state.stored};
}

Done Uploads::save(const UploadState& state) {
  return write_file(state_path(state.id), khaosan::view_of(upload_state_text(state)));
}

Done Uploads::touch(Upload& upload) {
  const Instant now = clock_.now();
  if (now.unix_ms - upload.state.used_at.unix_ms < limits_.touch_ms) return {};
  UploadState state = upload.state;
  state.used_at = now;
  KHAOSAN_TRY(save(state));
  const std::lock_guard lock(mutex_);
  upload.state = std::move(state);
  return {};
}

Done Uploads::open_partial(Upload& upload) {
  if (upload.partial || upload.state.stored) return {};
  KHAOSAN_LET(partial, blobs_.open_partial(partial_name(upload.state.id)));
  upload.partial.emplace(std::move(partial));
  const std::lock_guard lock(mutex_);
  upload.offset_bytes = upload.partial->size_bytes();
  return {};
}

Path Uploads::state_path(const std::string& id) const {
  return folder_ / path_from_utf8(id + std::string(state_suffix));
}

Path Uploads::staged_path(const std::string& id) const {
  return folder_ / path_from_utf8(id + std::string(staged_suffix));
}

UploadLimits quarantine_limits(const BlobStore& quarantined) {
  UploadLimits limits;
  limits.open_a_caller_max = quarantine_open_a_caller_max;
  limits.free_bytes = [&quarantined](const Path& folder) -> Result<std::uint64_t> {
    KHAOSAN_LET(free_bytes, free_space_bytes(folder));
    KHAOSAN_LET(used_bytes, quarantined.used_bytes());
    const std::uint64_t room_bytes =
        used_bytes < quarantine_files_bytes_max ? quarantine_files_bytes_max - used_bytes : 0;
    return std::min(free_bytes, room_bytes + upload_space_reserve_bytes);
  };
  return limits;
}

}  // namespace khaosan::server
