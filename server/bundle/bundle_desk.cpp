#include "server/bundle/bundle_desk.hpp"

#include <algorithm>

#include "server/bundle/part_reading.hpp"
#include "server/logic/office_time.hpp"
#include "server/logic/radar.hpp"
#include "shared/crypto/random.hpp"
#include "shared/wire/sync_json.hpp"

namespace khaosan::server {
namespace {

// Faults of the office's own end the reading; anything else is an answer to that part.
bool is_fault(Code code) {
  return code == Code::internal || code == Code::disk_full || code == Code::store_damaged ||
         code == Code::store_locked;
}

template <std::size_t size>
Result<std::array<std::uint8_t, size>> key_setting(StoreReader& store, std::string_view name) {
  KHAOSAN_LET(bytes, from_hex(store.setting(name)));
  std::array<std::uint8_t, size> key{};
  if (bytes.size() != size) return refuse(Code::store_damaged, std::string(name));
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

BundleVisit& visit_of(BundleReading& reading, const Device& device, Seq head) {
  const auto found = std::find_if(reading.visits.begin(), reading.visits.end(),
                                  [&](const BundleVisit& visit) { return visit.device.id == device.id; });
  if (found != reading.visits.end()) return *found;
  BundleVisit& visit = reading.visits.emplace_back();
  visit.device = device;
  visit.head_before = head;
  return visit;
}

// Where the laptop stands now; an older bundle beside it says less. An epoch of before knows nothing of this
// one.
void note_where(BundleVisit& visit, const OutboxAbout& about) {
  if (about.epoch != visit.about.epoch || about.cursor >= visit.about.cursor) visit.about = about;
}

}  // namespace

Result<BundleReading> BundleDesk::read(PartFolder& folder) {
  KHAOSAN_LET(found, find_parts(folder));
  BundleReading reading;
  reading.refused = std::move(found.unreadable);
  for (const FoundPart& part : found.parts) {
    const Done done = read_part(folder, part, reading);
    if (done.ok()) continue;
    if (is_fault(done.refusal().code)) return done.refusal();
    reading.refused.push_back({part.name, done.refusal()});
  }
  for (const BundleVisit& visit : reading.visits) KHAOSAN_TRY(note_visit(visit));
  return reading;
}

Done BundleDesk::note_visit(const BundleVisit& visit) {
  HeardByBundle heard{visit.about.epoch, visit.about.cursor, 0, visit.new_files, visit.new_file_bytes};
  heard.new_changes =
      std::count_if(visit.answers.begin(), visit.answers.end(),
                    [&](const ChangeAnswer& answer) { return answer.seq > visit.head_before; });
  return store_.write(
      [&](StoreWriter& store) { return note_heard(store, visit.device.id, heard, clock_.now()); });
}

Result<Device> BundleDesk::sender_of(const PartHeader& header) {
  if (header.kind != BundleKind::outbox || !header.to.empty() || header.from.empty())
    return refuse(Code::bundle_not_ours, header.to.empty() ? header.from.text() : header.to.text());
  std::optional<Device> found;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(device, store.device(header.from));
    found = device;
    return {};
  }));
  if (!found) return refuse(Code::bad_signature, header.from.text());
  return *found;
}

Result<bool> BundleDesk::shut_out_now(const Device& device) {
  bool shut_out = false;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(is_out, is_shut_out(store, device));
    shut_out = is_out;
    return {};
  }));
  return shut_out;
}

Result<BoxKeyPair> BundleDesk::own_box() {
  BoxKeyPair box;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(open, key_setting<sizeof(box.public_key)>(store, "box_public"));
    KHAOSAN_LET(secret, key_setting<sizeof(box.secret_key)>(store, "box_secret"));
    box = {open, secret};
    return {};
  }));
  return box;
}

Done BundleDesk::read_part(PartFolder& folder, const FoundPart& part, BundleReading& reading) {
  KHAOSAN_LET(input, folder.open(part.name));
  KHAOSAN_LET(reader, PartReader::begin(std::move(input)));
  KHAOSAN_LET(device, sender_of(reader.header()));
  KHAOSAN_LET(box, own_box());
  KHAOSAN_TRY(reader.admit(device.sign_key, box));
  KHAOSAN_LET(shut_out, shut_out_now(device));
  Seq head = 0;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    head = store.head();
    return {};
  }));
  KHAOSAN_LET(first, reader.next());
  if (!first || first->kind != MessageKind::about)
    return refuse(Code::bundle_damaged, in_both("it does not say what it is", "แฟ้มไม่มีส่วนต้น"));
  KHAOSAN_LET(about, outbox_about_from_text(first->body));
  KHAOSAN_TRY(common_protocol(about.protocol));
  BundleVisit& visit = visit_of(reading, device, head);
  visit.is_shut_out = shut_out;
  note_where(visit, about);
  PartReading messages(store_, sync_, clock_, shut_out ? quarantined_ : blobs_, visit);
  const Done taken = [&]() -> Done {
    for (;;) {
      KHAOSAN_LET(message, reader.next());
      if (!message) return {};
      KHAOSAN_TRY(messages.take(*message));
    }
  }();
  KHAOSAN_TRY(messages.finish());
  return taken;
}

Done BundleDesk::answer(BundleReading& reading, PartFolder& folder, std::uint64_t part_bytes) {
  for (BundleVisit& visit : reading.visits) {
    if (!visit.is_shut_out) KHAOSAN_TRY(answer_one(visit, folder, part_bytes));
  }
  return {};
}

// All of it is of one moment of the store.
Done BundleDesk::answer_one(BundleVisit& visit, PartFolder& folder, std::uint64_t part_bytes) {
  return store_.read([&](StoreReader& store) -> Done {
    AnswerAbout about;
    about.office = store.setting("office_name");
    about.epoch = store.epoch();
    about.to = store.head();
    const bool same_epoch = visit.about.epoch == about.epoch;
    about.from = same_epoch ? std::min(visit.about.cursor, about.to) : 0;
    about.witnessed_seq = same_epoch ? visit.about.witnessed_seq : 0;
    about.chain_at_witness = store.chain_at(about.witnessed_seq);
    const Instant now = office_time(store, clock_.now()).now;
    BundleTerms terms;
    terms.kind = BundleKind::answer;
    terms.bundle = BundleId{uuid_v7(now, 0, random_array<8>())};
    terms.to = visit.device.id;
    terms.made_at = now;
    KHAOSAN_LET(sign_public, key_setting<sizeof(terms.sender.public_key)>(store, "sign_public"));
    KHAOSAN_LET(sign_secret, key_setting<sizeof(terms.sender.secret_key)>(store, "sign_secret"));
    terms.sender = {sign_public, sign_secret};
    terms.reader = visit.device.box_key;
    terms.about = answer_about_text(about);
    terms.part_bytes = part_bytes;
    BundleWriter writer(folder, std::move(terms));
    constexpr std::size_t answers_of_a_message = 500;
    for (std::size_t at = 0; at < visit.answers.size(); at += answers_of_a_message) {
      const auto begin = visit.answers.begin() + static_cast<std::ptrdiff_t>(at);
      const auto end = std::min(begin + answers_of_a_message, visit.answers.end());
      KHAOSAN_TRY(writer.write(MessageKind::answers, push_answer_text({{begin, end}})));
    }
    if (!visit.arrived.empty()) KHAOSAN_TRY(writer.write(MessageKind::arrived, hashes_text(visit.arrived)));
    for (Seq cursor = about.from; cursor < about.to;) {
      KHAOSAN_LET(page, store.records_after(cursor, pull_page_bytes_min));
      KHAOSAN_TRY(writer.write(MessageKind::page, page_run_text(cursor, page)));
      if (page.next <= cursor) return refuse(Code::internal, "records_after");
      cursor = page.next;
    }
    KHAOSAN_TRY(writer.finish());
    visit.answer_parts = writer.names();
    return {};
  });
}

}  // namespace khaosan::server
