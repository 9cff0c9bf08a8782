// One event for another laptop of the office, in the field.
#include <algorithm>
#include <set>

#include "client/app/bundle_parts.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/schema/names.hpp"
#include "shared/wire/record_json.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t shared_records_max = 20'000;

// The record, and what stands under it, one after the other.
Done collect(StoreReader& store, const Record& root, std::vector<Record>& into) {
  into.push_back(root);
  if (into.size() > shared_records_max) return refuse(Code::too_large, kind_in_both(root.kind));
  for (const KindDecl& kind : all_kinds()) {
    const FieldDecl* parent = kind.field(kind.parent);
    if (kind.writer != Writer::person || parent == nullptr || parent->refers_to != root.kind) continue;
    KHAOSAN_LET(children, store.children(kind.name, root.id));
    for (const Record& child : children) KHAOSAN_TRY(collect(store, child, into));
  }
  return {};
}

// Photos that its stories show and that were taken at another event.
Done collect_shown(StoreReader& store, std::vector<Record>& records) {
  std::set<RecordId> here;
  for (const Record& record : records) here.insert(record.id);
  std::vector<Record> shown;
  for (const Record& record : records) {
    if (record.kind != "news_photo") continue;
    const auto id = RecordId::parse(text_field(record.fields, "media"));
    if (!id.ok() || !here.insert(*id).second) continue;
    KHAOSAN_LET(media, store.current("media", *id));
    if (media && !media->deleted) shown.push_back(std::move(*media));
  }
  records.insert(records.end(), shown.begin(), shown.end());
  return {};
}

std::vector<LocalFile> originals_of(FileDesk& desk, const std::vector<Record>& records) {
  std::vector<LocalFile> files;
  for (const Record& record : records) {
    if (record.kind != "media") continue;
    const auto sha = Sha256::parse(text_field(record.fields, "sha256"));
    const auto* size = std::get_if<std::int64_t>(&field_or_empty(record.fields, "size_bytes"));
    if (!sha.ok() || size == nullptr || *size <= 0 || !desk.has_original(*sha)) continue;
    files.push_back(
        {*sha, static_cast<std::uint64_t>(*size), text_field(record.fields, "file_name"), true, ""});
  }
  return files;
}

Done write_records(BundleWriter& writer, const std::vector<Record>& records) {
  std::string lines;
  for (const Record& record : records) {
    const std::string line = record_line(record);
    if (!lines.empty() && lines.size() + line.size() > writer.message_bytes()) {
      KHAOSAN_TRY(writer.write(MessageKind::records, lines));
      lines.clear();
    }
    lines += line + "\n";
  }
  return writer.write(MessageKind::records, lines);
}

Result<PublicKey> key_field(const Record& record, const char* name) {
  KHAOSAN_LET(bytes, from_hex(text_field(record.fields, name)));
  PublicKey key{};
  if (bytes.size() != key.size()) return refuse(Code::store_damaged, name);
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

}  // namespace

Result<std::optional<KnownLaptop>> known_laptop(StoreReader& store, DeviceId id) {
  KHAOSAN_LET(record, store.base("laptop", RecordId{id.uuid}));
  if (!record || record->deleted) return std::optional<KnownLaptop>{};
  KHAOSAN_LET(sign_key, key_field(*record, "sign_key"));
  KHAOSAN_LET(box_key, key_field(*record, "box_key"));
  const auto* revoked = std::get_if<bool>(&field_or_empty(record->fields, "revoked"));
  return std::optional<KnownLaptop>{
      {id, text_field(record->fields, "name"), sign_key, box_key, revoked != nullptr && *revoked}};
}

Result<BundleReport> Bundles::share(PartFolder& folder, const ShareWish& wish, const SyncReporter& progress) {
  BundleTerms terms;
  ShareAbout about;
  about.event = wish.event;
  std::vector<Record> records;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    records.clear();
    KHAOSAN_LET(pairing, store.pairing());
    if (!pairing) return refuse(Code::not_paired);
    KHAOSAN_LET(laptop, known_laptop(store, wish.to));
    if (!laptop) return refuse(Code::unknown_record, kind_in_both("laptop") + " " + wish.to.text());
    if (laptop->revoked) return refuse(Code::revoked, laptop->name);
    KHAOSAN_LET(event, store.current("event", wish.event));
    if (!event || event->deleted)
      return refuse(Code::unknown_record, kind_in_both("event") + " " + wish.event.text());
    KHAOSAN_TRY(collect(store, *event, records));
    KHAOSAN_TRY(collect_shown(store, records));
    KHAOSAN_LET(state, store.sync_state());
    about.epoch = state.epoch;
    terms.from = pairing->device;
    terms.sender = pairing->sign_keys;
    terms.to = wish.to;
    terms.reader = laptop->box_key;
    KHAOSAN_LET(clock, store.id_clock());
    IdMaker ids(clock, clock_.now());
    terms.bundle = BundleId{ids.next()};
    return store.save_id_clock(ids.clock());
  }));
  KHAOSAN_LET(whole, whole_files(files_, originals_of(files_, records)));
  BundleReport report;
  report.skipped_files = whole.skipped;
  report.records = static_cast<std::int64_t>(records.size());
  report.files = static_cast<std::int64_t>(whole.files.size());
  for (const LocalFile& file : whole.files) report.file_bytes += static_cast<std::int64_t>(file.size_bytes);
  terms.kind = BundleKind::share;
  terms.made_at = clock_.now();
  terms.about = share_about_text(about);
  terms.part_bytes = std::max(wish.part_bytes, part_bytes_min);
  BundleWriter writer(folder, std::move(terms));
  BundleProgress steps(progress, report.file_bytes);
  KHAOSAN_TRY(write_records(writer, records));
  if (const Done sent = write_files(writer, files_, whole.files, steps); !sent.ok()) {
    report.stopped = sent.refusal().code == Code::stopped;
    if (report.stopped) return report;
    return sent.refusal();
  }
  KHAOSAN_TRY(writer.finish());
  report.parts = writer.names();
  return report;
}

}  // namespace khaosan::client
