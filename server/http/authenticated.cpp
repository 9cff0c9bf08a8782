#include "server/http/authenticated.hpp"

namespace khaosan::server {
namespace {

bool works_in_office(const Account& account) {
  const RoleSet roles = roles_of(account);
  return roles.has(Role::staff) || roles.has(Role::reviewer) || roles.has(Role::deputy) ||
         roles.has(Role::director) || roles.has(Role::group_sender) || roles.has(Role::administrator);
}

}  // namespace

std::string key_of(const Caller& caller) {
  if (caller.device) return "device:" + caller.device->id.text();
  return "account:" + (caller.account ? caller.account->id.text() : std::string());
}

std::string key_of_shut_out(const Device& device) {
  return std::string(shut_out_key_prefix) + device.id.text();
}

Result<std::string> key_behind(Accounts& accounts, const std::string& authorization) {
  const auto caller = accounts.caller(authorization);
  if (caller.ok()) return key_of(*caller);
  const auto shut_out = accounts.shut_out(authorization);
  if (shut_out.ok()) return key_of_shut_out(*shut_out);
  return caller.refusal();
}

Handler Authenticated::any(CallerHandler handler) const {
  return [handler = std::move(handler), &accounts = accounts_,
          &doorman = doorman_](HttpRequest& request) -> Result<HttpResponse> {
    const std::string_view authorization = request.header("authorization");
    auto caller = accounts.caller(authorization);
    if (!caller.ok()) {
      // Who was shut out may still bring what is left, and it may be much.
      const auto shut_out = accounts.shut_out(authorization);
      if (shut_out.ok()) {
        doorman.remember(authorization, key_of_shut_out(*shut_out));
      } else {
        doorman.forget(authorization);
      }
      return caller.refusal();
    }
    doorman.remember(authorization, key_of(*caller));
    return handler(request, *caller);
  };
}

Handler Authenticated::office(CallerHandler handler) const {
  return any(
      [handler = std::move(handler)](HttpRequest& request, const Caller& caller) -> Result<HttpResponse> {
        if (!caller.device && !(caller.account && works_in_office(*caller.account))) {
          return refuse(Code::wrong_role, "office records");
        }
        return handler(request, caller);
      });
}

Handler Authenticated::device(DeviceHandler handler) const {
  return any(
      [handler = std::move(handler)](HttpRequest& request, const Caller& caller) -> Result<HttpResponse> {
        if (!caller.device) return refuse(Code::wrong_role, "a paired laptop is needed");
        return handler(request, *caller.device);
      });
}

Handler Authenticated::shut_out(DeviceHandler handler) const {
  return [handler = std::move(handler), &accounts = accounts_,
          &doorman = doorman_](HttpRequest& request) -> Result<HttpResponse> {
    const std::string_view authorization = request.header("authorization");
    auto device = accounts.shut_out(authorization);
    if (!device.ok()) return device.refusal();
    doorman.remember(authorization, key_of_shut_out(*device));
    return handler(request, *device);
  };
}

Handler Authenticated::account(AccountHandler handler) const {
  return any(
      [handler = std::move(handler)](HttpRequest& request, const Caller& caller) -> Result<HttpResponse> {
        if (caller.device || !caller.account) return refuse(Code::wrong_role, "a person's token is needed");
        return handler(request, *caller.account);
      });
}

}  // namespace khaosan::server
