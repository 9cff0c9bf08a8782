#include "client/app/app.hpp"

#include <algorithm>
#include <set>

#include "client/app/act_writer.hpp"
#include "client/app/bundles.hpp"
#include "client/app/card.hpp"
#include "client/app/change_writer.hpp"
#include "client/app/enrolment.hpp"
#include "client/app/file_desk.hpp"
#include "client/app/history.hpp"
#include "client/app/local_store.hpp"
#include "client/app/news_parts.hpp"
#include "client/app/originals.hpp"
#include "client/app/refused_change.hpp"
#include "client/app/sync_round.hpp"
#include "shared/base/secret.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/names.hpp"
#include "shared/schema/validate.hpp"
#include "shared/sync/compose_revision.hpp"
#include "shared/sync/ids.hpp"
#include "shared/wire/media_id.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::client {
namespace {

Result<Pairing> paired(StoreReader& store) {
  KHAOSAN_LET(pairing, store.pairing());
  if (!pairing) return refuse(Code::not_paired);
  return std::move(*pairing);
}

Result<LocalUser> local_user(StoreReader& store, UserId id) {
  KHAOSAN_LET(users, store.users());
  for (LocalUser& user : users) {
    if (user.id == id) return std::move(user);
  }
  return refuse(Code::sign_in_needed, id.text());
}

// What the file says about itself, as far as the media kind can hold it.
Fields media_facts(const TakenFile& taken) {
  Fields facts{
      {"sha256", Value{taken.sha.hex()}}, {"size_bytes", Value{static_cast<std::int64_t>(taken.size_bytes)}},
      {"type", Value{taken.type}},        {"format", Value{taken.format}},
      {"file_name", Value{taken.name}},   {"taken_at", Value{taken.taken_at}},
      {"camera", Value{taken.camera}}};
  if (taken.width > 0) {
    facts["width"] = Value{std::int64_t{taken.width}};
    facts["height"] = Value{std::int64_t{taken.height}};
    facts["orientation"] = Value{std::int64_t{taken.orientation}};
  }
  if (taken.latitude_e7 && taken.longitude_e7) {
    facts["latitude_e7"] = Value{*taken.latitude_e7};
    facts["longitude_e7"] = Value{*taken.longitude_e7};
  }
  const KindDecl& media = *find_kind("media");
  std::erase_if(facts, [&](const auto& fact) {
    return is_empty(fact.second) || !validate(*media.field(fact.first), fact.second).ok();
  });
  return facts;
}

void put_fact(Fields& set, const Record* known, const char* name, const std::string& value) {
  const bool free = known == nullptr || is_empty(field_or_empty(known->fields, name));
  if (free && !value.empty()) set[name] = Value{value};
}

// A decision stays on the revision that was decided on; a submission is of what is there now.
Perform command_again(const Change& refused, const std::string& password) {
  const Act& act = refused.act;
  const auto move = refused.kind == "news" ? move_named(act.verb) : std::nullopt;
  const bool is_of_now = refused.kind == "conflict" || (move && news_flow::makes_revision(*move));
  return {refused.kind, refused.record, act.verb,  is_of_now ? "" : act.revision,
          act.comment,  act.capacity,   act.order, act.keep,
          act.text,     password};
}

}  // namespace

App::App(LocalStore& store, FileDesk& files, OfficeNetwork& network, Clock& clock)
    : store_(store), files_(files), network_(network), clock_(clock) {}

Result<UserId> App::author(StoreReader& store) const {
  if (writer_) return *writer_;
  KHAOSAN_LET(pairing, store.pairing());
  return pairing ? pairing->user : UserId{};  // nobody yet: adopted at the pairing
}

Done App::use_user(const std::string& user_name) {
  return store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(users, store.users());
    for (const LocalUser& user : users) {
      if (user.name != user_name) continue;
      writer_ = user.id;
      return {};
    }
    return refuse(Code::sign_in_needed, user_name);
  });
}

Result<PairReport> App::perform(const Pair& intent) {
  // A laptop that was revoked or copied is paired again, with the same office; its outbox stays as it is.
  KHAOSAN_LET(turn, store_.begin_sync());
  static_cast<void>(turn);  // no round may end on a token of before
  std::optional<Pairing> before;
  SyncState state;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(pairing, store.pairing());
    KHAOSAN_LET(stood, store.sync_state());
    before = pairing;
    state = stood;
    return {};
  }));
  KHAOSAN_LET(enrolled, enrol(network_, intent, before));
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_TRY(store.save_pairing(enrolled.pairing));
    KHAOSAN_TRY(store.save_user(enrolled.user));
    state.last_token = enrolled.round_token;
    state.pending_round = {};
    KHAOSAN_TRY(store.save_sync_state(state));
    return store.adopt(enrolled.pairing.user);
  }));
  return PairReport{enrolled.pairing.office, enrolled.user.name, enrolled.user.display_name,
                    !enrolled.user.sealed_secret.empty()};
}

Result<std::unique_ptr<Office>> App::connect() {
  OfficeAddress address;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(pairing, paired(store));
    address = pairing.address;
    return {};
  }));
  KHAOSAN_LET(office, network_.connect(address));
  // The office has moved, its key has not: the next sync begins there.
  if (const std::string url = office->url(); !url.empty()) {
    KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
      KHAOSAN_LET(pairing, paired(store));
      pairing.address.url = url;
      return store.save_pairing(pairing);
    }));
  }
  return std::move(office);
}

Result<SignedIn> App::perform(const SignInUser& intent) {
  if (intent.password.empty()) return refuse(Code::password_needed, intent.user_name);
  KHAOSAN_LET(office, connect());
  KHAOSAN_LET(key, make_user_key(intent.password));
  KHAOSAN_LET(signed_in, office->sign_in({intent.user_name, intent.password, key.public_key}));
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) {
    return store.save_user(
        {signed_in.user, signed_in.user_name, signed_in.display_name, key.sealed_secret, key.public_key});
  }));
  return signed_in;
}

// Runs `work` with a writer in one transaction, and gives what it gave.
template <typename Report, typename Work>
Result<Report> App::write_changes(const Work& work) {
  Result<Report> report = refuse(Code::internal);
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(user, author(store));
    KHAOSAN_LET(writer, ChangeWriter::begin(store, user, clock_.now()));
    report = work(writer);
    if (!report.ok()) return report.refusal();
    return writer.finish();
  }));
  return report;
}

Result<PutReport> App::perform(const Put& intent) {
  return write_changes<PutReport>([&](ChangeWriter& writer) { return writer.put(intent); });
}

Result<PutReport> App::perform(const Remove& intent) {
  return write_changes<PutReport>(
      [&](ChangeWriter& writer) { return writer.remove(intent.kind, intent.id); });
}

Result<PutReport> App::perform(const Restore& intent) {
  return write_changes<PutReport>(
      [&](ChangeWriter& writer) { return writer.restore(intent.kind, intent.id); });
}

std::vector<Result<PutReport>> App::perform_all(const std::vector<Put>& intents) {
  using Reports = std::vector<Result<PutReport>>;
  Result<Reports> all = write_changes<Reports>([&](ChangeWriter& writer) -> Result<Reports> {
    Reports reports;
    reports.reserve(intents.size());
    for (const Put& intent : intents) reports.push_back(writer.put(intent));
    return reports;
  });
  // The transaction itself failed: nothing is on the disk.
  if (!all.ok()) return Reports(intents.size(), Result<PutReport>(all.refusal()));
  return std::move(*all);
}

Result<AddReport> App::perform(const AddFile& intent) {
  KHAOSAN_LET(taken, files_.take_in(intent.path));
  auto report =
      write_changes<AddReport>([&](ChangeWriter& writer) { return add_taken(writer, taken, intent); });
  if (report.ok() || report.refusal().code != Code::record_erased) return report;
  // If the photo itself was erased, and not what it was to be put into, nothing of it stays.
  KHAOSAN_LET(erased, is_erased_photo(store_, taken.sha));
  if (erased) KHAOSAN_TRY(files_.erase(taken.sha));
  return report;
}

// The same bytes are one record. What it says already stays; a caption typed for a second use goes there.
Result<AddReport> App::add_taken(ChangeWriter& writer, const TakenFile& taken, const AddFile& intent) {
  StoreWriter& store = writer.store();
  if (intent.news) KHAOSAN_TRY(showable(taken.type, taken.name));
  const RecordId id = media_id(taken.sha);
  KHAOSAN_LET(known, store.current("media", id));
  const Record* record = known ? &*known : nullptr;
  Fields set = record == nullptr ? media_facts(taken) : Fields{{"sha256", Value{taken.sha.hex()}}};
  if (intent.event) put_fact(set, record, "event", intent.event->text());
  put_fact(set, record, "caption", intent.caption);
  const std::string event_before = record == nullptr ? "" : text_field(record->fields, "event");
  const bool other_event = intent.event && !event_before.empty() && event_before != intent.event->text();
  const bool caption_is_elsewhere = !intent.caption.empty() && !set.contains("caption") &&
                                    text_field(record->fields, "caption") != intent.caption;
  KHAOSAN_LET(media, writer.put({"media", std::nullopt, set}));
  AddReport report{media.id, taken.sha, taken.type, record != nullptr, std::nullopt, taken.note};
  KHAOSAN_LET(file, store.file(taken.sha));
  if (!file) {
    KHAOSAN_TRY(
        store.save_file({taken.sha, taken.size_bytes, taken.name, false, "", false, false, clock_.now()}));
  } else if (file->damaged) {  // it lies there whole again
    file->damaged = false;
    KHAOSAN_TRY(store.save_file(*file));
  }
  if (other_event) {
    KHAOSAN_LET(event, RecordId::parse(event_before));
    report.stays_with = event;
  }
  report.caption_stays = caption_is_elsewhere && !intent.news;
  if (!intent.news) return report;
  KHAOSAN_LET(news, store.current("news", *intent.news));
  const std::string about = kind_in_both("news") + " " + intent.news->text();
  if (!news) return refuse(Code::unknown_record, about);
  if (news->deleted) return refuse(Code::record_deleted, about);
  Fields member{{"news", Value{intent.news->text()}}, {"media", Value{media.id.text()}}};
  if (caption_is_elsewhere) member["caption"] = Value{intent.caption};
  KHAOSAN_LET(photo, writer.put({"news_photo", std::nullopt, member}));
  report.photo = photo.id;
  return report;
}

Result<PerformReport> App::perform(const Perform& intent) {
  return write_changes<PerformReport>([&](ChangeWriter& writer) { return write_command(writer, intent); });
}

Result<PerformReport> App::write_command(ChangeWriter& writer, const Perform& intent) {
  KHAOSAN_TRY(paired(writer.store()));
  KHAOSAN_LET(id, author(writer.store()));
  KHAOSAN_LET(user, local_user(writer.store(), id));
  const bool is_open = unlocked_ && unlocked_->user == id;
  return write_act(writer, files_, user, intent, is_open ? &unlocked_->key : nullptr);
}

Result<RefusedChange> App::perform(const DismissRefused& intent) {
  RefusedChange dismissed;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(taken, store.take_refused(intent.change));
    dismissed = refused_change(taken);
    return {};
  }));
  return dismissed;
}

Result<ResubmitReport> App::perform(const Resubmit& intent) {
  return write_changes<ResubmitReport>([&](ChangeWriter& writer) -> Result<ResubmitReport> {
    KHAOSAN_LET(taken, writer.store().take_refused(intent.change));
    ResubmitReport report{refused_change(taken), {}};
    if (taken.change.op == Op::act) {
      KHAOSAN_LET(performed, write_command(writer, command_again(taken.change, intent.password)));
      report.change = performed.change;
    } else {
      KHAOSAN_LET(put, writer.again(taken.change));
      report.change = put.change;
    }
    return report;
  });
}

Result<SyncReport> App::perform(const Sync&, const SyncReporter& progress) {
  if (progress) static_cast<void>(progress({SyncStep::connect, 0, 0, {}}));
  KHAOSAN_LET(turn, store_.begin_sync());
  static_cast<void>(turn);  // held until the end
  KHAOSAN_LET(office, connect());
  return SyncRound(store_, files_, *office, clock_, progress).run();
}

Result<FetchReport> App::perform(const FetchOriginal& intent, const SyncReporter& progress) {
  FetchReport report{.media = intent.media, .sha = {}, .name = {}};
  std::optional<LocalFile> file;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(media, store.current("media", intent.media));
    if (!media) return refuse(Code::unknown_record, kind_in_both("media") + " " + intent.media.text());
    KHAOSAN_LET(sha, Sha256::parse(text_field(media->fields, "sha256")));
    report.sha = sha;
    report.name = text_field(media->fields, "file_name");
    report.size_bytes = static_cast<std::uint64_t>(integer_field(media->fields, "size_bytes"));
    KHAOSAN_LET(known, store.file(sha));
    file = known;
    return {};
  }));
  report.already_there = files_.verify(report.sha).ok();
  if (report.already_there) {
    if (!file || !file->damaged) return report;
  } else {
    const auto tell = [&](std::uint64_t bytes) {
      return !progress || progress({SyncStep::original, static_cast<std::int64_t>(bytes),
                                    static_cast<std::int64_t>(report.size_bytes), report.name});
    };
    KHAOSAN_LET(office, connect());
    const auto brought = bring_original(files_, office->files(), report.sha, report.size_bytes, tell);
    const std::string name = report.name.empty() ? report.sha.hex() : report.name;
    for (const Code code : {Code::original_away, Code::stopped}) {
      if (!brought.ok() && brought.refusal().code == code) return refuse(code, name);
    }
    if (!brought.ok()) return brought.refusal();
    report.size_bytes = *brought;
    file = LocalFile{.sha = report.sha, .size_bytes = *brought, .name = report.name, .upload_url = {}};
    file->at_office = true;
  }
  const Done saved = store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(erased, store.is_erased("media", media_id(report.sha)));
    if (erased) return refuse(Code::record_erased, kind_in_both("media") + " " + intent.media.text());
    file->damaged = false;
    return store.save_file(*file);
  });
  // Erased while it came in.
  if (!saved.ok() && saved.refusal().code == Code::record_erased) KHAOSAN_TRY(files_.erase(report.sha));
  if (!saved.ok()) return saved.refusal();
  return report;
}

Result<CardReport> App::perform(const CheckCard& intent, const SyncReporter& progress) {
  CardCheck check(store_, files_, progress);
  KHAOSAN_LET(report, check.read(intent.folder));
  if (report.stopped) return std::move(report);
  if (report.files.empty()) {
    const std::u8string name = intent.folder.u8string();
    return refuse(Code::nothing_to_check, std::string(name.begin(), name.end()));
  }
  const auto office = connect();
  const Done asked = office.ok() ? check.ask((*office)->files(), report) : Done(office.refusal());
  if (!asked.ok()) report.office_away = asked.refusal();
  return std::move(report);
}

Result<BundleReport> App::write_bundle(PartFolder& folder, const BundleWish& wish,
                                       const SyncReporter& progress) {
  return Bundles(store_, files_, clock_).write_outbox(folder, wish, progress);
}

Result<BundleReport> App::share_event(PartFolder& folder, const ShareWish& wish,
                                      const SyncReporter& progress) {
  return Bundles(store_, files_, clock_).share(folder, wish, progress);
}

Result<BundleInReport> App::read_bundles(PartFolder& folder, const SyncReporter& progress) {
  return Bundles(store_, files_, clock_).read(folder, progress);
}

Result<RecordView> App::get(const std::string& kind, RecordId id) {
  if (find_kind(kind) == nullptr) return refuse(Code::unknown_kind, kind);
  RecordView view;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(record, store.current(kind, id));
    if (!record) return refuse(Code::unknown_record, kind_in_both(kind) + " " + id.text());
    KHAOSAN_LET(pending, store.outbox_of(kind, id));
    std::set<std::string> fields;
    for (const OutboxEntry& entry : pending) {
      if (entry.state == ChangeState::acknowledged) continue;
      if (entry.change.op == Op::act) {
        view.waiting_verbs.push_back(entry.change.act.verb);
        view.can_take_back.reset();
        if (entry.state == ChangeState::open) view.can_take_back = entry.change.id;
      }
      for (const auto& [name, value] : entry.change.set) fields.insert(name);
    }
    view.pending_fields.assign(fields.begin(), fields.end());
    if (kind == "news") {
      KHAOSAN_LET(edits, edits_since_submitted(store, *record));
      view.newer_edits = edits;
    }
    const auto sha = Sha256::parse(text_field(record->fields, "sha256"));
    if (kind == "media" && sha.ok()) {
      KHAOSAN_LET(file, store.file(*sha));
      const bool damaged = file && file->damaged;
      view.original = OriginalState{!damaged && files_.has_original(*sha), damaged, file && file->at_office};
    }
    KHAOSAN_LET(mark, store.foreign(kind, id));
    if (mark) view.shared_by = mark->device;
    view.record = std::move(*record);
    return {};
  }));
  return view;
}

Result<ListAnswer> App::list(const ListQuery& query) {
  ListAnswer answer;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(found, store.list(query));
    answer = std::move(found);
    return {};
  }));
  return answer;
}

Result<std::vector<HistoryEntry>> App::history(const std::string& kind, RecordId id) {
  std::vector<HistoryEntry> entries;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(known, known_history(store, kind, id));
    entries = std::move(known);
    return name_people(store, entries);
  }));
  return entries;
}

Result<OfficeHistory> App::history_of_office(const std::string& kind, RecordId id) {
  OfficeHistory answer;
  KHAOSAN_LET(known, history(kind, id));
  answer.entries = std::move(known);
  if (const Done merged = merge_office_history(kind, id, answer); !merged.ok())
    answer.office_away = merged.refusal();
  return answer;
}

// The office's journal says more than the laptop's copies of its records, which it replaces.
Done App::merge_office_history(const std::string& kind, RecordId id, OfficeHistory& answer) {
  KHAOSAN_LET(office, connect());
  KHAOSAN_LET(text, office->history(kind, id.text()));
  KHAOSAN_LET(told, office_history(kind, text));
  answer.writer = office_reach(text);
  KHAOSAN_TRY(store_.read([&, &told = told](StoreReader& store) { return name_people(store, told); }));
  for (HistoryEntry& entry : answer.entries) {
    if (entry.state == "pending" || entry.state == "refused") told.push_back(std::move(entry));
  }
  answer.entries = std::move(told);
  return {};
}

Done App::perform(const Unlock& intent) {
  LocalUser user;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(all, store.users());
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const LocalUser& one) { return one.name == intent.user_name; });
    if (found == all.end()) return refuse(Code::sign_in_needed, intent.user_name);
    user = *found;
    return {};
  }));
  KHAOSAN_LET(key, decision_key(user, intent.password));
  unlocked_ = Unlocked{user.id, key};
  return {};
}

Done App::perform(const Lock&) {
  if (unlocked_) wipe(unlocked_->key.secret_key);
  unlocked_.reset();
  return {};
}

Result<PerformReport> App::perform(const TakeBack& intent) {
  PerformReport report{intent.change, {}};
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(taken, store.take_back(intent.change));
    report.revision = taken.change.act.revision;
    return {};
  }));
  return report;
}

Done App::perform(const KeepTyped& intent) {
  return store_.write([&](StoreWriter& store) { return store.keep_typed(intent.name, intent.text); });
}

Result<std::map<std::string, std::string>> App::typed() {
  std::map<std::string, std::string> all;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(found, store.typed());
    all = std::move(found);
    return {};
  }));
  return all;
}

Result<Radar> App::perform(const AskLaptops&) {
  KHAOSAN_LET(office, connect());
  return office->laptops();
}

Result<StatusReport> App::status() {
  StatusReport report;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(pairing, store.pairing());
    KHAOSAN_LET(state, store.sync_state());
    KHAOSAN_LET(counts, store.counts());
    KHAOSAN_LET(id, author(store));
    if (pairing) {
      KHAOSAN_LET(user, local_user(store, id));
      report.paired = true;
      report.office = pairing->office;
      report.url = pairing->address.url;
      report.user_name = user.name;
      report.user = user.id;
    }
    report.pending_changes = counts.pending_changes;
    report.waiting_commands = counts.waiting_commands;
    report.pending_files = counts.pending_files;
    report.pending_file_bytes = counts.pending_file_bytes;
    KHAOSAN_LET(damaged, store.damaged_files());
    for (const LocalFile& file : damaged) report.damaged_files.push_back({media_id(file.sha), file.name});
    report.refused = counts.refused;
    report.open_conflicts = counts.open_conflicts;
    report.open_likenesses = counts.open_likenesses;
    KHAOSAN_LET(only_here, store.only_here());
    report.changes_only_here = only_here.changes;
    report.files_only_here = only_here.files;
    report.file_bytes_only_here = only_here.file_bytes;
    report.on_stick = counts.pending_changes + counts.pending_files - only_here.changes - only_here.files;
    KHAOSAN_LET(foreign, store.foreign_count());
    report.foreign_records = foreign;
    report.cursor = state.cursor;
    report.last_sync = state.last_sync;
    return {};
  }));
  if (const auto free_bytes = files_.free_bytes(); free_bytes.ok()) report.free_bytes = *free_bytes;
  return report;
}

Result<std::vector<UserHere>> App::users() {
  std::vector<UserHere> users;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(all, store.users());
    for (const LocalUser& user : all)
      users.push_back({user.id, user.name, user.display_name, !user.sealed_secret.empty()});
    return {};
  }));
  return users;
}

Result<std::vector<RefusedChange>> App::refused() {
  std::vector<RefusedChange> refused;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(tray, store.refused());
    for (const PastChange& past : tray) refused.push_back(refused_change(past));
    return {};
  }));
  return refused;
}

Result<CheckReport> App::check() {
  KHAOSAN_LET(report, store_.check());
  std::vector<LocalFile> files;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(all, store.files());
    files = std::move(all);
    return {};
  }));
  for (const LocalFile& file : files) {
    ++report.files;
    if (const Done whole = files_.verify(file.sha); !whole.ok())
      report.faults.push_back(file.name + ": " + whole.refusal().english());
  }
  return report;
}

}  // namespace khaosan::client
