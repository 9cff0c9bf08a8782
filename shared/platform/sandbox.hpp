// What a process gives up before it touches foreign bytes. There is no way back.
#pragma once

#include <cstdint>

#include "shared/base/result.hpp"

namespace khaosan {

struct SandboxLimits {
  std::uint64_t address_space_bytes = 0;  // not applied in sanitizer builds, which reserve terabytes
  int cpu_seconds = 0;                    // over the whole life of the process
};

// Whether a thing that is forbidden inside was nevertheless possible.
struct SandboxProbe {
  bool filtered = false;  // the system-call filter is on (libseccomp was there when the program was built)
  bool opened_a_file = false;
  bool made_a_socket = false;
  bool started_a_process = false;
  bool mapped_code = false;  // memory that can be written and run
};

// Afterwards the process can compute, get memory, start threads, read its standard input and write its
// standard output; every other system call fails. Also: no core file, no new file, not one byte written to a
// file. internal: a limit could not be set; the process must end.
Done enter_sandbox(const SandboxLimits& limits);
SandboxProbe probe_sandbox();

}  // namespace khaosan
