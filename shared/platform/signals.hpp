// The wish to stop: SIGTERM or SIGINT here, the console's close and Ctrl-C elsewhere.
#pragma once

#include <cstdint>

namespace khaosan {

// From its construction on, the first such signal becomes a request that the program reads when it can; a
// second one ends the process at once. One object a process, made before threads start.
class StopRequest {
 public:
  StopRequest();
  ~StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  bool asked() const;
  bool wait(std::int64_t timeout_ms) const;  // true: asked; false: the time passed. Negative waits for ever
  void ask();                                // as if the signal had come; from any thread
};

}  // namespace khaosan
