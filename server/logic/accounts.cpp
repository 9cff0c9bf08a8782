#include "server/logic/accounts.hpp"

#include <algorithm>

#include "server/logic/journal.hpp"
#include "server/logic/laptops.hpp"
#include "server/logic/quarantine.hpp"
#include "server/logic/records.hpp"
#include "shared/base/utf8.hpp"
#include "shared/crypto/random.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/validate.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

constexpr std::size_t password_signs_min = 8;
constexpr std::size_t password_bytes_max = 1024;
constexpr std::string_view bearer = "Bearer ";
constexpr std::int64_t day_ms = 24LL * 3600 * 1000;

struct NoFiles : FileShelf {
  bool has(const Sha256&) override { return false; }
};

// Names and roles travel to the laptops as records of kind user; the password stays in the account.
Done save_user_record(StoreWriter& store, const Account& account, Instant wall, std::string_view what) {
  NoFiles files;
  Desk desk{.store = store,
            .files = files,
            .author = {.id = administrator_at_server},
            .device = {},
            .now = office_time(store, wall).now};
  const RecordId id{account.id.uuid};
  KHAOSAN_LET(existing, store.record("user", id));
  Record record = existing.value_or(Record{.kind = "user", .id = id});
  TextSet roles = account.roles;
  std::sort(roles.begin(), roles.end());
  Fields fields = {{"name", account.name}, {"display_name", account.display_name}, {"roles", roles}};
  fields["disabled"] = account.disabled ? Value{true} : Value{};
  return save_own(desk, record, fields, what, "admin");
}

Done check_name(const std::string& name) {
  const bool plain = !name.empty() && name.size() <= 60 && is_utf8(name) &&
                     !has_control_character(name, false) && name.find_first_of(" \t,:/") == std::string::npos;
  if (!plain)
    return refuse(Code::bad_value,
                  in_both("user name: 1 to 60 signs without spaces, commas, colons or slashes",
                          "ชื่อผู้ใช้ต้องมี 1 ถึง 60 ตัวอักษร ไม่มีช่องว่าง จุลภาค ทวิภาค หรือเครื่องหมายทับ"));
  return {};
}

Done check_password(const std::string& password) {
  if (!is_utf8(password)) return refuse(Code::not_utf8, in_both("password", "รหัสผ่าน"));
  if (code_point_count(password) < password_signs_min || password.size() > password_bytes_max) {
    return refuse(Code::bad_value, in_both("password: at least 8 characters", "รหัสผ่านต้องมีอย่างน้อย 8 ตัวอักษร"));
  }
  return {};
}

Done check_roles(const std::vector<std::string>& roles) {
  if (roles.empty())
    return refuse(Code::bad_value, in_both("a user has at least one role", "ผู้ใช้ต้องมีอย่างน้อยหนึ่งบทบาท"));
  if (validate(*find_kind("user")->field("roles"), roles).ok()) return {};
  return refuse(Code::bad_value,
                in_both("unknown role; roles are ", "ไม่รู้จักบทบาท ใช้ได้: ") +
                    "staff reviewer deputy director group_sender committee network_member administrator");
}

// What an administrator did, where no record shows it.
Done journal_about(StoreWriter& store, std::string_view kind, Uuid id, std::string_view what, Instant wall,
                   const Fields& fields) {
  JournalRow row = admin_row(what, office_time(store, wall).now);
  row.kind = kind;
  row.record = RecordId{id};
  if (!fields.empty()) row.resulted = fields_to_text(fields);
  const auto seq = store.append(std::move(row));
  return seq.ok() ? Done{} : Done{seq.refusal()};
}

Done revoke_one(StoreWriter& store, Token token, Instant wall) {
  token.revoked_at = wall;
  KHAOSAN_TRY(store.save_token(token));
  return journal_about(store, "user", token.user.uuid, "token_revoked", wall, {{"token", token.id()}});
}

Done revoke_tokens_of(StoreWriter& store, UserId user, Instant wall) {
  KHAOSAN_LET(tokens, store.tokens());
  for (const Token& token : tokens) {
    if (token.user == user && !token.revoked_at && token.expires > wall)
      KHAOSAN_TRY(revoke_one(store, token, wall));
  }
  return {};
}

Result<Sha256> token_hash(std::string_view authorization) {
  if (!authorization.starts_with(bearer)) return refuse(Code::unauthorized);
  return sha256(authorization.substr(bearer.size()));
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
    if (!store.epoch().empty()) {
      KHAOSAN_TRY(look_at_clock(store, clock_.now()));
      return tell_of_untold_laptops(store, clock_.now());
    }
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
  KHAOSAN_TRY(check_roles(roles));
  const auto shown_name = validate(*find_kind("user")->field("display_name"), display_name);
  if (!shown_name.ok()) return shown_name.refusal();
  KHAOSAN_LET(hash, hash_password(password));
  Account account{UserId{new_uuid(clock_.now())},
                  name,
                  display_name.empty() ? name : display_name,
                  roles,
                  std::move(hash),
                  false};
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(existing, store.account_named(name));
    if (existing) return refuse(Code::user_exists, name);
    KHAOSAN_TRY(store.save_account(account));
    return save_user_record(store, account, clock_.now(), "account_made");
  }));
  return account;
}

Done Accounts::set_disabled(const std::string& name, bool disabled) {
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(account, store.account_named(name));
    if (!account) return refuse(Code::unknown_user, name);
    account->disabled = disabled;
    KHAOSAN_TRY(store.save_account(*account));
    KHAOSAN_TRY(
        save_user_record(store, *account, clock_.now(), disabled ? "account_disabled" : "account_enabled"));
    return disabled ? revoke_tokens_of(store, account->id, clock_.now()) : Done{};
  });
}

Done Accounts::set_roles(const std::string& name, const std::vector<std::string>& roles) {
  KHAOSAN_TRY(check_roles(roles));
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(account, store.account_named(name));
    if (!account) return refuse(Code::unknown_user, name);
    account->roles = roles;
    KHAOSAN_TRY(store.save_account(*account));
    return save_user_record(store, *account, clock_.now(), "roles_changed");
  });
}

Done Accounts::set_password(const std::string& name, const std::string& password) {
  KHAOSAN_TRY(check_password(password));
  KHAOSAN_LET(hash, hash_password(password));
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(account, store.account_named(name));
    if (!account) return refuse(Code::unknown_user, name);
    account->password_hash = hash;
    KHAOSAN_TRY(store.save_account(*account));
    KHAOSAN_TRY(journal_about(store, "user", account->id.uuid, "password_changed", clock_.now(), {}));
    KHAOSAN_TRY(store.revoke_keys_of(account->id));
    return revoke_tokens_of(store, account->id, clock_.now());
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

Result<IssuedToken> Accounts::make_token(const std::string& user_name, std::int64_t days) {
  if (days < 1 || days > token_days_max) {
    return refuse(Code::bad_value, in_both("days", "จำนวนวัน") + ": 1 … " + std::to_string(token_days_max));
  }
  KHAOSAN_LET(account, account_named(store_, user_name));
  if (account.disabled) return refuse(Code::account_disabled, user_name);
  const Instant now = clock_.now();
  const std::string token = random_token();
  const IssuedToken issued{token, {sha256(token), account.id, now, Instant{now.unix_ms + days * day_ms}, {}}};
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_TRY(store.save_token(issued.row));
    return journal_about(store, "user", account.id.uuid, "token_issued", now,
                         {{"token", issued.row.id()}, {"expires", iso_utc(issued.row.expires)}});
  }));
  return issued;
}

Result<std::vector<Token>> Accounts::tokens() {
  std::vector<Token> found;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(tokens, store.tokens());
    found = std::move(tokens);
    return {};
  }));
  return found;
}

Done Accounts::revoke_token(const std::string& id) {
  return store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(tokens, store.tokens());
    for (const Token& token : tokens) {
      if (token.id() != id) continue;
      return token.revoked_at ? Done{} : revoke_one(store, token, clock_.now());
    }
    return refuse(Code::unknown_record, in_both("token", "โทเคน") + " " + id);
  });
}

Result<Caller> Accounts::caller(std::string_view authorization) {
  KHAOSAN_LET(hash, token_hash(authorization));
  Caller caller;
  std::optional<Token> token;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(device, store.device_with_token(hash));
    UserId user;
    if (device) {
      caller.device = *device;
      user = device->paired_for;
    } else {
      KHAOSAN_LET(found, store.token(hash));
      if (!found) return refuse(Code::unauthorized);
      token = found;
      user = token->user;
    }
    KHAOSAN_LET(account, store.account(user));
    caller.account = account;
    return {};
  }));
  if (caller.device && caller.device->revoked) return refuse(Code::revoked, caller.device->name);
  if (!caller.account) return refuse(Code::unauthorized);
  if (caller.account->disabled) return refuse(Code::account_disabled, caller.account->name);
  if (token && token->revoked_at)
    return refuse(Code::unauthorized, in_both("the token was revoked", "โทเคนถูกเพิกถอนแล้ว"));
  if (token && token->expires <= clock_.now())
    return refuse(Code::unauthorized, in_both("the token has expired", "โทเคนหมดอายุแล้ว"));
  return caller;
}

Result<Device> Accounts::shut_out(std::string_view authorization) {
  KHAOSAN_LET(hash, token_hash(authorization));
  Device found;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(device, store.device_with_token(hash));
    if (!device) return refuse(Code::unauthorized);
    KHAOSAN_LET(out, is_shut_out(store, *device));
    if (!out) return refuse(Code::not_revoked, device->name);
    found = *device;
    return {};
  }));
  return found;
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
    if (!device) return refuse(Code::unknown_record, in_both("device", "เครื่อง") + " " + id.text());
    device->revoked = true;
    KHAOSAN_TRY(store.save_device(*device));
    KHAOSAN_TRY(journal_about(store, "device", device->id.uuid, "device_revoked", clock_.now(), {}));
    return tell_of_laptop(store, *device, clock_.now());
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
