// Which handler answers a method and path. Patterns: "/users", "/users/:id", "/files/*rest" (the rest,
// slashes included, last only). The first that fits wins.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/http/message.hpp"

namespace khaosan::guard {

enum class BodyMode { whole, streaming };

struct Route {
  std::string method;
  std::vector<std::string> segments;
  BodyMode mode = BodyMode::whole;
  HttpHandler handler;
};

class Router {
 public:
  void add(std::string method, std::string_view pattern, BodyMode mode, HttpHandler handler);
  // HEAD is answered by the GET route. Refusals: not_found, wrong_method (the path exists).
  Result<const Route*> find(const RequestHead& head, HttpFields& parameters) const;

 private:
  std::vector<Route> routes_;
};

}  // namespace khaosan::guard
