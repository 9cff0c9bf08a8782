// A laptop's outbox, written to a USB stick.
#include <algorithm>
#include <limits>

#include "client/app/bundle_parts.hpp"
#include "client/app/refused_change.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t hashes_of_a_message = 500;  // 32 KB

struct Begun {
  Pairing pairing;
  OutboxAbout about;
  BundleId bundle;
  std::int64_t last_place = 0;
  std::int64_t left_open = 0;
  std::vector<LocalFile> files;
};

// Sealed, and with an id, on the disk, before the first byte goes into the bundle.
Result<Begun> begin(StoreWriter& store, Instant now, BundleWish::What what) {
  Begun begun;
  KHAOSAN_LET(pairing, store.pairing());
  if (!pairing) return refuse(Code::not_paired);
  begun.pairing = std::move(*pairing);
  KHAOSAN_LET(last, what == BundleWish::What::outbox ? store.seal_all() : store.seal_for_rescue());
  begun.last_place = last;
  KHAOSAN_LET(state, store.sync_state());
  begun.about.epoch = state.epoch;
  begun.about.cursor = state.cursor;
  begun.about.witnessed_seq = state.witnessed_seq;
  KHAOSAN_LET(files, store.pending_files());
  begun.files = std::move(files);
  KHAOSAN_LET(counts, store.counts());
  begun.about.changes = counts.pending_changes;
  KHAOSAN_LET(clock, store.id_clock());
  IdMaker ids(clock, now);
  begun.bundle = BundleId{ids.next()};
  KHAOSAN_TRY(store.save_id_clock(ids.clock()));
  return begun;
}

// The changes of the outbox, a page at a time.
class OutboxPages {
 public:
  OutboxPages(LocalStore& store, std::int64_t last_place, std::int64_t bytes_max)
      : store_(store), last_place_(last_place), bytes_max_(bytes_max) {}

  enum class Until { first_act, end };
  Done write(BundleWriter& writer, Until until) {
    for (;;) {
      std::vector<OutgoingChange> page;
      KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
        KHAOSAN_LET(changes, store.sealed_after(at_, last_place_, bytes_max_));
        page = std::move(changes);
        return {};
      }));
      if (until == Until::first_act) {
        const auto act = std::find_if(page.begin(), page.end(), [](const auto& one) { return one.is_act; });
        page.erase(act, page.end());
      }
      if (page.empty()) return {};
      std::vector<SealedChange> changes;
      for (const OutgoingChange& change : page) {
        changes.push_back(change.sealed);
        places_.push_back(change.n);
      }
      KHAOSAN_TRY(writer.write(MessageKind::changes, change_run_text(before_, changes)));
      before_ = page.back().id;
      at_ = page.back().n;
    }
  }
  const std::vector<std::int64_t>& places() const { return places_; }

 private:
  LocalStore& store_;
  std::int64_t last_place_;
  std::int64_t bytes_max_;
  std::int64_t at_ = 0;
  ChangeId before_;
  std::vector<std::int64_t> places_;
};

Done write_expected(BundleWriter& writer, const std::vector<LocalFile>& files) {
  std::vector<Sha256> hashes;
  for (const LocalFile& file : files) {
    hashes.push_back(file.sha);
    if (hashes.size() < hashes_of_a_message) continue;
    KHAOSAN_TRY(writer.write(MessageKind::expects, hashes_text(hashes)));
    hashes.clear();
  }
  return hashes.empty() ? Done{} : writer.write(MessageKind::expects, hashes_text(hashes));
}

}  // namespace

Result<WholeFiles> whole_files(FileDesk& desk, const std::vector<LocalFile>& files) {
  WholeFiles whole;
  for (const LocalFile& file : files) {
    const Done verified = desk.verify(file.sha);
    if (verified.ok()) {
      whole.files.push_back(file);
    } else {
      whole.skipped.push_back(refused_file(file, verified.refusal()));
    }
  }
  return whole;
}

Done BundleProgress::begin_file(const std::string& name) {
  name_ = name;
  return at(0);
}

Done BundleProgress::at(std::uint64_t bytes_of_file) {
  const std::int64_t done = bytes_done_ + static_cast<std::int64_t>(bytes_of_file);
  if (reporter_ && !reporter_({SyncStep::files, done, bytes_total_, name_}))
    return refuse(Code::stopped, name_);
  return {};
}

Done write_files(BundleWriter& writer, FileDesk& desk, const std::vector<LocalFile>& files,
                 BundleProgress& progress) {
  for (const LocalFile& file : files) {
    KHAOSAN_TRY(progress.begin_file(file.name));
    const auto read = [&](std::uint64_t offset, std::span<std::uint8_t> into) {
      return desk.read_original(file.sha, offset, into);
    };
    const auto at = [&](std::uint64_t bytes) { return progress.at(bytes); };
    KHAOSAN_TRY(writer.write_file({file.sha, file.size_bytes, file.name}, read, at));
    progress.end_file(file.size_bytes);
  }
  return {};
}

// As over the network: what is written, then the files, then the commands, which want both to be there.
Result<BundleReport> Bundles::write_outbox(PartFolder& folder, const BundleWish& wish,
                                           const SyncReporter& progress) {
  Begun begun;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(made, begin(store, clock_.now(), wish.what));
    begun = std::move(made);
    return {};
  }));
  KHAOSAN_LET(whole, whole_files(files_, begun.files));
  begun.about.files = static_cast<std::int64_t>(whole.files.size());
  BundleReport report;
  report.skipped_files = whole.skipped;
  for (const LocalFile& file : whole.files) report.file_bytes += static_cast<std::int64_t>(file.size_bytes);
  report.files = begun.about.files;

  BundleTerms terms;
  terms.kind = BundleKind::outbox;
  terms.bundle = begun.bundle;
  terms.from = begun.pairing.device;
  terms.made_at = clock_.now();
  terms.sender = begun.pairing.sign_keys;
  terms.reader = begun.pairing.office_box_key;
  terms.about = outbox_about_text(begun.about);
  terms.part_bytes = std::max(wish.part_bytes, part_bytes_min);
  BundleWriter writer(folder, std::move(terms));
  OutboxPages pages(store_, begun.last_place, static_cast<std::int64_t>(writer.message_bytes()));
  BundleProgress steps(progress, report.file_bytes);
  KHAOSAN_TRY(pages.write(writer, OutboxPages::Until::first_act));
  if (const Done sent = write_files(writer, files_, whole.files, steps); !sent.ok()) {
    report.stopped = sent.refusal().code == Code::stopped;
    if (report.stopped) return report;
    return sent.refusal();
  }
  KHAOSAN_TRY(write_expected(writer, whole.files));
  KHAOSAN_TRY(pages.write(writer, OutboxPages::Until::end));
  KHAOSAN_TRY(writer.finish());
  report.parts = writer.names();
  report.made_at = clock_.now();
  report.changes = static_cast<std::int64_t>(pages.places().size());
  std::vector<Sha256> hashes;
  for (const LocalFile& file : whole.files) hashes.push_back(file.sha);
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_TRY(store.mark_on_stick(pages.places(), hashes));
    KHAOSAN_LET(left, store.only_here());
    report.left_open = left.changes;
    return {};
  }));
  return report;
}

}  // namespace khaosan::client
