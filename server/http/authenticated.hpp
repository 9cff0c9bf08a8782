// Handlers that ask first who is there.
#pragma once

#include <functional>
#include <string>

#include "server/http/doorman.hpp"
#include "server/http/routes.hpp"
#include "server/logic/accounts.hpp"

namespace khaosan::server {

using CallerHandler = std::function<Result<HttpResponse>(HttpRequest&, const Caller&)>;
using DeviceHandler = std::function<Result<HttpResponse>(HttpRequest&, const Device&)>;
using AccountHandler = std::function<Result<HttpResponse>(HttpRequest&, const Account&)>;

// What uploads are owned by and slots are counted for: a laptop, or a person with a token.
std::string key_of(const Caller& caller);
std::string key_of_shut_out(const Device& device);

// What the doorman is told of a token, for the requests under `path` that it may make.
Result<std::string> key_behind(Accounts& accounts, const std::string& authorization);

class Authenticated {
 public:
  Authenticated(Accounts& accounts, Doorman& doorman) : accounts_(accounts), doorman_(doorman) {}

  // Refusals before the handler runs: those of Accounts::caller().
  Handler any(CallerHandler handler) const;
  // A laptop, or a person with a token who works in the office; wrong_role for schools and the network, who
  // have the web pages.
  Handler office(CallerHandler handler) const;
  Handler device(DeviceHandler handler) const;    // wrong_role for a person's token
  Handler shut_out(DeviceHandler handler) const;  // Accounts::shut_out()
  Handler account(AccountHandler handler) const;  // wrong_role for a laptop's token

 private:
  Accounts& accounts_;
  Doorman& doorman_;
};

}  // namespace khaosan::server
