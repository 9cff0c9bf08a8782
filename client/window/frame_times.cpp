#include "client/window/frame_times.hpp"

#include "shared/platform/clock.hpp"

namespace khaosan::client {

void FrameTimes::begin() {
  began_cpu_us_ = thread_cpu_us();
}

void FrameTimes::end(bool calm) {
  lines_ << monotonic_us() << ' ' << thread_cpu_us() - began_cpu_us_ << (calm ? " calm" : " busy")
         << std::endl;
}

}  // namespace khaosan::client
