#include "server/cli/admin_request.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace khaosan::server {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 23> verb_names = {
    "user add",    "user list",     "user disable",    "user enable",     "user password", "user roles",
    "pair",        "devices",       "devices revoke",  "token",           "token list",    "token revoke",
    "clock",       "clock confirm", "check",           "backup",          "restore state", "restore go-on",
    "bundle read", "quarantine",    "quarantine take", "quarantine drop", "erase"};

Result<AdminVerb> verb_named(const std::string& name) {
  for (std::size_t i = 0; i < verb_names.size(); ++i) {
    if (verb_names[i] == name) return static_cast<AdminVerb>(i);
  }
  return refuse(Code::bad_request, "verb");
}

}  // namespace

bool needs_password(AdminVerb verb) {
  return verb == AdminVerb::user_add || verb == AdminVerb::user_password;
}

std::string admin_request_text(const AdminRequest& request) {
  return json{{"verb", verb_names[static_cast<std::size_t>(request.verb)]},
              {"user", request.user},
              {"display_name", request.display_name},
              {"roles", request.roles},
              {"password", request.password},
              {"url", request.url},
              {"device", request.device},
              {"days", request.days},
              {"token", request.token},
              {"folder", request.folder},
              {"numbers", request.numbers},
              {"answers", request.answers},
              {"kind", request.kind},
              {"record", request.record},
              {"reason", request.reason},
              {"part_bytes", request.part_bytes}}
      .dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<AdminRequest> admin_request_from_text(std::string_view text) {
  const json parsed = json::parse(text, nullptr, false);
  if (!parsed.is_object()) return refuse(Code::bad_json, "admin request");
  try {
    AdminRequest request;
    KHAOSAN_LET(verb, verb_named(parsed.at("verb").get<std::string>()));
    request.verb = verb;
    request.user = parsed.at("user").get<std::string>();
    request.display_name = parsed.at("display_name").get<std::string>();
    request.roles = parsed.at("roles").get<std::vector<std::string>>();
    request.password = parsed.at("password").get<std::string>();
    request.url = parsed.at("url").get<std::string>();
    request.device = parsed.at("device").get<std::string>();
    request.days = parsed.value("days", std::int64_t{0});
    request.token = parsed.value("token", "");
    request.folder = parsed.value("folder", "");
    request.numbers = parsed.value("numbers", std::vector<std::string>());
    request.answers = parsed.value("answers", "");
    request.kind = parsed.value("kind", "");
    request.record = parsed.value("record", "");
    request.reason = parsed.value("reason", "");
    request.part_bytes = parsed.value("part_bytes", std::int64_t{0});
    return request;
  } catch (const json::exception&) {
    return refuse(Code::bad_request, "admin request");
  }
}

std::string admin_reply_text(const Result<json>& reply) {
  json text;
  if (reply.ok()) {
    text["done"] = *reply;
  } else {
    text["refused"] = {{"error", reply.refusal().name()}, {"detail", reply.refusal().detail}};
  }
  return text.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<json> admin_reply_from_text(std::string_view text) {
  json parsed = json::parse(text, nullptr, false);
  if (!parsed.is_object()) return refuse(Code::bad_json, "admin reply");
  if (parsed.contains("done")) return std::move(parsed["done"]);
  const json refused = parsed.value("refused", json::object());
  return refuse(code_named(refused.value("error", "internal")), refused.value("detail", ""));
}

}  // namespace khaosan::server
