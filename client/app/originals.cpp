#include "client/app/originals.hpp"

#include "shared/wire/media_id.hpp"

namespace khaosan::client {

Result<bool> is_erased_photo(LocalStore& store, const Sha256& sha) {
  bool erased = false;
  KHAOSAN_TRY(store.read([&](StoreReader& reader) -> Done {
    KHAOSAN_LET(is_erased, reader.is_erased("media", media_id(sha)));
    erased = is_erased;
    return {};
  }));
  return erased;
}

bool is_spoilt(Code code) {
  return code == Code::file_damaged || code == Code::file_not_found || code == Code::file_empty;
}

namespace {

constexpr std::uint64_t room_looked_at_bytes = 16'000'000;  // so often, while it comes

// It breaks at the same byte each time: is it the line, or the office's disk?
Refusal why_it_breaks(FileTransfer& office, const Sha256& sha, const Refusal& line) {
  const auto shelf = office.ask_shelf({sha});
  const bool is_told = shelf.ok() && !shelf->empty() && shelf->front().sha == sha;
  return is_told && shelf->front().state != ShelfState::whole ? refuse(Code::original_away, sha.hex()) : line;
}

// What is still to come fits, and leaves room for what is written meanwhile.
Done fits(FileDesk& files, std::uint64_t still_to_come) {
  KHAOSAN_LET(free_bytes, files.free_bytes());
  if (free_bytes >= fetch_leaves_free_bytes && free_bytes - fetch_leaves_free_bytes >= still_to_come)
    return {};
  const auto in_mb = [](std::uint64_t bytes) { return std::to_string(bytes / 1'000'000) + " MB"; };
  const std::string needed = in_mb(still_to_come + fetch_leaves_free_bytes);
  return refuse(Code::disk_full, in_both("the original needs " + needed + ", free: " + in_mb(free_bytes),
                                         "ต้นฉบับนี้ต้องใช้ที่ว่าง " + needed + " เหลือ " + in_mb(free_bytes)));
}

}  // namespace

Result<std::uint64_t> bring_original(FileDesk& files, FileTransfer& office, const Sha256& sha,
                                     std::uint64_t size_bytes, const TransferProgress& progress) {
  KHAOSAN_LET(original, files.receive_original(sha));
  const std::uint64_t here = original->size_bytes();
  const Done room = fits(files, size_bytes > here ? size_bytes - here : 0);
  std::uint64_t looked_at = here;
  bool stopped = false;
  const TakeBytes take = [&, &original = original](ByteView bytes) -> Done {
    // Others write to this disk too, and not every record knows its file's size.
    if (original->size_bytes() - looked_at >= room_looked_at_bytes) {
      looked_at = original->size_bytes();
      KHAOSAN_TRY(fits(files, bytes.size()));
    }
    KHAOSAN_TRY(original->append(bytes));
    stopped = !progress(original->size_bytes());
    return stopped ? Done(refuse(Code::stopped, sha.hex())) : Done();
  };
  for (int idle_tries = 0;;) {
    const std::uint64_t before = original->size_bytes();
    const Done came = room.ok() ? office.fetch_original(sha, before, take) : room;
    if (came.ok()) {
      const std::uint64_t came_bytes = original->size_bytes();
      KHAOSAN_TRY(original->finish());
      return came_bytes;
    }
    const Code why = came.refusal().code;
    if (why == Code::disk_full) KHAOSAN_TRY(original->discard());  // its pieces fill the disk for nothing
    if (why == Code::file_not_found) return refuse(Code::original_away, sha.hex());
    idle_tries = original->size_bytes() > before ? 0 : idle_tries + 1;
    if (stopped || why != Code::server_away) return came.refusal();
    if (idle_tries >= fetch_idle_tries_max) return why_it_breaks(office, sha, came.refusal());
  }
}

}  // namespace khaosan::client
