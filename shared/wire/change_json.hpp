// The change envelope: canonical JSON, one line, version 1. ARCHITECTURE.md shows it;
// tests/golden/change.jsonl holds it.
//   {"author":…,"device":…,"bases":{"headline":12,"body":"<own change
//   id>"},"epoch":…,"id":…,"kind":"news","op":"put",
//    "record":…,"schema":1,"seen":12,"set":{"headline":"…"},"v":1,"written_at":"2026-11-23T02:54:35.000Z"}
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/sync/change.hpp"

namespace khaosan {

inline constexpr int envelope_version = 1;

std::string change_payload(const Change& change);
Result<Change> change_from_payload(std::string_view payload);  // bad_json, bad_request, bad_id

// The id of a change that cannot be read otherwise, to answer it by; empty if there is none.
ChangeId id_in_payload(std::string_view payload);

// Seals: from here on the payload's bytes are the change.
SealedChange seal(const Change& change);

// One line of a push: the payload, and after a tab its companion if it has one.
std::string push_line(const SealedChange& sealed);
Result<SealedChange> sealed_from_line(std::string_view line);

}  // namespace khaosan
