#include "client/app/sync_round.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>

#include "client/app/originals.hpp"
#include "client/app/refused_change.hpp"
#include "shared/schema/names.hpp"
#include "shared/wire/change_json.hpp"

namespace khaosan::client {
namespace {

// Of one file, so that the others still go.
bool concerns_one_file(Code code) {
  return is_spoilt(code) || code == Code::original_damaged || code == Code::file_too_large ||
         code == Code::too_large || code == Code::record_erased;
}

// The office has no rendition of this one now: it is not there yet, is damaged there, cannot be decoded, or
// the office is busy.
bool concerns_one_picture(Code code) {
  return code == Code::not_found || is_spoilt(code) || code == Code::picture_unreadable ||
         code == Code::picture_too_large || code == Code::overloaded;
}

bool is_shut_out(Code code) {
  return code == Code::revoked || code == Code::account_disabled;
}

// The office does not take this small rendition; the original comes all the same.
bool stays_without_preview(Code code) {
  return concerns_one_picture(code) || code == Code::unknown_record || code == Code::too_large ||
         code == Code::wrong_method;
}

// "news, person": the kinds that differ; empty if none does.
std::string differing_kinds(Digests here, Digests there) {
  std::string kinds;
  for (const auto& [kind, digest] : there) here.try_emplace(kind);
  for (const auto& [kind, digest] : here) {
    const auto other = there.find(kind);
    if (digest != (other == there.end() ? Digest{} : other->second))
      kinds += (kinds.empty() ? "" : ", ") + kind_in_both(kind);
  }
  return kinds;
}

bool is_one_of(const std::vector<LocalUser>& users, const std::string& id) {
  return std::any_of(users.begin(), users.end(), [&](const LocalUser& user) { return user.id.text() == id; });
}

// Conflicts that wait for a choice, where somebody else wrote over what a user of this laptop had written.
Result<std::set<RecordId>> conflicts_of_others(StoreReader& store) {
  KHAOSAN_LET(users, store.users());
  ListQuery query;
  query.kind = "conflict";
  query.where = {{"settled", Value{}}};
  query.limit = std::numeric_limits<std::int64_t>::max();
  KHAOSAN_LET(open, store.list(query));
  std::set<RecordId> found;
  for (const Record& conflict : open.rows) {
    if (is_one_of(users, text_field(conflict.fields, "ours_by")) &&
        !is_one_of(users, text_field(conflict.fields, "theirs_by")))
      found.insert(conflict.id);
  }
  return found;
}

}  // namespace

Result<SyncReport> SyncRound::run() {
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(before, conflicts_of_others(store));
    conflicts_before_ = std::move(before);
    return {};
  }));
  for (int rounds = 0; rounds < rounds_max; ++rounds) {
    const Done done = round();
    if (report_.stopped) break;
    if (!done.ok() && is_shut_out(done.refusal().code)) return leave_aside(done.refusal());
    if (!done.ok()) return done.refusal();
    if (!more_to_send_) break;
  }
  return report_;
}

Done SyncRound::round() {
  waiting_ = 0;
  asked_renditions_.clear();
  KHAOSAN_TRY(say(SyncStep::connect, 0, 0));
  KHAOSAN_TRY(prepare());
  KHAOSAN_TRY(hello());
  KHAOSAN_TRY(push(Until::first_act));
  KHAOSAN_TRY(previews_first());
  KHAOSAN_TRY(send_files());
  KHAOSAN_TRY(push(Until::end));
  KHAOSAN_TRY(pull());
  KHAOSAN_TRY(fetch_renditions());
  KHAOSAN_TRY(tell_standing());
  KHAOSAN_TRY(compare());
  return finish();
}

// A laptop that was shut out may leave what it has, so that it is not lost with the laptop. That is no answer
// to anything: the outbox and the files stay as they are.
Refusal SyncRound::leave_aside(Refusal why) {
  const auto changes = leave_changes();
  const auto files = changes.ok() ? leave_files() : changes;
  if (!files.ok() || *changes + *files == 0) return why;
  const std::string kept = std::to_string(*changes);
  const std::string pictures = std::to_string(*files);
  why.detail +=
      " " + in_both("(the office keeps " + kept + " changes and " + pictures + " files aside)",
                    "(สำนักงานพักงานไว้ให้ผู้ดูแลระบบพิจารณาแล้ว " + kept + " รายการ และแฟ้ม " + pictures + " แฟ้ม)");
  return why;
}

Result<std::int64_t> SyncRound::leave_changes() {
  std::int64_t kept = 0;
  for (std::int64_t n = 0;;) {
    std::vector<SealedChange> page;
    KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
      KHAOSAN_LET(changes, store.sealed_after(n, last_place_, push_page_bytes));
      for (OutgoingChange& change : changes) page.push_back(std::move(change.sealed));
      if (!changes.empty()) n = changes.back().n;
      return {};
    }));
    if (page.empty()) return kept;
    KHAOSAN_TRY(say(SyncStep::push, kept, to_push_));
    KHAOSAN_LET(told, office_.sync().quarantine(page));
    kept += told.kept;
    if (told.full) return kept;
  }
}

Result<std::int64_t> SyncRound::leave_files() {
  KHAOSAN_LET(files, pending_files());
  std::int64_t kept = 0;
  std::int64_t bytes_done = 0;
  for (const LocalFile& file : files) {
    const Done left = send_bytes(office_.quarantined_files(), file, bytes_done);
    if (!left.ok() && !concerns_one_file(left.refusal().code)) return kept;
    bytes_done += static_cast<std::int64_t>(file.size_bytes);
    kept += left.ok() ? 1 : 0;
  }
  return kept;
}

Done SyncRound::say(SyncStep step, std::int64_t done, std::int64_t total, std::string name) {
  if (before_files_) step = SyncStep::previews;
  if (progress_ && !progress_({step, done, total, std::move(name)})) report_.stopped = true;
  if (report_.stopped) return refuse(Code::stopped);
  return {};
}

// Before the first byte leaves: every open change is sealed and the round has its id, on the disk. A round
// whose answer was lost is asked again by its own id.
Done SyncRound::prepare() {
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(last, store.seal_all());
    last_place_ = last;
    KHAOSAN_LET(state, store.sync_state());
    if (state.pending_round.empty()) {
      KHAOSAN_LET(clock, store.id_clock());
      IdMaker ids(clock, clock_.now());
      state.pending_round = RoundId{ids.next()};
      KHAOSAN_TRY(store.save_id_clock(ids.clock()));
      KHAOSAN_TRY(store.save_sync_state(state));
    }
    KHAOSAN_LET(counts, store.counts());
    KHAOSAN_LET(unsent, store.unsent());
    told_unsent_ = unsent;
    to_push_ = counts.pending_changes;
    total_file_bytes_ = counts.pending_file_bytes;
    state_ = state;
    round_ = state.pending_round;
    return {};
  });
}

Done SyncRound::hello() {
  Hello hello;
  hello.epoch = state_.epoch;
  hello.cursor = state_.cursor;
  hello.round = round_;
  hello.last_token = state_.last_token;
  hello.witnessed_seq = state_.witnessed_seq;
  hello.unsent = told_unsent_;
  KHAOSAN_LET(answer, office_.sync().hello(hello));
  return take_answer(answer);
}

Done SyncRound::take_answer(const HelloAnswer& answer) {
  if (const auto common = common_protocol(answer.protocol); !common.ok()) return common.refusal();
  const bool same_epoch = answer.epoch == state_.epoch;
  const bool witnessed = same_epoch && state_.witnessed_seq > 0;
  if (witnessed && answer.chain_at_witness != state_.witnessed_hash)
    return refuse(Code::chain_differs, std::to_string(state_.witnessed_seq));
  known_head_ = answer.head;
  head_digests_ = answer.digests;
  const Instant now = clock_.now();
  const std::int64_t gap_ms = now.unix_ms - answer.server_now.unix_ms;
  const bool is_wide = gap_ms > clock_gap_ms_max || gap_ms < -clock_gap_ms_max;
  if (is_wide && !answer.clock_waits) report_.clock_gap = {now, answer.server_now};
  // The answer is here: the next round has an id and a token of its own.
  state_.pending_round = {};
  state_.last_token = answer.token;
  const bool restored = !same_epoch && !state_.epoch.empty();
  // What was seen before the restored part ends is in the restored journal too.
  if (restored && state_.witnessed_seq <= answer.epoch_end &&
      answer.chain_at_witness != state_.witnessed_hash)
    return refuse(Code::chain_differs, std::to_string(state_.witnessed_seq));
  if (!same_epoch) {
    state_.epoch = answer.epoch;
    state_.cursor = 0;
  }
  state_.witnessed_seq = answer.head;
  state_.witnessed_hash = answer.chain_head;
  started_at_ = state_.cursor;
  return store_.write([&](StoreWriter& store) -> Done {
    if (restored) {
      KHAOSAN_TRY(store.begin_epoch(answer.epoch_end));
      KHAOSAN_LET(last, store.seal_all());
      last_place_ = last;  // what is offered again goes with this round
      report_.office_restored = true;
    }
    numbers_.clear();
    // A restored server may not even know of this laptop that it is to come.
    erased_.clear();
    if (answer.wants_numbers || restored) {
      KHAOSAN_LET(erased, store.known_erased());
      erased_ = std::move(erased);
      KHAOSAN_LET(numbers, store.known_numbers());
      numbers_ = std::move(numbers);
    }
    must_pull_ = answer.wants_numbers || restored;
    KHAOSAN_TRY(store.forget_kept(answer.backed_up_seq));
    return store.save_sync_state(state_);
  });
}

Done SyncRound::push(Until until) {
  for (std::int64_t n = 0;;) {
    std::vector<OutgoingChange> page;
    KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
      KHAOSAN_LET(changes, store.sealed_after(n, last_place_, push_page_bytes));
      page = std::move(changes);
      return {};
    }));
    if (until == Until::first_act) {
      const auto act = std::find_if(page.begin(), page.end(), [](const auto& one) { return one.is_act; });
      page.erase(act, page.end());
    }
    if (page.empty() && numbers_.empty() && erased_.empty()) return {};
    if (!page.empty()) n = page.back().n;
    KHAOSAN_TRY(push_page(page));
  }
}

Done SyncRound::push_page(const std::vector<OutgoingChange>& page) {
  KHAOSAN_TRY(say(SyncStep::push, report_.sent_changes, to_push_));
  PushRequest request{round_, {}, std::move(numbers_), std::move(erased_)};
  numbers_.clear();
  erased_.clear();
  request.changes.reserve(page.size());
  for (const OutgoingChange& change : page) request.changes.push_back(change.sealed);
  KHAOSAN_LET(told, office_.sync().push(request));
  std::unordered_map<ChangeId, const ChangeAnswer*> answers;
  for (const ChangeAnswer& answer : told.answers) answers.emplace(answer.id, &answer);
  const SyncReport before = report_;
  bool all_answered = true;
  const Done done = store_.write([&](StoreWriter& store) -> Done {
    id_reused_.clear();
    for (std::size_t i = 0; i < page.size(); ++i) {
      const auto named = answers.find(page[i].id);
      const ChangeAnswer* answer = named == answers.end() ? nullptr : named->second;
      // The office could not read it, not even its id: its place names it.
      if (answer == nullptr && i < told.answers.size() && told.answers[i].id.empty())
        answer = &told.answers[i];
      if (answer == nullptr) {
        all_answered = false;  // it leaves the outbox only when an answer names it
        continue;
      }
      KHAOSAN_TRY(take_change_answer(store, page[i], *answer));
    }
    return reissue(store, id_reused_);
  });
  if (!done.ok()) {
    report_ = before;
    return done;
  }
  // What goes on from a reissued change does not go before it.
  if (!id_reused_.empty()) last_place_ = page.back().n;
  KHAOSAN_TRY(say(SyncStep::push, report_.sent_changes, to_push_));
  if (!all_answered)
    return refuse(Code::bad_request, in_both("a change was not answered", "สำนักงานไม่ได้ตอบบางรายการ"));
  return {};
}

Done SyncRound::take_change_answer(StoreWriter& store, const OutgoingChange& change,
                                   const ChangeAnswer& answer) {
  if (answer.outcome != Outcome::refused) {
    ++report_.sent_changes;
    if (answer.outcome == Outcome::merged) ++report_.merged_changes;
    if (answer.outcome == Outcome::conflict) ++report_.new_conflicts;
    known_head_ = std::max(known_head_, answer.seq);
    return store.acknowledge(change.id, answer.seq);
  }
  // A signature holds for the payload with its id: a signed one needs its author again.
  if (code_named(answer.code) == Code::id_reused && !change.sealed.signature) {
    id_reused_.push_back(change.id);
    return {};
  }
  // The office waits for other laptops before it takes any change: all are asked about again by the next
  // sync.
  if (code_named(answer.code) == Code::restoring) {
    report_.waits_for_laptops = answer.detail;
    ++waiting_;
    return {};
  }
  report_refused(change, answer);
  // Numbers and decisions wait until the office's clock was looked at, in the same way.
  if (code_named(answer.code) == Code::clock_wrong) {
    ++waiting_;
    return {};
  }
  return store.refuse_change(change.id, answer.code, answer.detail);
}

// Under new ids, with all that goes on from them.
Done SyncRound::reissue(StoreWriter& store, std::vector<ChangeId> changes) {
  if (changes.empty()) return {};
  KHAOSAN_LET(clock, store.id_clock());
  IdMaker ids(clock, clock_.now());
  for (std::size_t next = 0; next < changes.size(); ++next) {
    KHAOSAN_LET(followers, store.reissue(changes[next], ChangeId{ids.next()}));
    for (const ChangeId& follower : followers) {
      if (std::find(changes.begin(), changes.end(), follower) == changes.end()) changes.push_back(follower);
    }
  }
  return store.save_id_clock(ids.clock());
}

void SyncRound::report_refused(const OutgoingChange& change, const ChangeAnswer& answer) {
  const auto content = change_from_payload(change.sealed.payload);
  const bool is_told = std::any_of(report_.refused.begin(), report_.refused.end(),
                                   [&](const RefusedChange& one) { return one.change == change.id; });
  if (content.ok() && !is_told)
    report_.refused.push_back(refused_change({*content, true, answer.code, answer.detail}));
}

Result<std::vector<LocalFile>> SyncRound::pending_files() {
  std::vector<LocalFile> files;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(pending, store.pending_files());
    files = std::move(pending);
    return {};
  }));
  return files;
}

// Originals may take hours. Words and small pictures do not wait for them, in neither direction. A restored
// office takes a pull as the sign that all was offered: there they wait.
Done SyncRound::previews_first() {
  KHAOSAN_LET(files, pending_files());
  if (files.empty()) return {};
  before_files_ = true;
  Done done = send_previews(files);
  if (done.ok() && !must_pull_) done = pull();
  if (done.ok() && !must_pull_) done = fetch_renditions();
  before_files_ = false;
  return done;
}

Done SyncRound::send_previews(const std::vector<LocalFile>& files) {
  std::int64_t place = 0;
  for (LocalFile file : files) {
    KHAOSAN_TRY(say(SyncStep::previews, place++, static_cast<std::int64_t>(files.size()), file.name));
    if (file.small_sent || !files_.has_small(file.sha)) continue;
    const auto small = files_.read_small(file.sha);
    if (!small.ok()) continue;
    const Done sent = office_.files().send_small(file.sha, *small);
    if (!sent.ok() && stays_without_preview(sent.refusal().code)) continue;
    KHAOSAN_TRY(sent);
    ++report_.sent_renditions;
    file.small_sent = true;
    KHAOSAN_TRY(store_.write([&](StoreWriter& store) { return store.save_file(file); }));
  }
  return {};
}

Done SyncRound::send_files() {
  KHAOSAN_LET(files, pending_files());
  std::int64_t bytes_done = 0;
  skipped_files_ = 0;
  std::erase_if(report_.refused, [](const RefusedChange& one) { return one.verb == file_verb; });
  for (const LocalFile& file : files) {
    const Done sent = send_file(file, bytes_done);
    bytes_done += static_cast<std::int64_t>(file.size_bytes);
    if (sent.ok() || sent.refusal().code == Code::record_erased) continue;  // erased: so the next page says
    if (!concerns_one_file(sent.refusal().code)) return sent;
    ++skipped_files_;
    report_.refused.push_back(refused_file(file, sent.refusal()));
  }
  return {};
}

// A file whose bytes are not what its hash says is not offered. The office may have it from elsewhere; if
// not, only its card has.
Done SyncRound::mend(LocalFile file, std::int64_t bytes_before) {
  const auto brought = bring_original(files_, office_.files(), file.sha, file.size_bytes,
                                      file_progress(file.name, bytes_before));
  const Code why = brought.ok() ? Code::internal : brought.refusal().code;
  // Another process brings an original now, or it finds no room: the next sync looks again.
  if (!brought.ok() && (why == Code::store_locked || why == Code::disk_full))
    return refuse(Code::file_damaged, file.name);
  if (!brought.ok() && why != Code::original_away && why != Code::file_damaged) return brought.refusal();
  file.damaged = !brought.ok();
  if (brought.ok()) {
    file.at_office = true;
    file.upload_url.clear();
    ++report_.mended_files;
  }
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) { return store.save_file(file); }));
  return brought.ok() ? Done() : Done(refuse(Code::original_damaged, file.name));
}

TransferProgress SyncRound::file_progress(const std::string& name, std::int64_t bytes_before) {
  return [this, name, bytes_before](std::uint64_t bytes) {
    return say(SyncStep::files, bytes_before + static_cast<std::int64_t>(bytes), total_file_bytes_, name)
        .ok();
  };
}

Done SyncRound::send_file(LocalFile file, std::int64_t bytes_before) {
  const Done sent = send_bytes(office_.files(), file, bytes_before);
  if (!sent.ok()) {
    const bool is_ours = is_spoilt(sent.refusal().code) && !files_.verify(file.sha).ok();
    return is_ours ? mend(std::move(file), bytes_before) : sent;
  }
  file.at_office = true;
  file.damaged = false;
  file.upload_url.clear();
  ++report_.sent_files;
  return store_.write([&](StoreWriter& store) { return store.save_file(file); });
}

// The bytes are checked against their name before they are sent, and the office answers with its own hash.
Done SyncRound::send_bytes(FileTransfer& transfer, LocalFile file, std::int64_t bytes_before) {
  KHAOSAN_TRY(say(SyncStep::files, bytes_before, total_file_bytes_, file.name));
  KHAOSAN_TRY(files_.verify(file.sha));
  const auto read = [&](std::uint64_t offset, std::span<std::uint8_t> into) {
    return files_.read_original(file.sha, offset, into);
  };
  const auto remember = [&](const std::string& url) {
    file.upload_url = url;
    return store_.write([&](StoreWriter& store) { return store.save_file(file); });
  };
  const std::string resume_at = file.upload_url;
  return transfer.send(file.sha, file.name, file.size_bytes, read, resume_at, remember,
                       file_progress(file.name, bytes_before));
}

Done SyncRound::pull() {
  std::int64_t page_bytes = pull_page_bytes_min;
  while (state_.cursor < known_head_) {
    KHAOSAN_TRY(say(SyncStep::pull, state_.cursor, known_head_));
    const Instant asked = clock_.now();
    KHAOSAN_LET(page, office_.sync().pull({state_.epoch, state_.cursor, page_bytes, round_}));
    KHAOSAN_TRY(take_page(page));
    if (clock_.now().unix_ms - asked.unix_ms < page_growth_within_ms)
      page_bytes = std::min(2 * page_bytes, pull_page_bytes_max);
    must_pull_ = false;
  }
  // A restored office takes the pull as the sign that all was offered.
  if (must_pull_) {
    KHAOSAN_LET(nothing, office_.sync().pull({state_.epoch, state_.cursor, page_bytes, round_}));
    static_cast<void>(nothing);
  }
  // A change that the server had answered before may lie behind the cursor already.
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) { return store.settle(state_.cursor); }));
  KHAOSAN_TRY(remove_erased());
  return say(SyncStep::pull, state_.cursor, known_head_);
}

Done SyncRound::take_page(const PullPage& page) {
  const bool goes_on = page.next > state_.cursor && page.next <= page.head;
  if (!goes_on)
    return refuse(Code::bad_request, in_both("a page that leads nowhere", "หน้าข้อมูลที่ได้รับไม่ต่อเนื่อง"));
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(applied, store.apply_page(page));
    report_.received_records += applied.records;
    report_.erased_records += applied.erased;
    if (page.next != page.head) return {};
    KHAOSAN_LET(state, store.sync_state());
    state.witnessed_seq = page.head;
    state.witnessed_hash = page.chain_head;
    return store.save_sync_state(state);
  }));
  state_.cursor = page.next;
  known_head_ = page.head;
  if (page.next == page.head) head_digests_ = page.digests;
  return {};
}

// Nor on the disk, once the pages say so.
Done SyncRound::remove_erased() {
  std::vector<Sha256> files;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(erased, store.erased_files());
    files = std::move(erased);
    return {};
  }));
  for (const Sha256& sha : files) {
    KHAOSAN_TRY(files_.erase(sha));
    KHAOSAN_TRY(store_.write([&](StoreWriter& store) { return store.file_is_erased(sha); }));
  }
  return report_.erased_records > 0 ? store_.empty_log() : Done{};
}

Done SyncRound::fetch_renditions() {
  std::vector<Sha256> wanted;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(list, store.wanted_renditions());
    wanted = std::move(list);
    return {};
  }));
  std::int64_t done = 0;
  for (const Sha256& sha : wanted) {
    KHAOSAN_TRY(say(SyncStep::renditions, done++, static_cast<std::int64_t>(wanted.size())));
    if (!asked_renditions_.insert(sha).second) continue;
    if (!files_.has_small(sha) && !files_.has_original(sha)) {
      const auto small = office_.files().fetch_small(sha);
      if (!small.ok() && concerns_one_picture(small.refusal().code))
        continue;  // asked again by the next sync
      if (!small.ok()) return small.refusal();
      KHAOSAN_TRY(files_.save_small(sha, *small));
      ++report_.received_renditions;
    }
    KHAOSAN_TRY(store_.write([&](StoreWriter& store) { return store.rendition_came(sha); }));
  }
  return {};
}

// What this round leaves behind, and how far the laptop has come, where that is not as it was. Nothing hangs
// on the answer: the next hello says it again.
Done SyncRound::tell_standing() {
  Unsent left;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(unsent, store.unsent());
    left = unsent;
    return {};
  }));
  if (left == told_unsent_ && state_.cursor == started_at_) return {};
  const auto page = office_.sync().pull({state_.epoch, state_.cursor, pull_page_bytes_min, round_, left});
  if (!page.ok() || page->next <= state_.cursor) return {};
  KHAOSAN_TRY(take_page(*page));
  return pull();
}

// Only equal digests make a round complete. Where they differ the next round fetches everything anew, unless
// this one did.
Done SyncRound::compare() {
  KHAOSAN_TRY(say(SyncStep::compare, 0, 0));
  Digests here;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(sums, store.digests());
    here = std::move(sums);
    return {};
  }));
  const std::string differing = differing_kinds(std::move(here), head_digests_);
  if (differing.empty()) return {};
  if (started_at_ > 0) {
    KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
      KHAOSAN_LET(state, store.sync_state());
      state.cursor = 0;
      return store.save_sync_state(state);
    }));
  }
  return refuse(Code::digest_differs, differing);
}

Done SyncRound::finish() {
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(state, store.sync_state());
    state.last_sync = clock_.now();
    KHAOSAN_TRY(store.save_sync_state(state));
    KHAOSAN_LET(counts, store.counts());
    // Until then a submission that is offered again has its revision with it.
    if (counts.pending_changes == 0) KHAOSAN_TRY(store.forget_lost_of_office());
    KHAOSAN_LET(conflicts, conflicts_of_others(store));
    report_.conflicts_of_others = std::count_if(conflicts.begin(), conflicts.end(), [&](const RecordId& id) {
      return !conflicts_before_.contains(id);
    });
    report_.complete = counts.pending_changes == 0 && counts.pending_files == 0;
    more_to_send_ = counts.pending_changes > waiting_ || counts.pending_files > skipped_files_;
    return {};
  });
}

}  // namespace khaosan::client
