#include "client/app/shared_event.hpp"

#include "client/app/originals.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/schema/validate.hpp"
#include "shared/wire/record_json.hpp"

namespace khaosan::client {
namespace {

// What a person can have written: nobody's laptop gives a status, a number or a decision.
Fields written_by_people(const KindDecl& kind, const Fields& fields) {
  Fields kept;
  for (const auto& [name, value] : fields) {
    const FieldDecl* field = kind.field(name);
    if (field != nullptr && field->writer == Writer::person && validate(*field, value).ok())
      kept.emplace(name, value);
  }
  return kept;
}

}  // namespace

Done SharedEvent::take_all(PartReader& reader) {
  std::optional<BundleMessage> message;
  for (;;) {
    if (!message) {
      KHAOSAN_LET(next, reader.next());
      message = std::move(next);
    }
    if (!message) return {};
    const BundleMessage now = std::move(*message);
    message.reset();
    if (now.kind == MessageKind::records) {
      KHAOSAN_TRY(take_records(now.body));
    } else if (now.kind == MessageKind::file) {
      KHAOSAN_LET(behind, take_file(now.body, reader));
      message = std::move(behind);
    } else if (now.kind != MessageKind::bytes) {
      return refuse(Code::bundle_damaged, in_both("it is no shared event", "ไม่ใช่กิจกรรมที่แบ่งปัน"));
    }
  }
}

Done SharedEvent::take_records(const std::string& body) {
  std::int64_t taken = 0;
  std::int64_t known = 0;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    taken = known = 0;
    std::string_view rest = body;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      const auto line = rest.substr(0, end);
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      if (line.empty()) continue;
      KHAOSAN_LET(record, record_from_line(line));
      const KindDecl* kind = find_kind(record.kind);
      if (kind == nullptr || kind->writer != Writer::person || record.deleted) continue;
      record.fields = written_by_people(*kind, record.fields);
      record.seq = 0;  // seqs are the office's
      record.older_seqs.clear();
      record.delete_seq = 0;
      KHAOSAN_LET(saved, store.save_foreign(record, mark_));
      ++(saved ? taken : known);
    }
    return {};
  }));
  report_.shared_records += taken;
  report_.known_records += known;
  return {};
}

// Whole files alone: one that goes on in another part comes with the next sync.
Result<std::optional<BundleMessage>> SharedEvent::take_file(const std::string& body, PartReader& reader) {
  KHAOSAN_LET(piece, piece_from_text(body));
  if (piece.offset != 0 || files_.has_original(piece.file.sha)) return std::optional<BundleMessage>{};
  KHAOSAN_LET(erased, is_erased_photo(store_, piece.file.sha));
  if (erased) return std::optional<BundleMessage>{};
  std::optional<BundleMessage> behind;
  std::string chunk;
  std::size_t at = 0;
  std::uint64_t left = piece.file.size_bytes;
  const FileDesk::NextBytes next = [&](std::span<std::uint8_t> into) -> Result<std::size_t> {
    while (at == chunk.size()) {
      if (left == 0 || behind) return std::size_t{0};
      KHAOSAN_LET(message, reader.next());
      if (!message) return std::size_t{0};
      if (message->kind != MessageKind::bytes || message->body.size() > left) {
        behind = std::move(*message);
        return std::size_t{0};
      }
      chunk = std::move(message->body);
      left -= chunk.size();
      at = 0;
    }
    const std::size_t count = std::min(into.size(), chunk.size() - at);
    std::copy_n(chunk.begin() + static_cast<std::ptrdiff_t>(at), count, into.begin());
    at += count;
    return count;
  };
  const Done saved = files_.save_original(piece.file.sha, next);
  if (saved.ok()) {
    ++report_.shared_files;
  } else if (saved.refusal().code != Code::file_damaged && saved.refusal().code != Code::file_empty) {
    return saved.refusal();
  }
  return behind;
}

}  // namespace khaosan::client
