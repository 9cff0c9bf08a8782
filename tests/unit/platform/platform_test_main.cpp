// This program is also its own child: a first argument that starts with "--child-" names what to be.
#include <cstdlib>
#include <string>

#include "shared/platform/clock.hpp"
#include "shared/platform/files.hpp"
#include "shared/platform/process.hpp"
#include "shared/platform/sandbox.hpp"
#include "shared/platform/signals.hpp"
#include "shared/platform/terminal.hpp"
#include "tests/unit/platform/run_tests.hpp"

#include <fcntl.h>

using namespace khaosan;

namespace {

int write_durably(const Path& path) {
  auto file = DurableFile::create(path);
  if (!file) return 1;
  for (const char* piece : {"new ", "content ", "of the file"}) {
    if (!file->write(view_of(piece))) return 1;
  }
  return file->finish() ? 0 : 1;
}

int hold_lock(const Path& folder) {
  const auto lock = FolderLock::take(folder);
  if (!lock) return 1;
  if (!write_to_parent(view_of("!"))) return 1;
  Bytes one(1);
  read_from_parent(one);
  return 0;
}

int echo() {
  Bytes one(1);
  while (read_from_parent(one)) {
    if (!write_to_parent(one)) return 1;
  }
  return 7;
}

int spin() {
  while (monotonic_ms() >= 0) {
  }
  return 1;
}

int tell_environment() {
  const bool inherited = std::getenv("HOME") != nullptr || std::getenv("PATH") != nullptr;
  const bool given = std::getenv("GIVEN") != nullptr;
  const bool leaked_file = ::fcntl(200, F_GETFD) >= 0;
  const std::string told =
      std::string(inherited ? "1" : "0") + (given ? "1" : "0") + (leaked_file ? "1" : "0");
  return write_to_parent(view_of(told)) ? 0 : 1;
}

int probe() {
  if (!enter_sandbox({512ULL << 20, 10})) return 1;
  const SandboxProbe found = probe_sandbox();
  const Bytes told{found.filtered, found.opened_a_file, found.made_a_socket, found.started_a_process,
                   found.mapped_code};
  end_child(write_to_parent(told) ? 0 : 1);
}

int password() {
  const auto line = read_password("?");
  const auto next = read_password("?");
  const auto end = read_password("?");
  if (!line || !next || end) return 1;
  return write_to_parent(view_of(*line + "|" + *next)) ? 0 : 1;
}

int stop() {
  const StopRequest request;
  if (!write_to_parent(view_of("!"))) return 1;
  if (!request.wait(10'000)) return 1;
  if (!write_to_parent(view_of("!"))) return 1;
  Bytes one(1);
  read_from_parent(one);
  return 2;
}

int be_child(const std::string& what, const Path& where) {
  if (what == "--child-write") return write_durably(where);
  if (what == "--child-lock") return hold_lock(where);
  if (what == "--child-echo") return echo();
  if (what == "--child-spin") return spin();
  if (what == "--child-environment") return tell_environment();
  if (what == "--child-probe") return probe();
  if (what == "--child-password") return password();
  if (what == "--child-stop") return stop();
  return 99;
}

}  // namespace

int main(int argc, char* argv[]) {
  const std::string first = argc > 1 ? argv[1] : "";
  if (first.starts_with("--child-")) return be_child(first, argc > 2 ? Path(argv[2]) : Path());
  return run_tests(argc, argv);
}
