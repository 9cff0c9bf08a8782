// Ids that are derived, so that two laptops that make the same thing make one record: RFC 9562 version 5 over
// these name spaces (shared/crypto/sha256.hpp, uuid_v5). They can never change.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/id.hpp"

namespace khaosan {

inline constexpr Uuid media_name_space{
    {0x6b, 0x68, 0x61, 0x6f, 0x73, 0x61, 0x4e, 0x00, 0x80, 0x00, 0x6d, 0x65, 0x64, 0x69, 0x61, 0x31}};
inline constexpr Uuid member_name_space{
    {0x6b, 0x68, 0x61, 0x6f, 0x73, 0x61, 0x4e, 0x00, 0x80, 0x00, 0x6d, 0x65, 0x6d, 0x62, 0x72, 0x31}};
inline constexpr Uuid school_name_space{
    {0x6b, 0x68, 0x61, 0x6f, 0x73, 0x61, 0x4e, 0x00, 0x80, 0x00, 0x73, 0x63, 0x68, 0x6f, 0x6c, 0x31}};
inline constexpr Uuid likeness_name_space{
    {0x6b, 0x68, 0x61, 0x6f, 0x73, 0x61, 0x4e, 0x00, 0x80, 0x00, 0x6c, 0x69, 0x6b, 0x65, 0x6e, 0x31}};

// The author of what was done with khaosan-server on the office's own machine. No account has this id.
inline constexpr UserId administrator_at_server{
    Uuid{{0x6b, 0x68, 0x61, 0x6f, 0x73, 0x61, 0x4e, 0x00, 0x80, 0x00, 0x61, 0x64, 0x6d, 0x69, 0x6e, 0x31}}};

inline constexpr std::string_view administrator_name_th = "ผู้ดูแลระบบ (ที่เซิร์ฟเวอร์)";

// What a change brings about at the server (shared/crypto/sha256.hpp, uuid_caused_by).
inline constexpr std::string_view revision_made = "revision";
inline constexpr std::string_view decision_made = "decision";
inline constexpr std::string_view conflict_made = "conflict/";  // and the record, "/" and the field

// A school is named "ministry/<10 digits>", or "smis/<8 digits>" where only that code is known.

// The name of a list member within member_name_space: slot 0 is the item's first place in the list.
inline std::string member_name(RecordId list, RecordId item, int slot) {
  return list.text() + "/" + item.text() + "/" + std::to_string(slot);
}

// The name of a pair within likeness_name_space: the same whichever of the two is named first.
inline std::string likeness_name(RecordId one, RecordId other) {
  return one < other ? one.text() + "/" + other.text() : other.text() + "/" + one.text();
}

}  // namespace khaosan
