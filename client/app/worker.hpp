// Worker: performs the window's intents away from the window, and keeps the snapshot of what it looks at. Two
// threads, each with an App of its own on the same folder: one for what is done at once (reading, typing),
// one for what takes time (files, decisions, the office).
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "client/app/intents.hpp"
#include "client/app/view.hpp"
#include "shared/base/result.hpp"

namespace khaosan::client {

using Ticket = std::uint64_t;  // of one intent; rises

// How an intent came out.
struct Outcome {
  Ticket ticket = 0;
  Intent intent;
  std::optional<Refusal> refusal;
  std::variant<std::monostate, PairReport, SignedIn, PutReport, AddReport, PerformReport, RefusedChange,
               ResubmitReport, SyncReport, BundleReport, BundleInReport, FetchReport, CardReport, Radar>
      report;
};

// Overwrites the password that an intent carries, if it carries one.
void wipe_password(Intent& intent);

// What the slow thread is doing now.
struct SlowWork {
  bool busy = false;
  bool syncing = false;
  bool on_stick = false;  // a bundle is being written or read
  bool on_card = false;   // a card is being looked at
  RecordId fetching;      // of an original that is on its way here; empty: none
  SyncProgress sync;
  std::int64_t files_waiting = 0;  // to be taken in
  std::int64_t files_taken = 0;    // since the slow thread was last idle
  std::string file_name;           // the one that is being taken in
};

// An App with everything it stands on.
class OpenApp {
 public:
  virtual ~OpenApp() = default;
  virtual App& app() = 0;
  // A number that changes whenever the store was written, by this process or another one.
  virtual std::uint64_t store_version() = 0;
  // A folder on a stick; `keep` gives what was written its place there.
  struct Stick {
    std::unique_ptr<PartFolder> parts;
    std::function<Done()> keep = [] { return Done(); };
  };
  virtual Result<Stick> open_stick(const std::filesystem::path& folder, const Intent& intent) {
    static_cast<void>(intent);
    return refuse(Code::file_not_found, folder.filename().string());
  }
};

class Worker {
 public:
  using Open = std::function<Result<std::unique_ptr<OpenApp>>()>;  // called on each thread, until it opens
  using Wake = std::function<void()>;  // called from its threads: there is something new

  Worker(Open open, Wake wake);
  // Finishes what was handed in to be done at once; what takes time stops at the next safe point.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // None of these waits for the disk.
  void look_at(const View& view);
  Ticket hand_in(Intent intent);                // in the name of who writes at this moment
  void write_as(const std::string& user_name);  // who writes from here on
  void pause_sync();  // stops the one that runs at its next safe point; a later one goes on from there
  std::shared_ptr<const Snapshot> snapshot() const;
  std::vector<Outcome> outcomes();  // those that came since the last call
  SlowWork slow_work() const;
  bool has_news() const { return has_news_; }  // since the last call of outcomes()
  bool all_done() const;                       // nothing is waiting or under way

 private:
  struct Job {
    Ticket ticket = 0;
    Intent intent;
    std::string user_name;  // "": the one for whom the laptop was paired
  };
  void tell_fault(const Refusal& fault);
  std::unique_ptr<OpenApp> open_until_stopped(bool tells);
  void run_quick();
  void run_slow();
  struct Stale;
  void refresh(OpenApp& open, const Stale& stale);
  void report(Outcome outcome);

  Open open_;
  Wake wake_;
  mutable std::mutex guard_;
  std::condition_variable quick_news_;
  std::condition_variable slow_news_;
  std::deque<Job> quick_jobs_;
  std::deque<Job> slow_jobs_;
  std::vector<Outcome> outcomes_;
  View view_;
  bool view_is_new_ = true;
  std::string user_name_;
  bool quick_busy_ = false;
  std::atomic<bool> stop_ = false;
  std::atomic<bool> pause_ = false;
  std::atomic<bool> has_news_ = false;
  Ticket next_ticket_ = 1;
  SlowWork slow_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::thread quick_;
  std::thread slow_thread_;
};

}  // namespace khaosan::client
