#include "client/app/worker.hpp"

#include <chrono>
#include <set>
#include <utility>

#include "client/app/review.hpp"
#include "shared/base/secret.hpp"

namespace khaosan::client {
namespace {

// How often the store is looked at for what another process wrote, while nothing else happens.
constexpr std::chrono::milliseconds look_around_every{2'000};

bool takes_time(const Intent& intent) {
  return std::holds_alternative<Pair>(intent) || std::holds_alternative<SignInUser>(intent) ||
         std::holds_alternative<AddFile>(intent) || std::holds_alternative<Sync>(intent) ||
         std::holds_alternative<WriteBundle>(intent) || std::holds_alternative<ReadBundle>(intent) ||
         std::holds_alternative<FetchOriginal>(intent) || std::holds_alternative<CheckCard>(intent) ||
         std::holds_alternative<AskLaptops>(intent);
}

template <typename Report>
void fill(Outcome& outcome, Result<Report> result) {
  if (result.ok()) {
    outcome.report = std::move(*result);
  } else {
    outcome.refusal = result.refusal();
  }
}

void fill(Outcome& outcome, const Done& done) {
  if (!done.ok()) outcome.refusal = done.refusal();
}

Result<BundleReport> write_to_stick(OpenApp& open, const WriteBundle& intent, const SyncReporter& progress) {
  KHAOSAN_LET(stick, open.open_stick(intent.folder, intent));
  BundleWish wish;
  if (intent.is_rescue) wish.what = BundleWish::What::rescue;
  KHAOSAN_LET(report, open.app().write_bundle(*stick.parts, wish, progress));
  if (!report.stopped) KHAOSAN_TRY(stick.keep());
  return report;
}

Result<BundleInReport> read_from_stick(OpenApp& open, const ReadBundle& intent,
                                       const SyncReporter& progress) {
  KHAOSAN_LET(stick, open.open_stick(intent.folder, intent));
  return open.app().read_bundles(*stick.parts, progress);
}

// The roles of the one who writes here, and the name to greet with.
void read_person(App& app, Snapshot& snapshot, const std::vector<UserHere>& users) {
  for (const UserHere& user : users) {
    if (user.name != snapshot.status.user_name) continue;
    snapshot.display_name = user.display_name;
    const auto known = app.get("user", RecordId{user.id.uuid});
    if (!known.ok()) return;
    const auto* roles = std::get_if<TextSet>(&field_or_empty(known->record.fields, "roles"));
    if (roles == nullptr) return;
    for (const std::string& name : *roles) {
      if (const auto role = role_named(name)) snapshot.roles = snapshot.roles.with(*role);
    }
  }
}

}  // namespace

void wipe_password(Intent& intent) {
  std::visit(
      [](auto& one) {
        if constexpr (requires { one.password; }) wipe(one.password);
      },
      intent);
}

Worker::Worker(Open open, Wake wake)
    : open_(std::move(open)), wake_(std::move(wake)), snapshot_(std::make_shared<Snapshot>()) {
  quick_ = std::thread([this] { run_quick(); });
  slow_thread_ = std::thread([this] { run_slow(); });
}

Worker::~Worker() {
  {
    const std::lock_guard hold(guard_);
    stop_ = true;
  }
  quick_news_.notify_all();
  slow_news_.notify_all();
  quick_.join();
  slow_thread_.join();
}

void Worker::look_at(const View& view) {
  {
    const std::lock_guard hold(guard_);
    if (view == view_ && !view_is_new_) return;
    view_ = view;
    view_is_new_ = true;
  }
  quick_news_.notify_one();
}

Ticket Worker::hand_in(Intent intent) {
  Ticket ticket = 0;
  const bool slow = takes_time(intent);
  {
    const std::lock_guard hold(guard_);
    ticket = next_ticket_++;
    if (std::holds_alternative<AddFile>(intent)) ++slow_.files_waiting;
    (slow ? slow_jobs_ : quick_jobs_).push_back({ticket, std::move(intent), user_name_});
  }
  (slow ? slow_news_ : quick_news_).notify_one();
  return ticket;
}

void Worker::write_as(const std::string& user_name) {
  {
    const std::lock_guard hold(guard_);
    user_name_ = user_name;
    view_is_new_ = true;
  }
  quick_news_.notify_one();
}

void Worker::pause_sync() {
  pause_ = true;
}

std::shared_ptr<const Snapshot> Worker::snapshot() const {
  const std::lock_guard hold(guard_);
  return snapshot_;
}

std::vector<Outcome> Worker::outcomes() {
  const std::lock_guard hold(guard_);
  has_news_ = false;
  return std::exchange(outcomes_, {});
}

SlowWork Worker::slow_work() const {
  const std::lock_guard hold(guard_);
  return slow_;
}

bool Worker::all_done() const {
  const std::lock_guard hold(guard_);
  return quick_jobs_.empty() && slow_jobs_.empty() && !quick_busy_ && !slow_.busy && !view_is_new_;
}

void Worker::report(Outcome outcome) {
  {
    const std::lock_guard hold(guard_);
    outcomes_.push_back(std::move(outcome));
    has_news_ = true;
  }
  wake_();
}

// What of the last snapshot may be other than it was.
struct Worker::Stale {
  bool all = true;
  std::set<std::string, std::less<>> kinds;

  void wrote(const Intent& intent) {
    if (const auto* put = std::get_if<Put>(&intent)) {
      kinds.insert(put->kind);
    } else if (const auto* remove = std::get_if<Remove>(&intent)) {
      kinds.insert(remove->kind);
    } else if (const auto* restore = std::get_if<Restore>(&intent)) {
      kinds.insert(restore->kind);
    } else if (!std::holds_alternative<KeepTyped>(intent) && !std::holds_alternative<Unlock>(intent) &&
               !std::holds_alternative<Lock>(intent)) {
      all = true;  // a command seals what was written before it, of every kind
    }
  }
  // A record is hidden with its parent; a news item counts the edits of its parts.
  bool has(std::string_view kind) const {
    if (kind == "news" &&
        (kinds.contains("news_photo") || kinds.contains("news_channel") || kinds.contains("media")))
      return true;
    const KindDecl* decl = find_kind(kind);
    const FieldDecl* parent = decl == nullptr ? nullptr : decl->field(decl->parent);
    return all || kinds.contains(kind) || (parent != nullptr && kinds.contains(parent->refers_to));
  }
};

void Worker::refresh(OpenApp& open, const Stale& stale) {
  auto made = std::make_shared<Snapshot>();
  std::shared_ptr<const Snapshot> last;
  {
    const std::lock_guard hold(guard_);
    last = snapshot_;
    made->view = view_;
    made->number = last->number + 1;
    view_is_new_ = false;
  }
  App& app = open.app();
  const auto status = app.status();
  if (status.ok()) {
    made->status = *status;
  } else {
    made->fault = status.refusal();
  }
  if (auto users = app.users(); users.ok()) {
    read_person(app, *made, *users);
    made->users = std::move(*users);
  }
  for (const auto& [name, query] : made->view.lists) {
    const auto before = last->view.lists.find(name);
    const auto answered = last->lists.find(name);
    const bool same = !stale.has(query.kind) && before != last->view.lists.end() && before->second == query &&
                      answered != last->lists.end();
    if (same) {
      made->lists[name] = answered->second;
    } else if (auto answer = app.list(query); answer.ok()) {
      made->lists[name] = std::make_shared<const ListAnswer>(std::move(*answer));
    } else {
      made->fault = answer.refusal();
    }
  }
  for (const RecordKey& key : made->view.records) {
    const auto answered = last->records.find(key);
    if (!stale.has(key.kind) && answered != last->records.end()) {
      made->records[key] = answered->second;
    } else if (auto record = app.get(key.kind, key.id); record.ok()) {
      made->records[key] = std::make_shared<const RecordView>(std::move(*record));
    }
  }
  if (made->view.review) {
    if (auto found = review(app, *made->view.review); found.ok())
      made->review = std::make_shared<const Review>(std::move(*found));
  }
  if (auto typed = app.typed(); typed.ok()) made->typed = std::move(*typed);
  if (made->view.refused) {
    if (auto tray = app.refused(); tray.ok()) made->refused = std::move(*tray);
  }
  {
    const std::lock_guard hold(guard_);
    snapshot_ = std::move(made);
  }
  wake_();
}

// A snapshot without anything but the reason, which also answers what was handed in.
void Worker::tell_fault(const Refusal& fault) {
  auto made = std::make_shared<Snapshot>();
  made->fault = fault;
  std::deque<Job> unanswered;
  {
    const std::lock_guard hold(guard_);
    made->view = view_;
    made->number = snapshot_->number + 1;
    snapshot_ = std::move(made);
    view_is_new_ = false;
    unanswered.swap(quick_jobs_);
  }
  for (Job& job : unanswered) report({job.ticket, std::move(job.intent), fault, {}});
  wake_();
}

// What keeps the store from being opened may pass: another program that holds it, a disk that comes back.
std::unique_ptr<OpenApp> Worker::open_until_stopped(bool tells) {
  for (;;) {
    auto opened = open_();
    if (opened.ok()) return std::move(*opened);
    if (tells) tell_fault(opened.refusal());
    std::unique_lock hold(guard_);
    auto& news = tells ? quick_news_ : slow_news_;
    news.wait_for(hold, look_around_every, [&] { return stop_.load(); });
    if (stop_) return nullptr;
  }
}

void Worker::run_quick() {
  const std::unique_ptr<OpenApp> opened = open_until_stopped(true);
  if (opened == nullptr) return;
  OpenApp& open = *opened;
  std::uint64_t seen_version = 0;
  Stale stale;
  std::string user;
  const auto use = [&](const std::string& wanted) -> Done {
    if (wanted == user) return {};
    KHAOSAN_TRY(open.app().use_user(wanted));
    user = wanted;
    return {};
  };
  for (;;) {
    std::optional<Job> job;
    bool look = false;
    std::string wanted_user;
    {
      std::unique_lock hold(guard_);
      quick_busy_ = false;
      quick_news_.wait_for(hold, look_around_every,
                           [&] { return stop_ || view_is_new_ || !quick_jobs_.empty(); });
      if (!quick_jobs_.empty()) {
        job = std::move(quick_jobs_.front());
        quick_jobs_.pop_front();
      } else if (stop_) {
        return;
      }
      quick_busy_ = true;
      look = view_is_new_;
      wanted_user = user_name_;
    }
    if (job) {
      Outcome outcome{job->ticket, job->intent, std::nullopt, {}};
      if (const Done used = use(job->user_name); !used.ok()) {
        outcome.refusal = used.refusal();  // never in somebody else's name
      } else if (const auto* put = std::get_if<Put>(&job->intent)) {
        fill(outcome, open.app().perform(*put));
      } else if (const auto* remove = std::get_if<Remove>(&job->intent)) {
        fill(outcome, open.app().perform(*remove));
      } else if (const auto* restore = std::get_if<Restore>(&job->intent)) {
        fill(outcome, open.app().perform(*restore));
      } else if (const auto* command = std::get_if<Perform>(&job->intent)) {
        fill(outcome, open.app().perform(*command));
      } else if (const auto* dismiss = std::get_if<DismissRefused>(&job->intent)) {
        fill(outcome, open.app().perform(*dismiss));
      } else if (const auto* again = std::get_if<Resubmit>(&job->intent)) {
        fill(outcome, open.app().perform(*again));
      } else if (const auto* back = std::get_if<TakeBack>(&job->intent)) {
        fill(outcome, open.app().perform(*back));
      } else if (const auto* typed = std::get_if<KeepTyped>(&job->intent)) {
        fill(outcome, open.app().perform(*typed));
      } else if (const auto* unlock = std::get_if<Unlock>(&job->intent)) {
        fill(outcome, open.app().perform(*unlock));
      } else if (const auto* lock = std::get_if<Lock>(&job->intent)) {
        fill(outcome, open.app().perform(*lock));
      }
      stale.wrote(outcome.intent);
      wipe_password(job->intent);
      report(std::move(outcome));
      const std::lock_guard hold(guard_);
      if (!quick_jobs_.empty()) continue;  // the snapshot after the last of them
    }
    const std::uint64_t version = open.store_version();
    if (version != seen_version || wanted_user != user) stale.all = true;
    if (look || job || stale.all) {
      seen_version = version;
      const bool is_theirs = use(wanted_user).ok();
      refresh(open, stale);
      stale = {!is_theirs, {}};
    }
  }
}

void Worker::run_slow() {
  const std::unique_ptr<OpenApp> opened = open_until_stopped(false);  // the other thread says why not
  if (opened == nullptr) return;
  App& app = opened->app();
  const SyncReporter tell_progress = [this](const SyncProgress& progress) {
    {
      const std::lock_guard hold(guard_);
      slow_.sync = progress;
      has_news_ = true;
    }
    wake_();
    return !stop_ && !pause_;
  };
  std::string user;
  for (;;) {
    Job job;
    {
      std::unique_lock hold(guard_);
      if (slow_jobs_.empty()) {
        slow_.busy = false;
        slow_.files_taken = 0;
      }
      slow_news_.wait(hold, [&] { return stop_ || !slow_jobs_.empty(); });
      if (stop_) return;
      job = std::move(slow_jobs_.front());
      slow_jobs_.pop_front();
      slow_.busy = true;
      slow_.syncing = std::holds_alternative<Sync>(job.intent);
      slow_.on_stick =
          std::holds_alternative<WriteBundle>(job.intent) || std::holds_alternative<ReadBundle>(job.intent);
      slow_.sync = {};
      slow_.on_card = std::holds_alternative<CheckCard>(job.intent);
      const auto* fetch = std::get_if<FetchOriginal>(&job.intent);
      slow_.fetching = fetch == nullptr ? RecordId{} : fetch->media;
      if (slow_.syncing || slow_.on_stick || slow_.on_card || fetch != nullptr) pause_ = false;
      if (const auto* file = std::get_if<AddFile>(&job.intent)) {
        const auto name = file->path.filename().u8string();
        slow_.file_name.assign(name.begin(), name.end());
      }
      has_news_ = true;
    }
    wake_();
    Outcome outcome{job.ticket, job.intent, std::nullopt, {}};
    const Done used = job.user_name == user ? Done() : app.use_user(job.user_name);
    if (used.ok()) user = job.user_name;
    if (!used.ok()) {
      outcome.refusal = used.refusal();
    } else if (const auto* pair = std::get_if<Pair>(&job.intent)) {
      fill(outcome, app.perform(*pair));
    } else if (const auto* sign_in = std::get_if<SignInUser>(&job.intent)) {
      fill(outcome, app.perform(*sign_in));
    } else if (const auto* file = std::get_if<AddFile>(&job.intent)) {
      fill(outcome, app.perform(*file));
    } else if (const auto* sync = std::get_if<Sync>(&job.intent)) {
      fill(outcome, app.perform(*sync, tell_progress));
    } else if (const auto* write = std::get_if<WriteBundle>(&job.intent)) {
      fill(outcome, write_to_stick(*opened, *write, tell_progress));
    } else if (const auto* read = std::get_if<ReadBundle>(&job.intent)) {
      fill(outcome, read_from_stick(*opened, *read, tell_progress));
    } else if (const auto* original = std::get_if<FetchOriginal>(&job.intent)) {
      fill(outcome, app.perform(*original, tell_progress));
    } else if (const auto* card = std::get_if<CheckCard>(&job.intent)) {
      fill(outcome, app.perform(*card, tell_progress));
    } else if (const auto* ask = std::get_if<AskLaptops>(&job.intent)) {
      fill(outcome, app.perform(*ask));
    }
    wipe_password(job.intent);
    {
      const std::lock_guard hold(guard_);
      slow_.syncing = false;
      slow_.on_stick = false;
      slow_.on_card = false;
      slow_.fetching = {};
      if (std::holds_alternative<AddFile>(job.intent)) {
        --slow_.files_waiting;
        ++slow_.files_taken;
      }
      view_is_new_ = true;  // the other thread reads again what this one wrote
    }
    report(std::move(outcome));
    quick_news_.notify_one();
  }
}

}  // namespace khaosan::client
