// Accounts, laptops, codes and tokens: who is who, before anybody may do anything.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/logic/office_time.hpp"
#include "server/logic/ports.hpp"
#include "server/logic/store.hpp"
#include "shared/wire/pairing_json.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::server {

// The office's own keys, made at the first start (setting names "sign_secret", "box_secret" never leave the
// store).
struct OfficeKeys {
  SignKeyPair sign;
  BoxKeyPair box;
};

// Who asks: a laptop (with any of its users), or a person with a token.
struct Caller {
  std::optional<Device> device;
  std::optional<Account> account;  // of a token; of a device: whom it was paired for
};

// The token itself is told once and kept as its hash.
struct IssuedToken {
  std::string token;
  Token row;
};

inline constexpr std::int64_t token_days = 90;
inline constexpr std::int64_t token_days_max = 3650;

RoleSet roles_of(const Account& account);

class Accounts {
 public:
  Accounts(Store& store, Clock& clock);

  // Makes epoch, keys, settings of an empty store; a no-op on another.
  Done prepare(const std::string& office_name);
  std::string office_name();

  // user_exists; bad_value for an unknown role, a bad name, or a password under 8 characters.
  Result<Account> add_user(const std::string& name, const std::string& display_name,
                           const std::vector<std::string>& roles, const std::string& password);
  Done set_disabled(const std::string& name, bool disabled);  // unknown_user
  Done set_password(const std::string& name, const std::string& password);
  Done set_roles(const std::string& name, const std::vector<std::string>& roles);
  Result<std::vector<Account>> users();

  Result<std::string> make_pairing_code(
      const std::string& user_name);  // "ABCDE-FGHJK"; unknown_user, account_disabled
  Result<PairOffer> pair_start(const PairStart& request, const Sha256& own_spki);
  Result<Enrolment> pair_finish(const PairFinish& request,
                                const Sha256& own_spki);  // wrong_code, wrong_password
  Result<SignedIn> sign_in(const Device& device, const SignIn& request);

  // A bearer token for scripts; bad_value for days outside 1 … token_days_max.
  Result<IssuedToken> make_token(const std::string& user_name, std::int64_t days = token_days);
  Result<std::vector<Token>> tokens();
  Done revoke_token(const std::string& id);  // unknown_record
  // The caller behind "Authorization: Bearer …". unauthorized (also: ended, taken back); revoked;
  // account_disabled.
  Result<Caller> caller(std::string_view authorization);
  // A laptop that was revoked, or whose user is disabled. unauthorized; not_revoked.
  Result<Device> shut_out(std::string_view authorization);

  Result<std::vector<Device>> devices();
  Done revoke(DeviceId device);

  Result<OfficeTime> clock();
  Done confirm_clock();

 private:
  struct OpenPairing {
    Nonce client_nonce{};
    Instant expires;
    std::string terms;
  };
  Result<PairingCode> code_of(const PairFinish& request, const Sha256& own_spki);
  Done count_wrong_try();

  Store& store_;
  Clock& clock_;
  std::mutex pairings_mutex_;
  std::map<Nonce, OpenPairing>
      pairings_;  // by server nonce: what pair_start offered and pair_finish may use once
};

}  // namespace khaosan::server
