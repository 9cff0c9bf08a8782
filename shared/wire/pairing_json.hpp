// The messages of enrolment and sign-in (POST /api/v1/pair/start, /pair/finish, /sign-in).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/keys.hpp"
#include "shared/crypto/password.hpp"
#include "shared/sync/service.hpp"

namespace khaosan {

using Nonce = std::array<std::uint8_t, 32>;

struct PairStart {
  Nonce client_nonce{};
  int protocol = protocol_version;
  int schema = schema_version;
};

// The server's proof for each code that is open now; the laptop looks for the one of its own code.
struct PairOffer {
  Salt salt{};
  Nonce server_nonce{};
  std::vector<Mac> proofs;
  int protocol = protocol_version;                          // that both will speak
  int schema = schema_version;                              // the server's
  std::string stretching = std::string(secret_stretching);  // of the code into the key
};

// What both sides said of their versions, as the proofs cover it.
std::string pairing_terms(const PairStart& start, const PairOffer& offer);

// What the laptop registers. The keys of the user are there if the password was given: a decision needs them.
struct Registration {
  std::string device_name;
  PublicKey device_sign_key{};
  PublicKey device_box_key{};
  std::string password;       // "" if none was given
  PublicKey user_sign_key{};  // the user's key on this laptop; zero if no password was given
  // A laptop that is paired again names what it was, and proves it: its former device key signs
  // former_device_message(). Empty: paired for the first time.
  DeviceId former_device = {};
  Signature former_signature = {};
};

struct PairFinish {
  Nonce client_nonce{};
  Nonce server_nonce{};
  Mac proof{};
  std::string registration;  // the exact text of registration_text(): the proof covers it
};

struct Enrolment {
  DeviceId device;
  std::string device_token;  // bearer token of this laptop
  std::string round_token;   // last_token of its first round
  UserId user;
  std::string user_name;
  std::string display_name;
  std::string office;
  PublicKey office_sign_key{};
  PublicKey office_box_key{};
};

// A further user, or the first one's key, on a laptop that is enrolled.
struct SignIn {
  std::string user_name;
  std::string password;
  PublicKey user_sign_key{};
};

struct SignedIn {
  UserId user;
  std::string user_name;
  std::string display_name;
};

std::string pair_start_text(const PairStart& message);
Result<PairStart> pair_start_from_text(std::string_view text);
std::string pair_offer_text(const PairOffer& message);
Result<PairOffer> pair_offer_from_text(std::string_view text);
std::string registration_text(const Registration& message);
Result<Registration> registration_from_text(std::string_view text);
// What the former device key signs: this registration (without the signature) at this server, now.
std::string former_device_message(const Registration& registration, const Nonce& server_nonce);
std::string pair_finish_text(const PairFinish& message);
Result<PairFinish> pair_finish_from_text(std::string_view text);
std::string enrolment_text(const Enrolment& message);
Result<Enrolment> enrolment_from_text(std::string_view text);
std::string sign_in_text(const SignIn& message);
Result<SignIn> sign_in_from_text(std::string_view text);
std::string signed_in_text(const SignedIn& message);
Result<SignedIn> signed_in_from_text(std::string_view text);

}  // namespace khaosan
