// khaosan: puts the laptop's app together and hands it to the command line.
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string_view>

#include "client/cli/cli.hpp"
#include "client/net/http_office.hpp"
#include "client/net/office_url.hpp"
#include "client/platform/error_output.hpp"
#include "client/platform/home.hpp"
#include "client/store/media_file_desk.hpp"
#include "client/store/sqlite_local_store.hpp"
#include "client/window/window.hpp"
#include "shared/lan/lan.hpp"
#include "shared/media/renditions.hpp"
#include "shared/platform/clock.hpp"
#include "shared/platform/host.hpp"
#include "shared/platform/signals.hpp"
#include "shared/platform/terminal.hpp"
#include "shared/stick/rescue.hpp"

namespace {

using namespace khaosan;
using namespace khaosan::client;

constexpr const char* store_file_name = "store.db";
constexpr const char* password_variable = "KHAOSAN_PASSWORD";
constexpr const char* readable_variable = "KHAOSAN_SCREEN_TEXT";
constexpr const char* sticks_variable = "KHAOSAN_STICKS";
constexpr const char* auto_sync_variable = "KHAOSAN_AUTO_SYNC";
constexpr const char* frame_times_variable = "KHAOSAN_FRAME_TIMES";

class WallClock : public Clock {
 public:
  Instant now() override { return khaosan::now(); }
};

// Everything an App stands on, for the time of one command or of one thread of the window.
class LaptopHome : public OpenHome, public OpenApp {
 public:
  LaptopHome(std::unique_ptr<SqliteLocalStore> store, std::unique_ptr<MediaFileDesk> files)
      : store_(std::move(store)), files_(std::move(files)), app_(*store_, *files_, network_, clock_) {}
  App& app() override { return app_; }
  std::uint64_t store_version() override { return store_->version_by_others(); }
  Result<Stick> open_stick(const std::filesystem::path& folder, const Intent& intent) override {
    Stick stick;
    if (std::holds_alternative<WriteBundle>(intent)) {
      KHAOSAN_LET(begun, RescueFolder::begin(folder, clock_.now()));
      const auto rescue = std::make_shared<RescueFolder>(std::move(begun));
      KHAOSAN_LET(parts, rescue->open());
      stick.parts = std::move(parts);
      stick.keep = [rescue] { return rescue->keep(); };
      return stick;
    }
    KHAOSAN_LET(parts, StickFolder::open_for_reading(folder));
    stick.parts = std::move(parts);
    return stick;
  }

 private:
  std::unique_ptr<SqliteLocalStore> store_;
  std::unique_ptr<MediaFileDesk> files_;
  HttpNetwork network_{{}, addresses_on_lan()};
  WallClock clock_;
  App app_;
};

Result<Path> home_folder(const std::string& typed) {
  if (typed.empty()) return default_home();
  return path_from_utf8(typed);
}

Result<std::unique_ptr<OpenHome>> open_home(const std::string& typed, HomeUse use) {
  KHAOSAN_LET(folder, home_folder(typed));
  KHAOSAN_TRY(make_folders(folder));
  const Access access = use == HomeUse::reads ? Access::read : Access::write;
  KHAOSAN_LET(store, SqliteLocalStore::open(folder / store_file_name, access));
  KHAOSAN_LET(files, MediaFileDesk::open(folder));
  if (use == HomeUse::writes) KHAOSAN_TRY(files->remove_leftovers());
  return std::unique_ptr<OpenHome>(std::make_unique<LaptopHome>(std::move(store), std::move(files)));
}

Done open_window(const std::string& typed_home, const WindowWish& wish) {
  KHAOSAN_LET(folder, home_folder(typed_home));
  KHAOSAN_TRY(make_folders(folder));
  const StopRequest stop;
  {
    KHAOSAN_LET(files, MediaFileDesk::open(folder));
    KHAOSAN_TRY(files->remove_leftovers());
  }
  const auto open = [&folder]() -> Result<std::unique_ptr<OpenApp>> {
    KHAOSAN_LET(store, SqliteLocalStore::open(folder / store_file_name, Access::write));
    KHAOSAN_LET(files, MediaFileDesk::open(folder));
    return std::unique_ptr<OpenApp>(std::make_unique<LaptopHome>(std::move(store), std::move(files)));
  };
  WindowOptions options;
  options.home = folder;
  options.version = KHAOSAN_VERSION;
  if (wish.lang) options.language = *wish.lang == Lang::th ? Language::th : Language::en;
  if (!wish.shots.empty()) options.shots = path_from_utf8(wish.shots);
  if (const char* readable = std::getenv(readable_variable)) options.readable = path_from_utf8(readable);
  if (const char* times = std::getenv(frame_times_variable)) options.frame_times = path_from_utf8(times);
  if (const char* sticks = std::getenv(sticks_variable)) options.sticks = path_from_utf8(sticks);
  if (const char* wanted = std::getenv(auto_sync_variable))
    options.may_sync_by_itself = std::string_view(wanted) != "0";
  return run_window(open, stop, options);
}

std::vector<OfficeSeen> offices_on_lan() {
  std::vector<OfficeSeen> seen;
  for (const FoundOffice& found : find_offices()) {
    const OfficeUrl url{!found.office.id.empty(), found.host, found.office.port};
    seen.push_back({found.office.name, (url.secure ? "https://" : "http://") + url.place(), found.office.id});
  }
  return seen;
}

CliPorts ports() {
  CliPorts made{std::cin, std::cout, std::cerr};
  if (output_is_terminal()) made.width_columns = static_cast<std::size_t>(terminal_width_columns());
  made.shows_progress = error_output_is_terminal();
  if (const char* password = std::getenv(password_variable)) made.password = password;
  if (input_is_terminal()) made.ask_password = read_password;
  made.device_name = host_name();
  made.open = open_home;
  made.open_window = open_window;
  made.find_offices = offices_on_lan;
  made.end_now = [](int exit_code) { std::_Exit(exit_code); };
  return made;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (!args.empty() && args.front() == decode_worker_argument) return decode_worker_main();
  keep_new_files_private();
  try {
    CliPorts made = ports();
    return run_cli(args, made);
  } catch (const std::exception& fault) {
    std::cerr << refuse(Code::internal, fault.what()).english() << "\n";
    return exit_refused;
  }
}
