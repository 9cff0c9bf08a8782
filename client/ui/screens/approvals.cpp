#include "client/ui/screen.hpp"

namespace khaosan::client {

ListQuery approval_queue(const Screen& screen) {
  ListQuery query;
  query.kind = "news";
  const bool decides = screen.snapshot.roles.has(Role::director);
  query.where = {{"status", Value{std::string(decides ? "with_director" : "in_review")}}};
  return query;
}

void draw_approvals(const Screen&) {}
void draw_review(const Screen&) {}

}  // namespace khaosan::client
