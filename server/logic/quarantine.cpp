#include "server/logic/quarantine.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "server/logic/answering.hpp"
#include "server/logic/journal.hpp"
#include "server/logic/office_time.hpp"
#include "server/logic/restore.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

Result<Device> known_device(StoreReader& store, DeviceId id) {
  KHAOSAN_LET(device, store.device(id));
  if (!device) return refuse(Code::unknown_record, in_both("device", "เครื่อง") + " " + id.text());
  return *device;
}

Done note(StoreWriter& store, Clock& clock, std::string_view what, const Device& device, Fields counts) {
  JournalRow row = admin_row(what, office_time(store, clock.now()).now);
  row.kind = "device";
  row.record = RecordId{device.id.uuid};
  row.resulted = fields_to_text(counts);
  KHAOSAN_LET(seq, store.append(std::move(row)));
  static_cast<void>(seq);
  return {};
}

Result<std::vector<Sha256>> files_of(StoreReader& store, DeviceId device) {
  KHAOSAN_LET(all, store.quarantined_files());
  std::vector<Sha256> own;
  for (const QuarantinedFile& file : all) {
    if (file.device == device) own.push_back(file.sha);
  }
  return own;
}

}  // namespace

Result<bool> is_shut_out(StoreReader& store, const Device& device) {
  KHAOSAN_LET(account, store.account(device.paired_for));
  return device.revoked || !account || account->disabled;
}

Result<Quarantined> keep_aside(StoreWriter& store, const Device& device,
                               const std::vector<SealedChange>& changes, Instant now) {
  KHAOSAN_LET(known, known_device(store, device.id));
  KHAOSAN_LET(shut_out, is_shut_out(store, known));
  if (!shut_out) return refuse(Code::not_revoked, known.name);
  KHAOSAN_LET(counts, store.quarantine());
  const auto own = std::find_if(counts.begin(), counts.end(),
                                [&](const QuarantineCount& one) { return one.device == device.id; });
  std::int64_t here = own == counts.end() ? 0 : own->changes;
  std::int64_t bytes = own == counts.end() ? 0 : own->bytes;
  Quarantined answer;
  for (const SealedChange& sealed : changes) {
    const auto change = readable(sealed);
    if (!change.ok() || !check_not_erased(store, *change).ok()) continue;
    KHAOSAN_LET(answered, store.answered(change->id));
    const bool is_taken =
        answered && answered->payload == sealed.sha && answered->answer.outcome != Outcome::refused;
    if (!is_taken && !store.is_quarantined(device.id, change->id, sealed.sha)) {
      const auto size = static_cast<std::int64_t>(sealed.payload.size());
      answer.full = here + 1 > quarantine_changes_max || bytes + size > quarantine_bytes_max;
      if (answer.full) break;  // in the order in which it was written, without gaps
      KHAOSAN_TRY(store.save_quarantined({sealed, change->id, device.id, now}));
      bytes += size;
      ++here;
    }
    ++answer.kept;
  }
  return answer;
}

Result<QuarantineTaken> take_from_quarantine(StoreWriter& store, FileShelf& files, Clock& clock,
                                             DeviceId id) {
  KHAOSAN_LET(device, known_device(store, id));
  KHAOSAN_LET(changes, store.quarantined(id));
  KHAOSAN_LET(files_left, files_of(store, id));
  if (changes.empty() && files_left.empty()) return refuse(Code::quarantine_empty, device.name);
  if (restore_waits(store)) {
    KHAOSAN_LET(awaited, awaited_names(store));
    return refuse(Code::restoring, awaited);
  }
  KHAOSAN_LET(sender, sender_of(store, device));
  sender.disabled = Disabled::admitted;
  QuarantineTaken result;
  for (const QuarantinedChange& one : changes) {
    KHAOSAN_LET(change, readable(one.sealed));
    if (change.op == Op::act) {
      ++result.commands;
      continue;
    }
    KHAOSAN_LET(answer, answer_change(store, files, clock, sender, one.sealed));
    if (answer.outcome == Outcome::refused) {
      ++result.refused;
      result.why.push_back(std::move(answer));
      continue;
    }
    ++result.taken;
    KHAOSAN_TRY(store.forget_quarantined(one));
  }
  KHAOSAN_TRY(note(store, clock, "quarantine_taken", device,
                   {{"taken", result.taken}, {"refused", result.refused}, {"commands", result.commands}}));
  return result;
}

Result<QuarantineDropped> drop_quarantine(StoreWriter& store, Clock& clock, DeviceId id) {
  KHAOSAN_LET(device, known_device(store, id));
  KHAOSAN_LET(changes, store.quarantined(id));
  KHAOSAN_LET(files, files_of(store, id));
  if (changes.empty() && files.empty()) return refuse(Code::quarantine_empty, device.name);
  for (const QuarantinedChange& one : changes) KHAOSAN_TRY(store.forget_quarantined(one));
  for (const Sha256& sha : files) KHAOSAN_TRY(store.forget_quarantined_file(id, sha));
  KHAOSAN_LET(left, store.quarantined_files());
  std::set<Sha256> of_others;
  for (const QuarantinedFile& file : left) of_others.insert(file.sha);
  QuarantineDropped dropped{static_cast<std::int64_t>(changes.size()),
                            static_cast<std::int64_t>(files.size())};
  std::copy_if(files.begin(), files.end(), std::back_inserter(dropped.nobodys),
               [&](const Sha256& sha) { return !of_others.contains(sha); });
  KHAOSAN_TRY(note(store, clock, "quarantine_dropped", device,
                   {{"dropped", dropped.changes}, {"files", dropped.files}}));
  return dropped;
}

}  // namespace khaosan::server
