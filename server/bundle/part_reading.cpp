#include "server/bundle/part_reading.hpp"

#include <algorithm>

#include "server/logic/erasure.hpp"
#include "shared/media/limits.hpp"
#include "shared/wire/change_json.hpp"

namespace khaosan::server {
namespace {

constexpr std::size_t expected_files_max = 200'000;

Refusal altered(std::string_view english, std::string_view thai) {
  return refuse(Code::bundle_damaged, in_both(english, thai));
}

}  // namespace

Done PartReading::take(const BundleMessage& message) {
  switch (message.kind) {
    case MessageKind::changes:
      return take_changes(message.body);
    case MessageKind::expects:
      return take_expected(message.body);
    case MessageKind::file:
      return begin_piece(message.body);
    case MessageKind::bytes:
      return take_bytes(message.body);
    case MessageKind::about:
    case MessageKind::answers:
    case MessageKind::arrived:
    case MessageKind::page:
    case MessageKind::records:
    case MessageKind::end:
      break;
  }
  return altered("it is no laptop's outbox", "ไม่ใช่แฟ้มงานที่ส่งจากเครื่องของผู้ใช้");
}

// The one before them was answered, over whichever way it came.
Result<bool> PartReading::comes_next(ChangeId after) {
  if (after.empty()) return true;
  const auto& given = visit_.answers;
  if (std::any_of(given.begin(), given.end(), [&](const ChangeAnswer& one) { return one.id == after; }))
    return true;
  bool answered = false;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(before, store.answered(after));
    answered = before.has_value();
    return {};
  }));
  return answered;
}

Done PartReading::take_changes(const std::string& body) {
  KHAOSAN_LET(run, change_run_from_text(body));
  if (visit_.is_shut_out) {
    KHAOSAN_LET(aside, sync_.quarantine(visit_.device, run.changes));
    visit_.quarantined += aside.kept;
    return {};
  }
  bool files_are_here = true;
  for (const Sha256& sha : expected_) {
    KHAOSAN_LET(erased, is_erased_file(store_, sha));
    files_are_here = files_are_here && (erased || is_whole(sha));
  }
  KHAOSAN_LET(is_next, comes_next(run.after));
  if (!files_are_here || !is_next) {
    visit_.waiting_changes += static_cast<std::int64_t>(run.changes.size());
    return {};
  }
  KHAOSAN_LET(told, sync_.push_from_bundle(visit_.device, run.changes));
  visit_.answers.insert(visit_.answers.end(), told.answers.begin(), told.answers.end());
  return {};
}

Done PartReading::take_expected(const std::string& body) {
  KHAOSAN_LET(hashes, hashes_from_text(body));
  if (expected_.size() + hashes.size() > expected_files_max)
    return altered("it names too many files", "มีรายชื่อแฟ้มมากเกินกำหนด");
  expected_.insert(expected_.end(), hashes.begin(), hashes.end());
  return {};
}

Done PartReading::arrived(const Sha256& sha) {
  visit_.read_whole.insert(sha);
  auto& all = visit_.arrived;
  if (std::find(all.begin(), all.end(), sha) == all.end()) all.push_back(sha);
  if (!visit_.is_shut_out) return {};
  return store_.write([&](StoreWriter& store) {
    return store.save_quarantined_file({visit_.device.id, sha, clock_.now()});
  });
}

// Read for this answer: a laptop gives its own copy up for it. Once a visit.
bool PartReading::is_whole(const Sha256& sha) {
  if (visit_.read_whole.contains(sha)) return true;
  if (!blobs_.verify(sha).ok()) return false;
  visit_.read_whole.insert(sha);
  return true;
}

// What a laptop that was shut out leaves is bounded as over the network.
Result<bool> PartReading::has_room(const BundleFile& file) {
  if (!visit_.is_shut_out) return true;
  KHAOSAN_LET(used_bytes, blobs_.used_bytes());
  return used_bytes < quarantine_files_bytes_max &&
         quarantine_files_bytes_max - used_bytes >= file.size_bytes;
}

Done PartReading::begin_piece(const std::string& body) {
  KHAOSAN_TRY(finish());
  KHAOSAN_LET(piece, piece_from_text(body));
  if (piece.file.size_bytes > media_limits::max_media_bytes)
    return refuse(Code::file_too_large, piece.file.name);
  piece_ = piece;
  position_ = piece.offset;
  KHAOSAN_LET(erased, is_erased_file(store_, piece.file.sha));
  if (erased) return {};
  if (is_whole(piece.file.sha)) return arrived(piece.file.sha);
  KHAOSAN_LET(fits, has_room(piece.file));
  if (!fits) {
    visit_.left_out_files += piece.offset == 0 ? 1 : 0;
    return {};
  }
  KHAOSAN_LET(partial, blobs_.open_partial(piece.file.sha.hex()));
  if (partial.size_bytes() >= piece.offset && partial.size_bytes() < piece.file.size_bytes)
    partial_.emplace(std::move(partial));
  return {};
}

// Bytes that are here already, from another part or another stick, are passed over.
Done PartReading::take_bytes(const std::string& body) {
  if (!piece_ || body.size() > piece_->file.size_bytes - position_)
    return altered("bytes that belong to no file", "มีข้อมูลที่ไม่ได้เป็นของแฟ้มใด");
  const std::uint64_t begins = position_;
  position_ += body.size();
  if (!partial_ || partial_->size_bytes() >= position_) return {};
  const std::uint64_t here = partial_->size_bytes();
  KHAOSAN_TRY(partial_->append(here, view_of(body).subspan(static_cast<std::size_t>(here - begins))));
  return here + (position_ - here) == piece_->file.size_bytes ? file_is_whole() : Done{};
}

Done PartReading::file_is_whole() {
  const auto stored = partial_->finish(piece_->file.sha);
  if (!stored.ok() && stored.refusal().code == Code::file_damaged) KHAOSAN_TRY(partial_->discard());
  partial_.reset();
  if (!stored.ok()) return stored.refusal();
  ++visit_.new_files;
  visit_.new_file_bytes += static_cast<std::int64_t>(piece_->file.size_bytes);
  return arrived(piece_->file.sha);
}

Done PartReading::finish() {
  const Done kept = partial_ ? partial_->sync() : Done{};
  partial_.reset();
  piece_.reset();
  return kept;
}

}  // namespace khaosan::server
