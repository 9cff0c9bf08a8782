#include "server/cli/admin_desk.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "server/backup/backup.hpp"
#include "server/logic/radar.hpp"
#include "server/logic/restore.hpp"
#include "shared/crypto/pairing.hpp"

namespace khaosan::server {
namespace {

using nlohmann::json;

json user_json(const Account& account) {
  return {{"id", account.id.text()},
          {"name", account.name},
          {"display_name", account.display_name},
          {"roles", account.roles},
          {"disabled", account.disabled}};
}

Result<std::map<UserId, std::string>> user_names(Accounts& accounts) {
  KHAOSAN_LET(users, accounts.users());
  std::map<UserId, std::string> names;
  for (const Account& account : users) names[account.id] = account.name;
  return names;
}

Result<json> done_to_user(const Done& done, const std::string& user) {
  if (!done.ok()) return done.refusal();
  return json{{"user", user}};
}

const LaptopStanding* standing_of(const Radar& radar, DeviceId device) {
  for (const LaptopStanding& laptop : radar.laptops) {
    if (laptop.device == device) return &laptop;
  }
  return nullptr;
}

// Known unsent work of a laptop; null if there is none.
json unsent_of(const Radar& radar, DeviceId device) {
  const LaptopStanding* laptop = standing_of(radar, device);
  if (laptop == nullptr || !laptop->has_unsent()) return {};
  const Unsent& unsent = *laptop->unsent;
  return {{"changes", unsent.changes},
          {"files", unsent.files},
          {"file_bytes", unsent.file_bytes},
          {"oldest", unsent.oldest.unix_ms > 0 ? json(iso_utc(unsent.oldest)) : json()}};
}

// For how many days a laptop was silent, where that is too long; null otherwise.
json silence_of(const Radar& radar, DeviceId device) {
  const LaptopStanding* laptop = standing_of(radar, device);
  return laptop != nullptr && laptop->is_silent ? json(laptop->silent_days) : json();
}

}  // namespace

Result<json> AdminDesk::answer(const AdminRequest& request) {
  switch (request.verb) {
    case AdminVerb::user_add:
      return add_user(request);
    case AdminVerb::user_list:
      return list_users();
    case AdminVerb::user_disable:
      return done_to_user(accounts_.set_disabled(request.user, true), request.user);
    case AdminVerb::user_enable:
      return done_to_user(accounts_.set_disabled(request.user, false), request.user);
    case AdminVerb::user_password:
      return done_to_user(accounts_.set_password(request.user, request.password), request.user);
    case AdminVerb::user_roles:
      return done_to_user(accounts_.set_roles(request.user, request.roles), request.user);
    case AdminVerb::pair:
      return pair(request);
    case AdminVerb::devices:
      return list_devices(request);
    case AdminVerb::devices_revoke:
      return revoke(request);
    case AdminVerb::token:
      return make_token(request);
    case AdminVerb::token_list:
      return list_tokens();
    case AdminVerb::token_revoke:
      return revoke_token(request);
    case AdminVerb::clock_confirm:
      KHAOSAN_TRY(accounts_.confirm_clock());
      return clock();
    case AdminVerb::clock:
      return clock();
    case AdminVerb::check:
      return check();
    case AdminVerb::backup:
      return back_up_into(request);
    case AdminVerb::restore_state:
      return restore_state_now();
    case AdminVerb::restore_go_on:
      return restore_go_on(request);
    case AdminVerb::bundle_read:
      return read_bundles(request);
    case AdminVerb::erase:
      return erase(request);
    case AdminVerb::quarantine:
      return list_quarantine();
    case AdminVerb::quarantine_take:
      return take_quarantine(request);
    case AdminVerb::quarantine_drop:
      return drop_quarantine(request);
  }
  return refuse(Code::bad_request, "verb");
}

Result<json> AdminDesk::add_user(const AdminRequest& request) {
  const std::string& display = request.display_name.empty() ? request.user : request.display_name;
  KHAOSAN_LET(account, accounts_.add_user(request.user, display, request.roles, request.password));
  return user_json(account);
}

Result<json> AdminDesk::list_users() {
  KHAOSAN_LET(users, accounts_.users());
  json list = json::array();
  for (const Account& account : users) list.push_back(user_json(account));
  return json{{"users", list}};
}

Result<json> AdminDesk::pair(const AdminRequest& request) {
  std::string url = request.url;
  if (url.empty()) {
    KHAOSAN_TRY(store_.read([&](StoreReader& reader) -> Done {
      url = reader.setting(server_url_setting);
      return {};
    }));
  }
  KHAOSAN_LET(code, accounts_.make_pairing_code(request.user));
  return json{
      {"user", request.user}, {"code", code}, {"url", url}, {"expires_in_minutes", pairing_code_minutes}};
}

Result<json> AdminDesk::list_devices(const AdminRequest& request) {
  if (request.days != 0) {
    KHAOSAN_TRY(store_.write(
        [&](StoreWriter& writer) { return set_silent_days(writer, request.days, clock_.now()); }));
  }
  KHAOSAN_LET(names, user_names(accounts_));
  KHAOSAN_LET(devices, accounts_.devices());
  Radar standings;
  KHAOSAN_TRY(store_.read([&](StoreReader& reader) -> Done {
    KHAOSAN_LET(all, radar(reader, clock_.now()));
    standings = std::move(all);
    return {};
  }));
  json list = json::array();
  for (const Device& device : devices) {
    const Device* replacement = replacement_of(device, devices);
    list.push_back({{"id", device.id.text()},
                    {"name", device.name},
                    {"user", names[device.paired_for]},
                    {"paired_at", iso_utc(device.paired_at)},
                    {"last_seen", device.last_seen ? json(iso_utc(*device.last_seen)) : json()},
                    {"replaced_by", replacement != nullptr ? json(replacement->id.text()) : json()},
                    {"revoked", device.revoked},
                    {"unsent", unsent_of(standings, device.id)},
                    {"silent_days", silence_of(standings, device.id)}});
  }
  return json{{"devices", list}, {"silent_days", standings.silent_days}};
}

Result<json> AdminDesk::revoke(const AdminRequest& request) {
  KHAOSAN_LET(device, DeviceId::parse(request.device));
  KHAOSAN_TRY(accounts_.revoke(device));
  return json{{"device", device.text()}};
}

Result<json> AdminDesk::make_token(const AdminRequest& request) {
  KHAOSAN_LET(issued, accounts_.make_token(request.user, request.days == 0 ? token_days : request.days));
  return json{{"user", request.user},
              {"token", issued.token},
              {"id", issued.row.id()},
              {"expires", iso_utc(issued.row.expires)}};
}

Result<json> AdminDesk::list_tokens() {
  KHAOSAN_LET(names, user_names(accounts_));
  KHAOSAN_LET(tokens, accounts_.tokens());
  json list = json::array();
  for (const Token& token : tokens) {
    list.push_back({{"id", token.id()},
                    {"user", names[token.user]},
                    {"made_at", iso_utc(token.made_at)},
                    {"expires", iso_utc(token.expires)},
                    {"revoked_at", token.revoked_at ? json(iso_utc(*token.revoked_at)) : json()}});
  }
  return json{{"tokens", list}};
}

Result<json> AdminDesk::revoke_token(const AdminRequest& request) {
  KHAOSAN_TRY(accounts_.revoke_token(request.token));
  return json{{"token", request.token}};
}

Result<json> AdminDesk::clock() {
  KHAOSAN_LET(time, accounts_.clock());
  return json{{"state", name_of(time.state)},
              {"wall_clock", iso_utc(time.wall)},
              {"journal", iso_utc(time.journal)},
              {"server_time", iso_utc(time.now)}};
}

Result<json> AdminDesk::back_up_into(const AdminRequest& request) {
  KHAOSAN_LET(report, back_up(store_, blobs_, data_folder_, path_from_utf8(request.folder), clock_.now()));
  return json{{"folder", request.folder},
              {"at", iso_utc(report.at)},
              {"head", report.head},
              {"files", report.files},
              {"new_files", report.new_files}};
}

Result<json> AdminDesk::restore_state_now() {
  json result;
  KHAOSAN_TRY(store_.read([&](StoreReader& reader) -> Done {
    KHAOSAN_LET(state, restore_state(reader));
    result = {{"waits", state.waits}, {"offered", state.offered}, {"awaited", json::array()}};
    for (const Device& device : state.awaited)
      result["awaited"].push_back({{"id", device.id.text()}, {"name", device.name}});
    return {};
  }));
  return result;
}

Result<json> AdminDesk::restore_go_on(const AdminRequest& request) {
  KHAOSAN_TRY(store_.write([&](StoreWriter& writer) -> Done {
    for (const std::string& number : request.numbers) KHAOSAN_TRY(raise_book(writer, number));
    return {};
  }));
  KHAOSAN_TRY(sync_.go_on_after_restore());
  return restore_state_now();
}

Result<json> AdminDesk::check() {
  json faults = json::array();
  if (const Done whole = store_.check(); !whole.ok()) faults.push_back(whole.refusal().english());
  std::int64_t files = 0;
  KHAOSAN_TRY(blobs_.for_each([&](const Sha256& sha) -> Done {
    ++files;
    if (const Done whole = blobs_.verify(sha); !whole.ok()) faults.push_back(whole.refusal().english());
    return {};
  }));
  return json{{"files", files}, {"faults", faults}};
}

}  // namespace khaosan::server
