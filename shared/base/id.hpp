// Ids. A new one is a UUIDv7: ordered by creation, unique without asking anyone.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace khaosan {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Uuid&) const = default;
  bool empty() const { return *this == Uuid{}; }
  std::string text() const;                          // 36 signs, lower case
  static Result<Uuid> parse(std::string_view text);  // 36 signs, either case; bad_id
};

// Strong ids: one cannot be passed for another.
template <typename Tag>
struct Id {
  Uuid uuid;
  auto operator<=>(const Id&) const = default;
  bool empty() const { return uuid.empty(); }
  std::string text() const { return uuid.text(); }
  static Result<Id> parse(std::string_view text) {
    KHAOSAN_LET(uuid, Uuid::parse(text));
    return Id{uuid};
  }
};

using RecordId = Id<struct RecordTag>;
using ChangeId = Id<struct ChangeTag>;  // of a change, and of a command
using DeviceId = Id<struct DeviceTag>;  // of a paired laptop
using UserId = Id<struct UserTag>;
using EpochId = Id<struct EpochTag>;
using RoundId = Id<struct RoundTag>;

// The UUIDv7 of `at`, filled with `random`. `counter` (12 bits) orders ids of one millisecond.
Uuid uuid_v7(Instant at, std::uint16_t counter, const std::array<std::uint8_t, 8>& random);

}  // namespace khaosan

template <>
struct std::hash<khaosan::Uuid> {
  std::size_t operator()(const khaosan::Uuid& uuid) const noexcept {
    std::size_t value = 0;
    for (std::size_t i = 8; i < 16; ++i) value = (value << 8U) | uuid.bytes[i];
    return value ^ (static_cast<std::size_t>(uuid.bytes[5]) << 24U);
  }
};
template <typename Tag>
struct std::hash<khaosan::Id<Tag>> {
  std::size_t operator()(const khaosan::Id<Tag>& id) const noexcept {
    return std::hash<khaosan::Uuid>()(id.uuid);
  }
};
