#include "client/app/bundle_round.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "shared/wire/record_json.hpp"
#include "shared/wire/sync_json.hpp"

namespace khaosan::client {
namespace {

constexpr std::int64_t outbox_page_bytes = 1LL << 20U;

Refusal away() {
  return refuse(Code::server_away, in_both("USB bundle", "แฟ้มรับ–ส่งทาง USB"));
}

std::string gap(Seq have, Seq from) {
  return std::to_string(have) + " < " + std::to_string(from);
}

// The lines that the laptop does not have: it has all of the office's up to its cursor.
Result<std::string> lines_above(const std::string& lines, Seq cursor) {
  std::string above;
  std::string_view rest = lines;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    if (!line.empty()) {
      KHAOSAN_LET(record, record_from_line(line));
      if (record.seq > cursor) above.append(line).push_back('\n');
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return above;
}

}  // namespace

// Nothing of a bundle asks the office anything.
struct BundleRound::NoOffice : Office, SyncService, FileTransfer {
  SyncService& sync() override { return *this; }
  FileTransfer& files() override { return *this; }
  FileTransfer& quarantined_files() override { return *this; }
  Result<SignedIn> sign_in(const SignIn&) override { return away(); }
  Result<std::string> history(const std::string&, const std::string&) override { return away(); }
  Result<Radar> laptops() override { return away(); }
  Result<HelloAnswer> hello(const Hello&) override { return away(); }
  Result<PushAnswer> push(const PushRequest&) override { return away(); }
  Result<PullPage> pull(const PullRequest&) override { return away(); }
  Result<Quarantined> quarantine(const std::vector<SealedChange>&) override { return away(); }
  Done send(const Sha256&, const std::string&, std::uint64_t, const ReadAt&, const std::string&,
            const std::function<Done(const std::string&)>&, const TransferProgress&) override {
    return away();
  }
  Result<Bytes> fetch_small(const Sha256&) override { return away(); }
  Done send_small(const Sha256&, ByteView) override { return away(); }
  Done fetch_original(const Sha256&, std::uint64_t, const TakeBytes&) override { return away(); }
  Result<std::vector<ShelfAnswer>> ask_shelf(const std::vector<Sha256>&) override { return away(); }
};

BundleRound::BundleRound(LocalStore& store, FileDesk& files, Clock& clock, const SyncReporter& progress)
    : no_office_(std::make_unique<NoOffice>()),
      store_(store),
      progress_(progress),
      round_(store, files, *no_office_, clock, progress_) {}

BundleRound::~BundleRound() = default;

Done BundleRound::begin_part(const AnswerAbout& about) {
  KHAOSAN_TRY(common_protocol(about.protocol));
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(conflicts, store.sync_state());
    SyncState state = conflicts;
    if (state.epoch.empty() && state.cursor == 0) state.epoch = about.epoch;
    if (state.epoch != about.epoch) return refuse(Code::wrong_epoch, about.office);
    if (state.cursor < about.from) return refuse(Code::bundle_gap, gap(state.cursor, about.from));
    const bool same_witness = about.witnessed_seq > 0 && about.witnessed_seq == state.witnessed_seq;
    if (same_witness && about.chain_at_witness != state.witnessed_hash)
      return refuse(Code::chain_differs, std::to_string(about.witnessed_seq));
    round_.state_ = state;
    round_.started_at_ = state.cursor;
    round_.known_head_ = std::max(round_.known_head_, about.to);
    return store.save_sync_state(state);
  });
}

Done BundleRound::take(const BundleMessage& message) {
  switch (message.kind) {
    case MessageKind::answers:
      return take_answers(message.body);
    case MessageKind::arrived:
      return take_arrived(message.body);
    case MessageKind::page:
      return take_page(message.body);
    case MessageKind::about:
    case MessageKind::changes:
    case MessageKind::expects:
    case MessageKind::file:
    case MessageKind::bytes:
    case MessageKind::records:
    case MessageKind::end:
      break;
  }
  return refuse(Code::bundle_damaged, in_both("it is no answer of the office", "ไม่ใช่คำตอบจากสำนักงาน"));
}

// Only what is sealed and not answered yet: another answer, by network, may have come before this one.
Done BundleRound::take_answers(const std::string& body) {
  KHAOSAN_LET(told, push_answer_from_text(body));
  std::unordered_map<ChangeId, const ChangeAnswer*> answers;
  for (const ChangeAnswer& answer : told.answers) {
    if (!answer.id.empty()) answers.emplace(answer.id, &answer);
  }
  return store_.write([&](StoreWriter& store) -> Done {
    round_.id_reused_.clear();
    for (std::int64_t n = 0;;) {
      KHAOSAN_LET(page, store.sealed_after(n, std::numeric_limits<std::int64_t>::max(), outbox_page_bytes));
      if (page.empty()) break;
      n = page.back().n;
      for (const OutgoingChange& change : page) {
        const auto answer = answers.find(change.id);
        if (answer != answers.end()) KHAOSAN_TRY(round_.take_change_answer(store, change, *answer->second));
      }
    }
    return round_.reissue(store, round_.id_reused_);
  });
}

Done BundleRound::take_arrived(const std::string& body) {
  KHAOSAN_LET(hashes, hashes_from_text(body));
  return store_.write([&](StoreWriter& store) -> Done {
    for (const Sha256& sha : hashes) {
      KHAOSAN_LET(file, store.file(sha));
      if (!file || file->at_office) continue;
      file->at_office = true;
      file->upload_url.clear();
      KHAOSAN_TRY(store.save_file(*file));
      ++round_.report_.sent_files;
    }
    return {};
  });
}

Done BundleRound::take_page(const std::string& body) {
  KHAOSAN_LET(run, page_run_from_text(body));
  auto& [after, page] = run;
  const Seq cursor = round_.state_.cursor;
  if (page.next <= cursor) return {};
  if (after > cursor) return refuse(Code::bundle_gap, gap(cursor, after));
  if (after < cursor) {
    KHAOSAN_LET(lines, lines_above(page.lines, cursor));
    page.lines = std::move(lines);
  }
  KHAOSAN_TRY(round_.take_page(page));
  at_head_ = page.next == page.head;
  return {};
}

// Synced is said only where the records reach the office's head and the digests are equal.
Result<SyncReport> BundleRound::finish() {
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) { return store.settle(round_.state_.cursor); }));
  KHAOSAN_TRY(round_.remove_erased());
  if (at_head_) {
    KHAOSAN_TRY(round_.compare());
    KHAOSAN_TRY(round_.finish());
  }
  return round_.report_;
}

}  // namespace khaosan::client
