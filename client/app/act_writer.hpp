// Commands: what only the server can carry out. They are written down sealed; what can never work is refused
// here, as far as this laptop knows.
#pragma once

#include "client/app/change_writer.hpp"
#include "client/app/file_desk.hpp"

namespace khaosan::client {

// `user` is the one who commands. unknown_kind, unknown_verb, unknown_record, comment_required, wrong_status,
// wrong_role, wrong_capacity, revision_missing, text_changed, required_missing, dangling_reference,
// conflict_open, merge_unseen, photo_missing, no_conflict; for a decision also sign_in_needed,
// password_needed, wrong_password.
Result<PerformReport> write_act(ChangeWriter& writer, FileDesk& files, const LocalUser& user,
                                const Perform& intent);

}  // namespace khaosan::client
