// What the server's rules need from outside, besides the store.
#pragma once

#include "shared/base/bytes.hpp"
#include "shared/base/time.hpp"

namespace khaosan::server {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() = 0;
};

// Which original files have arrived whole.
class FileShelf {
 public:
  virtual ~FileShelf() = default;
  virtual bool has(const Sha256& sha) = 0;
};

}  // namespace khaosan::server
