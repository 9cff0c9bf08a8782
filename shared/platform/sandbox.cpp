#include "shared/platform/sandbox.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#ifdef KHAOSAN_HAVE_SECCOMP
#include <seccomp.h>
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KHAOSAN_SANITIZED 1
#endif

namespace khaosan {
namespace {

bool filter_is_on = false;

Refusal sandbox_refusal(const char* what, int error) {
  return refuse(Code::internal, std::string(what) + ": " + std::strerror(error));
}

Done set_limit(int resource, rlim_t value, const char* what) {
  const rlimit limit{value, value};
  // glibc's enumeration for the resource is a type of its own in C++.
  if (::setrlimit(static_cast<__rlimit_resource_t>(resource), &limit) != 0)
    return sandbox_refusal(what, errno);
  return {};
}

Done set_limits(const SandboxLimits& limits) {
  KHAOSAN_TRY(set_limit(RLIMIT_CORE, 0, "RLIMIT_CORE"));
  KHAOSAN_TRY(set_limit(RLIMIT_FSIZE, 0, "RLIMIT_FSIZE"));
  KHAOSAN_TRY(set_limit(RLIMIT_NOFILE, 0, "RLIMIT_NOFILE"));
  KHAOSAN_TRY(set_limit(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu_seconds), "RLIMIT_CPU"));
#ifndef KHAOSAN_SANITIZED
  KHAOSAN_TRY(set_limit(RLIMIT_AS, limits.address_space_bytes, "RLIMIT_AS"));
#endif
  return {};
}

#ifdef KHAOSAN_HAVE_SECCOMP

class Filter {
 public:
  // Everything that is not named fails with EPERM: a library that merely tries (the number of processors, a
  // translation) goes on, and a new C library does not break us.
  Filter() : context_(::seccomp_init(SCMP_ACT_ERRNO(EPERM))) {}
  ~Filter() { ::seccomp_release(context_); }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  void allow(int call) { note(::seccomp_rule_add(context_, SCMP_ACT_ALLOW, call, 0)); }
  void allow_if(int call, scmp_arg_cmp condition) {
    note(::seccomp_rule_add(context_, SCMP_ACT_ALLOW, call, 1, condition));
  }
  void answer(int call, int error) {
    note(::seccomp_rule_add(context_, SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error)), call, 0));
  }
  Done load() {
    if (context_ == nullptr || failed_)
      return refuse(Code::internal, "system-call filter could not be built");
    if (const int error = ::seccomp_load(context_); error != 0)
      return sandbox_refusal("seccomp_load", -error);
    return {};
  }

 private:
  void note(int result) {
    // A call that this processor does not have needs no rule.
    if (result != 0 && result != -EDOM) failed_ = true;
  }
  scmp_filter_ctx context_;
  bool failed_ = false;
};

void allow_memory(Filter& filter) {
  const scmp_arg_cmp not_executable = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  filter.allow_if(SCMP_SYS(mmap), not_executable);
  filter.allow_if(SCMP_SYS(mprotect), not_executable);
  for (const int call : {SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise)})
    filter.allow(call);
}

void allow_threads(Filter& filter) {
  // The HEVC decoder starts a thread of its own. clone3 hides its flags from the filter: "no such call" makes
  // the C library use clone, whose flags can be checked.
  filter.answer(SCMP_SYS(clone3), ENOSYS);
  filter.allow_if(SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  for (const int call :
       {SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(set_tid_address),
        SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(gettid), SCMP_SYS(getpid)}) {
    filter.allow(call);
  }
}

void allow_the_rest(Filter& filter) {
  filter.allow_if(SCMP_SYS(read), SCMP_A0(SCMP_CMP_EQ, STDIN_FILENO));
  filter.allow_if(SCMP_SYS(write), SCMP_A0(SCMP_CMP_EQ, STDOUT_FILENO));
  filter.allow_if(SCMP_SYS(write), SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO));
  filter.allow_if(SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));  // abort()
  for (const int call :
       {SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(rt_sigaction), SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall), SCMP_SYS(clock_gettime),
        SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(getrandom)}) {
    filter.allow(call);
  }
}

Done filter_system_calls() {
  Filter filter;
  allow_memory(filter);
  allow_threads(filter);
  allow_the_rest(filter);
  KHAOSAN_TRY(filter.load());
  filter_is_on = true;
  return {};
}

#else

Done filter_system_calls() {
  return {};
}

#endif

bool could_open() {
  const int fd = ::open("/etc/passwd", O_RDONLY);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

bool could_connect() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

bool could_start_process() {
  const pid_t id = ::fork();
  if (id == 0) ::_exit(0);
  if (id > 0) ::waitpid(id, nullptr, 0);
  return id > 0;
}

bool could_map_code() {
  void* memory =
      ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return false;
  ::munmap(memory, 4096);
  return true;
}

}  // namespace

Done enter_sandbox(const SandboxLimits& limits) {
  // One heap for all threads: each further one would reserve 64 MB of the address space.
  ::mallopt(M_ARENA_MAX, 1);
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return sandbox_refusal("PR_SET_NO_NEW_PRIVS", errno);
  KHAOSAN_TRY(set_limits(limits));
  return filter_system_calls();
}

SandboxProbe probe_sandbox() {
  SandboxProbe probe;
  probe.filtered = filter_is_on;
  probe.opened_a_file = could_open();
  probe.made_a_socket = could_connect();
  probe.started_a_process = could_start_process();
  probe.mapped_code = could_map_code();
  return probe;
}

}  // namespace khaosan
