// What stands on a USB stick for this laptop.
#include <algorithm>

#include "client/app/bundle_parts.hpp"
#include "client/app/bundle_round.hpp"
#include "client/app/shared_event.hpp"

namespace khaosan::client {
namespace {

// Faults of this laptop's own end the reading; anything else is told of that part.
bool is_fault(Code code) {
  return code == Code::internal || code == Code::disk_full || code == Code::store_damaged ||
         code == Code::store_locked || code == Code::chain_differs || code == Code::digest_differs;
}

Result<PartReader> open_part(PartFolder& folder, const FoundPart& part) {
  KHAOSAN_LET(input, folder.open(part.name));
  return PartReader::begin(std::move(input));
}

Result<std::string> about_of(PartReader& reader) {
  KHAOSAN_LET(first, reader.next());
  if (!first || first->kind != MessageKind::about)
    return refuse(Code::bundle_damaged, in_both("it does not say what it is", "แฟ้มไม่มีส่วนต้น"));
  return first->body;
}

class Reading {
 public:
  Reading(LocalStore& store, FileDesk& files, Clock& clock, const SyncReporter& progress, Pairing pairing)
      : store_(store), files_(files), pairing_(std::move(pairing)), round_(store, files, clock, progress) {}

  Done part(PartFolder& folder, const FoundPart& part, BundleInReport& report) {
    KHAOSAN_LET(reader, open_part(folder, part));
    if (reader.header().to != pairing_.device)
      return refuse(Code::bundle_not_ours, reader.header().to.text());
    if (reader.header().kind == BundleKind::answer && reader.header().from.empty())
      return answer_part(reader, report);
    if (reader.header().kind == BundleKind::share && !reader.header().from.empty())
      return shared_part(reader, report);
    return refuse(Code::bundle_not_ours, reader.header().from.text());
  }

  Done finish(BundleInReport& report) {
    if (!answered_) return {};
    KHAOSAN_LET(taken, round_.finish());
    report.answer = taken;
    return {};
  }

 private:
  Done answer_part(PartReader& reader, BundleInReport& report) {
    KHAOSAN_TRY(reader.admit(pairing_.office_sign_key, pairing_.box_keys));
    KHAOSAN_LET(text, about_of(reader));
    KHAOSAN_LET(about, answer_about_from_text(text));
    KHAOSAN_TRY(round_.begin_part(about));
    report.office = about.office;
    answered_ = true;
    for (;;) {
      KHAOSAN_LET(message, reader.next());
      if (!message) return {};
      KHAOSAN_TRY(round_.take(*message));
    }
  }

  Done shared_part(PartReader& reader, BundleInReport& report) {
    std::optional<KnownLaptop> sender;
    KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
      KHAOSAN_LET(found, known_laptop(store, reader.header().from));
      sender = found;
      return {};
    }));
    if (!sender) return refuse(Code::bad_signature, reader.header().from.text());
    if (sender->revoked) return refuse(Code::revoked, sender->name);
    KHAOSAN_TRY(reader.admit(sender->sign_key, pairing_.box_keys));
    KHAOSAN_LET(text, about_of(reader));
    KHAOSAN_TRY(share_about_from_text(text));
    SharedEvent event(store_, files_, {sender->id, reader.header().made_at}, report);
    auto& names = report.shared_by;
    if (std::find(names.begin(), names.end(), sender->name) == names.end()) names.push_back(sender->name);
    return event.take_all(reader);
  }

  LocalStore& store_;
  FileDesk& files_;
  Pairing pairing_;
  BundleRound round_;
  bool answered_ = false;
};

}  // namespace

Result<BundleInReport> Bundles::read(PartFolder& folder, const SyncReporter& progress) {
  KHAOSAN_LET(found, find_parts(folder));
  KHAOSAN_LET(turn, store_.begin_sync());
  static_cast<void>(turn);  // a round of the network moves the same cursor
  std::optional<Pairing> pairing;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(paired, store.pairing());
    pairing = paired;
    return {};
  }));
  if (!pairing) return refuse(Code::not_paired);
  BundleInReport report;
  for (const RefusedPart& part : found.unreadable) report.refused.emplace_back(part.name, part.why);
  // Parts for others stand on the same stick; they are told only if nothing is for this laptop.
  std::vector<std::pair<std::string, Refusal>> not_ours;
  Reading reading(store_, files_, clock_, progress, *pairing);
  bool any = false;
  for (const FoundPart& part : found.parts) {
    const Done done = reading.part(folder, part, report);
    any = any || done.ok();
    if (done.ok()) continue;
    if (is_fault(done.refusal().code)) return done.refusal();
    auto& list = done.refusal().code == Code::bundle_not_ours ? not_ours : report.refused;
    list.emplace_back(part.name, done.refusal());
  }
  KHAOSAN_TRY(reading.finish(report));
  if (!any && report.refused.empty()) report.refused = std::move(not_ours);
  if (!any && !report.refused.empty() && !report.answer) return report.refused.front().second;
  return report;
}

}  // namespace khaosan::client
