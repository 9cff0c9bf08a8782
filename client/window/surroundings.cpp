#include "client/window/surroundings.hpp"

#include <algorithm>

#include "client/window/input_queue.hpp"
#include "shared/base/bytes.hpp"
#include "shared/crypto/random.hpp"
#include "shared/stick/rescue.hpp"

namespace khaosan::client {
namespace {

constexpr std::int64_t rescue_again_ms = 10LL * 60 * 1000;  // while the stick stays in and work goes on
constexpr std::int64_t ask_again_ms = 5'000;  // for offices, while the page that shows them is open
constexpr std::size_t token_bytes = 16;

// "[fe80::1]:8443" would need its scope, which an address in a field cannot carry.
std::optional<OfficeOnLan> shown(const FoundOffice& found) {
  if (found.office.id.empty() || found.host.find('%') != std::string::npos) return std::nullopt;
  const bool is_v6 = found.host.find(':') != std::string::npos;
  const std::string host = is_v6 ? "[" + found.host + "]" : found.host;
  return OfficeOnLan{found.office.name, "https://" + host + ":" + std::to_string(found.office.port)};
}

}  // namespace

Surroundings::Surroundings(const WindowOptions& options, std::function<void()> wake)
    : home_(options.home),
      sticks_instead_(options.sticks),
      may_sync_(options.may_sync_by_itself),
      wake_(std::move(wake)),
      auto_sync_(steady_ms()) {
  // Where the system does not tell, what is plugged in is seen when the window is opened, and a sync is begun
  // by hand or by its times.
  if (auto watch = StickWatch::start(sticks_instead_,
                                     [this] {
                                       sticks_changed_ = true;
                                       wake_();
                                     });
      watch.ok())
    stick_watch_ = std::move(*watch);
  if (auto watch = LanWatch::start([this](LanWatch::News) {
        lan_news_ = true;
        wake_();
      });
      watch.ok())
    lan_watch_ = std::move(*watch);
}

Surroundings::~Surroundings() {
  lan_watch_.reset();
  stick_watch_.reset();
  if (finder_.joinable()) finder_.join();
}

bool Surroundings::look(Shell& shell, Worker& worker, std::int64_t now_ms) {
  const bool sticks_are_new = look_at_sticks(shell, worker, now_ms);
  const bool offices_are_new = look_for_offices(shell, now_ms);
  sync(shell, worker, now_ms);
  return sticks_are_new || offices_are_new;
}

Done Surroundings::choose(Shell& shell, const std::filesystem::path& stick, bool chosen) {
  Settings& settings = shell.state().settings;
  if (settings.rescue_token.empty()) settings.rescue_token = to_hex(random_array<token_bytes>());
  sticks_changed_ = true;
  wake_();
  return chosen ? choose_for_rescue(stick, settings.rescue_token) : leave_rescue(stick);
}

bool Surroundings::look_at_sticks(Shell& shell, Worker& worker, std::int64_t now_ms) {
  Sticks& sticks = shell.state().sticks;
  if (!sticks.choose)
    sticks.choose = [this, &shell](const std::filesystem::path& stick, bool chosen) {
      return choose(shell, stick, chosen);
    };
  const bool changed = sticks_changed_.exchange(false);
  if (changed) {
    const auto before = rescue_stick_;
    sticks.plugged.clear();
    rescue_stick_.reset();
    for (const Path& folder : plugged_sticks(sticks_instead_)) {
      const bool chosen = is_for_rescue(folder, shell.state().settings.rescue_token);
      sticks.plugged.push_back({folder, chosen});
      if (chosen && !rescue_stick_) rescue_stick_ = folder;
    }
    if (rescue_stick_ != before) rescue_is_new_ = rescue_stick_.has_value();
  }
  rescue(shell, worker, now_ms);
  return changed;
}

void Surroundings::rescue(Shell& shell, Worker& worker, std::int64_t now_ms) {
  if (!rescue_stick_ || worker.slow_work().busy) return;
  const StatusReport& status = worker.snapshot()->status;
  if (!status.paired || (status.pending_changes == 0 && status.pending_files == 0)) return;
  const bool something_new = status.changes_only_here > 0 || status.files_only_here > 0;
  const bool first_here = rescue_is_new_ && (something_new || !holds_rescue(*rescue_stick_));
  const bool again =
      something_new && !rescue_is_new_ && rescued_ms_ && now_ms - *rescued_ms_ >= rescue_again_ms;
  rescue_is_new_ = false;
  if (!first_here && !again) return;
  rescued_ms_ = now_ms;
  shell.state().sticks.rescue_fault.reset();
  worker.hand_in(WriteBundle{*rescue_stick_, true});
}

bool Surroundings::look_for_offices(Shell& shell, std::int64_t now_ms) {
  std::optional<std::vector<OfficeOnLan>> found;
  {
    const std::lock_guard hold(guard_);
    found = std::exchange(found_, std::nullopt);
  }
  const bool changed = found && shell.state().offices_on_lan != found;
  if (found) shell.state().offices_on_lan = std::move(found);
  const bool wanted = std::exchange(shell.state().wants_offices, false);
  const bool asked_lately = asked_ms_ && now_ms - *asked_ms_ < ask_again_ms;
  if (!wanted || asked_lately || asking_) return changed;
  asked_ms_ = now_ms;
  asking_ = true;
  if (finder_.joinable()) finder_.join();
  finder_ = std::thread([this] {
    std::vector<OfficeOnLan> offices;
    for (const FoundOffice& found : find_offices()) {
      const auto office = shown(found);
      if (office && std::find(offices.begin(), offices.end(), *office) == offices.end())
        offices.push_back(*office);
    }
    {
      const std::lock_guard hold(guard_);
      found_ = std::move(offices);
    }
    asking_ = false;
    wake_();
  });
  return changed;
}

void Surroundings::sync(Shell& shell, Worker& worker, std::int64_t now_ms) {
  const UiState& state = shell.state();
  if (lan_news_.exchange(false)) auto_sync_.news(now_ms);
  if (state.syncs_ended != syncs_seen_) {
    syncs_seen_ = state.syncs_ended;
    auto_sync_.ended(now_ms, state.office_reached);
  }
  const StatusReport& status = worker.snapshot()->status;
  if (!may_sync_ || !state.settings.auto_sync || !status.paired || worker.slow_work().busy) return;
  const bool waits = status.pending_changes > 0 || status.pending_files > 0;
  // An office on this same machine needs no network; asking the system for addresses only when it is due.
  const bool is_local = status.url.find("//127.") != std::string::npos;
  const bool may_be_due = now_ms >= auto_sync_.due_ms() || waits;
  if (may_be_due && auto_sync_.take_turn(now_ms, waits, is_local || has_network()))
    worker.hand_in(Sync{true});
}

}  // namespace khaosan::client
