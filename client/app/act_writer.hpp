// Commands: what only the server can carry out. What was written before them is sealed; they themselves can
// be taken back until a sync seals them. What can never work is refused here, as far as this laptop knows.
#pragma once

#include "client/app/change_writer.hpp"
#include "client/app/file_desk.hpp"

namespace khaosan::client {

// `user` is the one who commands. unknown_kind, unknown_verb, unknown_record, comment_required, wrong_status,
// wrong_role, wrong_capacity, revision_missing, text_changed, required_missing, dangling_reference,
// conflict_open, merge_unseen, photo_missing, no_conflict; for a decision also sign_in_needed,
// password_needed, wrong_password, unless `unlocked` is the user's key.
Result<PerformReport> write_act(ChangeWriter& writer, FileDesk& files, const LocalUser& user,
                                const Perform& intent, const SignKeyPair* unlocked = nullptr);

// The user's key on this laptop, opened by the password.
Result<SignKeyPair> decision_key(const LocalUser& user, const std::string& password);

}  // namespace khaosan::client
