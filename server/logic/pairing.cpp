#include <algorithm>

#include "server/logic/accounts.hpp"
#include "server/logic/journal.hpp"
#include "server/logic/laptops.hpp"
#include "server/logic/records.hpp"
#include "shared/base/utf8.hpp"
#include "shared/crypto/pairing.hpp"
#include "shared/crypto/random.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::size_t open_pairings_max = 64;
constexpr std::size_t open_codes_max = 16;

Salt salt_of(StoreReader& store) {
  Salt salt{};
  if (const auto bytes = from_hex(store.setting("pairing_salt"));
      bytes.ok() && bytes->size() == salt.size()) {
    std::copy(bytes->begin(), bytes->end(), salt.begin());
  }
  return salt;
}

PublicKey key_setting(StoreReader& store, std::string_view name) {
  PublicKey key{};
  if (const auto bytes = from_hex(store.setting(name)); bytes.ok() && bytes->size() == key.size()) {
    std::copy(bytes->begin(), bytes->end(), key.begin());
  }
  return key;
}

// Codes that can still be used, of the accounts that may.
Result<std::vector<PairingCode>> open_codes(StoreReader& store, Instant now) {
  KHAOSAN_LET(codes, store.pairing_codes());
  std::erase_if(codes, [&](const PairingCode& code) { return code.expires <= now || code.tries_left <= 0; });
  return codes;
}

Done remove_dead_codes(StoreWriter& store, Instant now) {
  KHAOSAN_LET(codes, store.pairing_codes());
  for (const PairingCode& code : codes) {
    if (code.expires <= now || code.tries_left <= 0) KHAOSAN_TRY(store.remove_pairing_code(code.key));
  }
  return {};
}

// A laptop that is paired again proves what it was by its key. A device that a restored backup does not know
// is taken at its word: there is nothing here of it.
constexpr std::size_t device_name_signs_max = 200;

// As it was typed; a laptop that is paired again and says none keeps the one it had.
Result<std::string> name_of_device(StoreReader& store, const Registration& registration) {
  const std::string& name = registration.device_name;
  if (has_control_character(name, false))
    return refuse(Code::control_character, in_both("name of the laptop", "ชื่อเครื่อง"));
  if (code_point_count(name) > device_name_signs_max)
    return refuse(Code::too_long,
                  in_both("name of the laptop", "ชื่อเครื่อง") + " ≤ " + std::to_string(device_name_signs_max));
  if (!name.empty() || registration.former_device.empty()) return name;
  KHAOSAN_LET(former, store.device(registration.former_device));
  return former ? former->name : name;
}

Done check_former(StoreReader& store, const Registration& registration, const Nonce& server_nonce) {
  if (registration.former_device.empty()) return {};
  KHAOSAN_LET(former, store.device(registration.former_device));
  if (!former) return {};
  const std::string message = former_device_message(registration, server_nonce);
  if (verify(view_of(message), registration.former_signature, former->sign_key)) return {};
  return refuse(Code::bad_signature,
                in_both("of the laptop as it was paired before", "ของเครื่องนี้เมื่อลงทะเบียนครั้งก่อน"));
}

Done journal_of_device(StoreWriter& store, DeviceId device, std::string_view what, UserId author,
                       Instant wall, const Fields& fields) {
  JournalRow row = admin_row(what, office_time(store, wall).now);
  row.author = author;
  row.device = device;
  row.kind = "device";
  row.record = RecordId{device.uuid};
  row.resulted = fields_to_text(fields);
  const auto seq = store.append(std::move(row));
  return seq.ok() ? Done{} : Done{seq.refusal()};
}

// An unknown name costs the same time as a wrong password.
Result<bool> nobody_matches(const std::string& password) {
  KHAOSAN_LET(key, key_from_secret(password, Salt{}));
  static_cast<void>(key);
  return false;
}

}  // namespace

Result<std::string> Accounts::make_pairing_code(const std::string& user_name) {
  const std::string code = new_pairing_code();
  Salt salt{};
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    salt = salt_of(store);
    return {};
  }));
  KHAOSAN_LET(plain, read_pairing_code(code));
  KHAOSAN_LET(key, pairing_key(plain, salt));
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(account, store.account_named(user_name));
    if (!account) return refuse(Code::unknown_user, user_name);
    if (account->disabled) return refuse(Code::account_disabled, user_name);
    if (!news_flow::may_edit(roles_of(*account)))
      return refuse(Code::wrong_role, in_both("laptop of", "ลงทะเบียนเครื่องของ") + " " + user_name);
    KHAOSAN_TRY(remove_dead_codes(store, clock_.now()));
    KHAOSAN_LET(open, store.pairing_codes());
    if (open.size() >= open_codes_max)
      return refuse(Code::too_many_tries, in_both("open pairing codes", "มีรหัสลงทะเบียนที่ยังไม่ได้ใช้มากเกินไป"));
    const Instant expires{clock_.now().unix_ms + pairing_code_minutes * minute_ms};
    return store.save_pairing_code({key, account->id, expires, pairing_code_tries});
  }));
  return code;
}

Result<PairOffer> Accounts::pair_start(const PairStart& request, const Sha256& own_spki) {
  PairOffer offer;
  KHAOSAN_LET(protocol, common_protocol(request.protocol));
  offer.protocol = protocol;
  const std::string terms = pairing_terms(request, offer);
  offer.server_nonce = random_array<sizeof(Nonce)>();
  const Instant now = clock_.now();
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    offer.salt = salt_of(store);
    KHAOSAN_LET(codes, open_codes(store, now));
    for (const PairingCode& code : codes) {
      offer.proofs.push_back(
          server_proof(code.key, own_spki, request.client_nonce, offer.server_nonce, terms));
    }
    return {};
  }));
  const std::lock_guard lock(pairings_mutex_);
  std::erase_if(pairings_, [&](const auto& entry) { return entry.second.expires <= now; });
  if (pairings_.size() >= open_pairings_max)
    return refuse(Code::overloaded, in_both("pairings under way", "มีการลงทะเบียนหลายเครื่องพร้อมกัน"));
  pairings_[offer.server_nonce] = {request.client_nonce, Instant{now.unix_ms + minute_ms}, terms};
  return offer;
}

// Every code that is open loses a try: a wrong proof does not say which code it guessed at.
Done Accounts::count_wrong_try() {
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(codes, store.pairing_codes());
    for (PairingCode code : codes) {
      --code.tries_left;
      KHAOSAN_TRY(store.save_pairing_code(code));
    }
    return remove_dead_codes(store, clock_.now());
  });
}

Result<PairingCode> Accounts::code_of(const PairFinish& request, const Sha256& own_spki) {
  std::string terms;
  {
    const std::lock_guard lock(pairings_mutex_);
    const auto found = pairings_.find(request.server_nonce);
    if (found == pairings_.end() || found->second.client_nonce != request.client_nonce ||
        found->second.expires <= clock_.now()) {
      return refuse(Code::wrong_code);
    }
    terms = found->second.terms;
    pairings_.erase(found);  // one use
  }
  std::optional<PairingCode> matching;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(codes, open_codes(store, clock_.now()));
    for (const PairingCode& code : codes) {
      const Mac expected = client_proof(code.key, own_spki, request.client_nonce, request.server_nonce, terms,
                                        request.registration);
      if (equal_in_constant_time(expected, request.proof)) matching = code;
    }
    return {};
  }));
  if (matching) return *matching;
  KHAOSAN_TRY(count_wrong_try());
  return refuse(Code::wrong_code);
}

Result<Enrolment> Accounts::pair_finish(const PairFinish& request, const Sha256& own_spki) {
  KHAOSAN_LET(code, code_of(request, own_spki));
  KHAOSAN_LET(registration, registration_from_text(request.registration));
  Account account;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(found, store.account(code.user));
    if (!found) return refuse(Code::wrong_code);
    account = *found;
    return {};
  }));
  if (account.disabled) return refuse(Code::account_disabled, account.name);
  if (!registration.password.empty()) {
    KHAOSAN_LET(matches, password_matches(account.password_hash, registration.password));
    if (!matches) {
      KHAOSAN_TRY(count_wrong_try());
      return refuse(Code::wrong_password);
    }
  }
  Enrolment enrolment;
  enrolment.device = DeviceId{new_uuid(clock_.now())};
  enrolment.device_token = random_token();
  enrolment.round_token = random_token();
  enrolment.user = account.id;
  enrolment.user_name = account.name;
  enrolment.display_name = account.display_name;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    // Two laptops with one code at the same moment: the first one has it.
    KHAOSAN_LET(codes, open_codes(store, clock_.now()));
    const bool open =
        std::any_of(codes.begin(), codes.end(), [&](const auto& one) { return one.key == code.key; });
    if (!open) return refuse(Code::wrong_code);
    KHAOSAN_TRY(check_former(store, registration, request.server_nonce));
    KHAOSAN_LET(name, name_of_device(store, registration));
    KHAOSAN_TRY(store.remove_pairing_code(code.key));
    enrolment.office = store.setting("office_name");
    enrolment.office_sign_key = key_setting(store, "sign_public");
    enrolment.office_box_key = key_setting(store, "box_public");
    Device device;
    device.id = enrolment.device;
    device.name = std::move(name);
    device.paired_for = account.id;
    device.sign_key = registration.device_sign_key;
    device.box_key = registration.device_box_key;
    device.token_hash = sha256(enrolment.device_token);
    device.paired_at = clock_.now();
    device.round_token = enrolment.round_token;
    device.former = registration.former_device;
    KHAOSAN_TRY(store.save_device(device));
    KHAOSAN_TRY(
        store.save_device_user({device.id, account.id, registration.user_sign_key, device.paired_at}));
    Fields told = {{"user", account.id.text()}, {"sign_key", to_hex(registration.device_sign_key)}};
    if (!device.former.empty()) told["former"] = device.former.text();
    KHAOSAN_TRY(
        journal_of_device(store, device.id, "paired", administrator_at_server, device.paired_at, told));
    return tell_of_laptop(store, device, device.paired_at);
  }));
  return enrolment;
}

Result<SignedIn> Accounts::sign_in(const Device& device, const SignIn& request) {
  std::optional<Account> account;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(found, store.account_named(request.user_name));
    account = found;
    return {};
  }));
  KHAOSAN_LET(matches, account ? password_matches(account->password_hash, request.password)
                               : nobody_matches(request.password));
  if (!account || !matches) return refuse(Code::wrong_password);
  if (account->disabled) return refuse(Code::account_disabled, account->name);
  if (!news_flow::may_edit(roles_of(*account)))
    return refuse(Code::wrong_role, in_both("laptop of", "ใช้เครื่องในชื่อ") + " " + account->name);
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    const Instant now = clock_.now();
    KHAOSAN_TRY(store.save_device_user({device.id, account->id, request.user_sign_key, now}));
    return journal_of_device(store, device.id, "signed_in", account->id, now,
                             {{"sign_key", to_hex(request.user_sign_key)}});
  }));
  return SignedIn{account->id, account->name, account->display_name};
}

}  // namespace khaosan::server
