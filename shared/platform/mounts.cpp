#include "shared/platform/mounts.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

namespace khaosan {
namespace {

constexpr const char* mounts_file = "/proc/self/mounts";
constexpr std::array<std::string_view, 3> homes_of_sticks = {"/media/", "/run/media/", "/mnt/"};

// A space stands there as \040.
std::string unescaped(std::string_view field) {
  constexpr std::size_t digits = 3;
  std::string text;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + digits >= field.size()) {
      text += field[i];
      continue;
    }
    int code = 0;
    for (std::size_t digit = 1; digit <= digits; ++digit) code = code * 8 + (field[i + digit] - '0');
    text += static_cast<char>(code);
    i += digits;
  }
  return text;
}

int native(const Handle& handle) {
  return static_cast<int>(handle.native());
}

Refusal failed(const char* what) {
  return refuse(Code::io_failed, std::string(what) + ": " + std::strerror(errno));
}

void drain(int handle) {
  std::array<char, 4096> buffer{};
  while (::read(handle, buffer.data(), buffer.size()) > 0) {
  }
}

}  // namespace

std::vector<Path> sticks_in(std::string_view mounts) {
  std::vector<Path> sticks;
  std::istringstream lines{std::string(mounts)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string device;
    std::string place;
    if (!(fields >> device >> place)) continue;
    const std::string folder = unescaped(place);
    for (const std::string_view home : homes_of_sticks) {
      if (folder.starts_with(home)) sticks.push_back(path_from_utf8(folder));
    }
  }
  return sticks;
}

std::vector<Path> plugged_sticks(const std::optional<Path>& instead) {
  if (!instead) {
    std::ifstream file(mounts_file);
    std::stringstream text;
    text << file.rdbuf();
    return sticks_in(text.str());
  }
  std::vector<Path> sticks;
  const auto entries = list_folder(*instead);
  if (!entries.ok()) return sticks;
  for (const FileInfo& entry : *entries) {
    if (entry.is_folder) sticks.push_back(*instead / path_from_utf8(entry.name));
  }
  return sticks;
}

struct StickWatch::State {
  std::function<void()> tell;
  Handle news;  // the table of mounts, or the folder that stands for it
  Handle read_end;
  Handle write_end;
  short events = POLLIN;
  std::thread thread;

  ~State() {
    const char sign = 1;
    if (write_end.open() && ::write(native(write_end), &sign, 1) < 0) errno = 0;
    if (thread.joinable()) thread.join();
  }
  void run() const {
    std::array<pollfd, 2> entries{pollfd{native(read_end), POLLIN, 0}, pollfd{native(news), events, 0}};
    for (;;) {
      if (::poll(entries.data(), entries.size(), -1) < 0 && errno != EINTR) return;
      if (entries[0].revents != 0) return;
      if (entries[1].revents == 0) continue;
      if (events == POLLIN) drain(native(news));
      tell();
    }
  }
};

StickWatch::StickWatch(std::unique_ptr<State> state) : state_(std::move(state)) {}
StickWatch::~StickWatch() = default;

Result<std::unique_ptr<StickWatch>> StickWatch::start(const std::optional<Path>& instead,
                                                      std::function<void()> tell) {
  auto state = std::make_unique<State>();
  state->tell = std::move(tell);
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return failed("pipe");
  state->read_end = Handle(ends[0]);
  state->write_end = Handle(ends[1]);
  if (instead) {
    state->news = Handle(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    const std::string folder = instead->string();
    constexpr unsigned changes = IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM;
    if (!state->news.open() || ::inotify_add_watch(native(state->news), folder.c_str(), changes) < 0)
      return failed(folder.c_str());
  } else {
    state->news = Handle(::open(mounts_file, O_RDONLY | O_CLOEXEC));
    state->events = POLLPRI;  // POLLERR comes with it; both are gone once they were told
    if (!state->news.open()) return failed(mounts_file);
  }
  State* const own = state.get();
  state->thread = std::thread([own] { own->run(); });
  return std::unique_ptr<StickWatch>(new StickWatch(std::move(state)));
}

}  // namespace khaosan
