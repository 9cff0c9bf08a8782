// The commands, one function each. Each returns the exit code.
#pragma once

#include <string>
#include <string_view>

#include "client/cli/session.hpp"
#include "client/cli/texts.hpp"

namespace khaosan::client {

int run_pair(Session& session);
int run_sign_in(Session& session);
int run_users(Session& session);
int run_sync(Session& session);
int run_find(Session& session);
int run_bundle(Session& session);
int run_status(Session& session);
int run_kinds(Session& session);
int run_put(Session& session);
int run_get(Session& session);
int run_list(Session& session);
int run_history(Session& session);
int run_add(Session& session);
int run_act(Session& session);
int run_delete(Session& session);
int run_restore(Session& session);
int run_conflicts(Session& session);
int run_likenesses(Session& session);
int run_resolve(Session& session);
int run_refused(Session& session);
int run_check(Session& session);
int run_fetch(Session& session);
int run_card(Session& session);
int run_laptops(Session& session);

bool needs_password(const std::string& verb);  // a decision, signed with the user's own key

struct CommandEntry {
  std::string_view name;
  Text help;
  int (*run)(Session&);
};

// Nothing if there is no such command.
const CommandEntry* find_command(std::string_view name);

}  // namespace khaosan::client
