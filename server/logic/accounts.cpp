#include "server/logic/accounts.hpp"

#include <algorithm>

#include "server/logic/journal.hpp"
#include "server/logic/records.hpp"
#include "shared/base/utf8.hpp"
#include "shared/crypto/random.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/validate.hpp"

namespace khaosan::server {
namespace {

constexpr std::size_t password_signs_min = 8;
constexpr std::size_t password_bytes_max = 1024;
constexpr std::string_view bearer = "Bearer ";

struct NoFiles : FileShelf {
  bool has(const Sha256&) override { return false; }
};

// Names and roles travel to the laptops as records of kind user; the password stays in the account.
Done save_user_record(StoreWriter& store, const Account& account, Instant now) {
  NoFiles files;
  Desk desk{.store = store, .files = files, .author = account, .device = {}, .now = office_time(store, now).now};
  const RecordId id{account.id.uuid};
  KHAOSAN_LET(existing, store.record("user", id));
  Record record = existing.value_or(Record{.kind = "user", .id = id});
  TextSet roles = account.roles;
  std::sort(roles.begin(), roles.end());
  Fields fields = {{"name", account.name}, {"display_name", account.display_name}, {"roles", roles}};
  fields["disabled"] = account.disabled ? Value{true} : Value{};
  return save_own(desk, record, fields, "account");
}

Done check_name(const std::string& name) {
  const bool plain = !name.empty() && name.size() <= 60 && is_utf8(name) &&
                     !has_control_character(name, false) && name.find_first_of(" \t,:/") == std::string::npos;
  if (!plain)
    return refuse(Code::bad_value, "user name: 1 to 60 signs without spaces, commas, colons or slashes");
  return {};
}

Done check_password(const std::string& password) {
  if (!is_utf8(password)) return refuse(Code::not_utf8, "password");
  if (code_point_count(password) < password_signs_min || password.size() > password_bytes_max) {
    return refuse(Code::bad_value, "password: at least 8 characters");
  }
  return {};
}

Result<Account> account_named(Store& store, const std::string& name) {
  std::optional<Account> found;
  KHAOSAN_TRY(store.read([&](StoreReader& reader) -> Done {
    KHAOSAN_LET(account, reader.account_named(name));
    found = account;
    return {};
  }));
  if (!found) return refuse(Code::unknown_user, name);
  return *found;
}

}  // namespace

RoleSet roles_of(const Account& account) {
  RoleSet roles;
  for (const std::string& name : account.roles) {
    if (const auto role = role_named(name)) roles = roles.with(*role);
  }
  return roles;
}

Accounts::Accounts(Store& store, Clock& clock) : store_(store), clock_(clock) {}

Done Accounts::prepare(const std::string& office_name) {
  return store_.write([&](StoreWriter& store) -> Done {
    if (!office_name.empty()) KHAOSAN_TRY(store.set_setting("office_name", office_name));
    if (!store.epoch().empty()) return look_at_clock(store, clock_.now());
    const SignKeyPair sign_keys = SignKeyPair::make();
    const BoxKeyPair box_keys = BoxKeyPair::make();
    const Bytes salt = random_bytes(sizeof(Salt));
    const EpochId epoch{new_uuid(clock_.now())};
    KHAOSAN_TRY(store.set_setting("epoch", epoch.text()));
    KHAOSAN_TRY(store.set_setting("sign_public", to_hex(sign_keys.public_key)));
    KHAOSAN_TRY(store.set_setting("sign_secret", to_hex(sign_keys.secret_key)));
    KHAOSAN_TRY(store.set_setting("box_public", to_hex(box_keys.public_key)));
    KHAOSAN_TRY(store.set_setting("box_secret", to_hex(box_keys.secret_key)));
    KHAOSAN_TRY(store.set_setting("pairing_salt", to_hex(salt)));
    const auto seq = store.append(epoch_row(epoch, {}, clock_.now()));
    return seq.ok() ? Done{} : Done{seq.refusal()};
  });
}

std::string Accounts::office_name() {
  std::string name;
  const Done done = store_.read([&](StoreReader& store) -> Done {
    name = store.setting("office_name");
    return {};
  });
  return done.ok() ? name : std::string();
}

Result<Account> Accounts::add_user(const std::string& name, const std::string& display_name,
                                   const std::vector<std::string>& roles, const std::string& password) {
  KHAOSAN_TRY(check_name(name));
  KHAOSAN_TRY(check_password(password));
  if (roles.empty()) return refuse(Code::bad_value, "a user has at least one role");
  KHAOSAN_TRY(validate(*find_kind("user")->field("roles"), roles).ok()
                  ? Done{}
                  : Done{refuse(Code::bad_value,
                                "unknown role; roles are staff reviewer deputy director group_sender "
                                "committee network_member administrator")});
  const auto shown_name = validate(*find_kind("user")->field("display_name"), display_name);
  if (!shown_name.ok()) return shown_name.refusal();
  Account account{UserId{new_uuid(clock_.now())}, name, display_name.empty() ? name : display_name, roles,
                  hash_password(password),        false};
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(existing, store.account_named(name));
    if (existing) return refuse(Code::user_exists, name);
    KHAOSAN_TRY(store.save_account(account));
    return save_user_record(store, account, clock_.now());
  }));
  return account;
}

Done Accounts::set_disabled(const std::string& name, bool disabled) {
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(account, store.account_named(name));
    if (!account) return refuse(Code::unknown_user, name);
    account->disabled = disabled;
    KHAOSAN_TRY(store.save_account(*account));
    return save_user_record(store, *account, clock_.now());
  });
}

Done Accounts::set_password(const std::string& name, const std::string& password) {
  KHAOSAN_TRY(check_password(password));
  const std::string hash = hash_password(password);
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(account, store.account_named(name));
    if (!account) return refuse(Code::unknown_user, name);
    account->password_hash = hash;
    return store.save_account(*account);
  });
}

Result<std::vector<Account>> Accounts::users() {
  std::vector<Account> found;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(accounts, store.accounts());
    found = std::move(accounts);
    return {};
  }));
  return found;
}

Result<std::string> Accounts::make_token(const std::string& user_name) {
  KHAOSAN_LET(account, account_named(store_, user_name));
  if (account.disabled) return refuse(Code::account_disabled, user_name);
  const std::string token = random_token();
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) {
    return store.save_token({sha256(token), account.id, clock_.now()});
  }));
  return token;
}

Result<Caller> Accounts::caller(std::string_view authorization) {
  if (!authorization.starts_with(bearer)) return refuse(Code::unauthorized);
  const Sha256 hash = sha256(authorization.substr(bearer.size()));
  Caller caller;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(device, store.device_with_token(hash));
    UserId user;
    if (device) {
      caller.device = *device;
      user = device->paired_for;
    } else {
      KHAOSAN_LET(token, store.token(hash));
      if (!token) return refuse(Code::unauthorized);
      user = token->user;
    }
    KHAOSAN_LET(account, store.account(user));
    caller.account = account;
    return {};
  }));
  if (caller.device && caller.device->revoked) return refuse(Code::revoked, caller.device->name);
  if (!caller.account) return refuse(Code::unauthorized);
  if (caller.account->disabled) return refuse(Code::account_disabled, caller.account->name);
  return caller;
}

Result<std::vector<Device>> Accounts::devices() {
  std::vector<Device> found;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(devices, store.devices());
    found = std::move(devices);
    return {};
  }));
  return found;
}

Done Accounts::revoke(DeviceId id) {
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(device, store.device(id));
    if (!device) return refuse(Code::unknown_record, "device " + id.text());
    device->revoked = true;
    return store.save_device(*device);
  });
}

Result<OfficeTime> Accounts::clock() {
  OfficeTime time;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    time = office_time(store, clock_.now());
    return {};
  }));
  return time;
}

Done Accounts::confirm_clock() {
  return store_.write(
      [&](StoreWriter& store) { return khaosan::server::confirm_clock(store, clock_.now()); });
}

}  // namespace khaosan::server
