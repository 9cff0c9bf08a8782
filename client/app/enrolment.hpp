// Enrols this laptop: proves the one-time code both ways before anything of the laptop is told.
#pragma once

#include "client/app/app.hpp"
#include "client/app/local_store.hpp"

namespace khaosan::client {

struct Enrolled {
  Pairing pairing;
  LocalUser user;
  std::string round_token;
};

// wrong_code: also if the peer is not the server that gave the code; then nothing more was sent.
// With `before`, only at the office that shows the key pinned then: already_paired.
Result<Enrolled> enrol(OfficeNetwork& network, const Pair& intent, const std::optional<Pairing>& before);

// A new key of a user, its secret sealed under the password.
struct UserKey {
  PublicKey public_key{};
  Bytes sealed_secret;
};
Result<UserKey> make_user_key(const std::string& password);

}  // namespace khaosan::client
