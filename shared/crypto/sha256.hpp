// SHA-256 (OpenSSL: about 2 GB/s here, four times libsodium's) and the name-based UUIDs made with SHA-1.
#pragma once

#include <memory>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"

namespace khaosan {

Sha256 sha256(ByteView bytes);
inline Sha256 sha256(std::string_view text) {
  return sha256(view_of(text));
}

// Hashes a stream; add() as bytes arrive, then finish() once.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;
  void add(ByteView bytes);
  Sha256 finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// RFC 4122 version 5. Schools take their id from their code; a list member from (list, item, slot).
Uuid uuid_v5(Uuid name_space, std::string_view name);
// Of a record that a change brings about: sorts like the change's own id, and is the same each time the
// change is carried out.
Uuid uuid_caused_by(const Uuid& change, std::string_view what);

}  // namespace khaosan
