#include "shared/platform/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "shared/platform/clock.hpp"
#include "shared/platform/host.hpp"
#include "shared/platform/signals.hpp"
#include "shared/platform/terminal.hpp"
#include "tests/support/catch.hpp"

namespace khaosan {
namespace {

constexpr int patience_ms = 60'000;

ChildProcess start(const std::string& what, std::vector<std::string> environment = {}) {
  auto child = ChildProcess::start_self({{what}, std::move(environment), false});
  REQUIRE(child.ok());
  return std::move(*child);
}

std::string told_by(ChildProcess& child, std::size_t count) {
  Bytes bytes(count);
  REQUIRE(child.receive(bytes, monotonic_ms() + patience_ms) == Channel::done);
  return std::string(text_of(bytes));
}

TEST_CASE("a child answers over its channel, and its exit code is seen") {
  ChildProcess child = start("--child-echo");
  REQUIRE(child.send(view_of("สวัสดี"), monotonic_ms() + patience_ms) == Channel::done);
  CHECK(told_by(child, 18) == "สวัสดี");
  CHECK(child.peak_memory_bytes() > 100'000);
  CHECK_FALSE(child.wait(monotonic_ms()).has_value());
  child.close_channel();
  CHECK(child.wait(monotonic_ms() + patience_ms)->exit_code == 7);
}

TEST_CASE("a silent child is late, a killed one is closed, and neither stops us") {
  ChildProcess child = start("--child-spin");
  Bytes one(1);
  const std::int64_t before_ms = monotonic_ms();
  CHECK(child.receive(one, before_ms + 100) == Channel::late);
  CHECK(monotonic_ms() - before_ms >= 100);
  const Bytes much(std::size_t{8} << 20);  // more than the channel holds
  CHECK(child.send(much, monotonic_ms() + 100) == Channel::late);
  child.kill();
  CHECK(child.wait(monotonic_ms() + patience_ms)->signal_number == SIGKILL);
  CHECK(child.receive(one, monotonic_ms() + 100) == Channel::closed);
  CHECK(child.send(much, monotonic_ms() + 100) == Channel::closed);  // no SIGPIPE
}

TEST_CASE("a child is killed with its object") {
  pid_t id = 0;
  {
    const ChildProcess child = start("--child-spin");
    id = static_cast<pid_t>(child.process_id());
    CHECK(::kill(id, 0) == 0);
  }
  CHECK(::kill(id, 0) != 0);
}

TEST_CASE("a child gets no variable and no file of ours") {
  const int leak = ::open("/dev/null", O_RDONLY);
  REQUIRE(::dup2(leak, 200) == 200);  // as libraries open them: not closed by exec
  ChildProcess child = start("--child-environment", {"GIVEN=1"});
  CHECK(told_by(child, 3) == "010");
  ::close(200);
  ::close(leak);
}

TEST_CASE("processor time is limited from outside") {
  ChildProcess child = start("--child-spin");
  child.allow_cpu_seconds(0);
  const auto end = child.wait(monotonic_ms() + patience_ms);
  REQUIRE(end.has_value());
  CHECK(end->signal_number == SIGXCPU);
}

TEST_CASE("in the sandbox there is no file, no network, no process and no new code") {
  ChildProcess child = start("--child-probe");
  const std::string found = told_by(child, 5);
  if (found[0] == 0) {
    WARN("built without libseccomp: only resource limits apply");
    return;
  }
  CHECK(found == std::string("\1\0\0\0\0", 5));
}

TEST_CASE("a password line comes from a pipe as it is") {
  ChildProcess child = start("--child-password");
  REQUIRE(child.send(view_of("ความลับ\r\nsecond\n"), monotonic_ms() + patience_ms) == Channel::done);
  child.end_input();
  CHECK(told_by(child, 28) == "ความลับ|second");
}

TEST_CASE("the first signal asks, the second ends") {
  ChildProcess child = start("--child-stop");
  told_by(child, 1);
  ::kill(static_cast<pid_t>(child.process_id()), SIGTERM);
  told_by(child, 1);
  ::kill(static_cast<pid_t>(child.process_id()), SIGTERM);
  CHECK(child.wait(monotonic_ms() + patience_ms)->signal_number == SIGTERM);
}

TEST_CASE("a stop can be asked from inside, and waiting has an end") {
  StopRequest request;
  CHECK_FALSE(request.asked());
  CHECK_FALSE(request.wait(20));
  request.ask();
  CHECK(request.asked());
  CHECK(request.wait(-1));
}

TEST_CASE("clocks, host and terminal tell something sensible") {
  const std::int64_t before_ms = monotonic_ms();
  CHECK(monotonic_ms() >= before_ms);
  CHECK(now().unix_ms > 1'700'000'000'000);
  CHECK_FALSE(host_name().empty());
  CHECK(core_count() >= 1);
  CHECK(terminal_width_columns() > 0);
}

}  // namespace
}  // namespace khaosan
