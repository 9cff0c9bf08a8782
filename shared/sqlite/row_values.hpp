// Columns as the types of the rules.
#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "shared/base/id.hpp"
#include "shared/sqlite/database.hpp"

namespace khaosan {

// Zeros if the blob has another size.
template <std::size_t size>
std::array<std::uint8_t, size> array_of(ByteView bytes) {
  std::array<std::uint8_t, size> value{};
  if (bytes.size() == size) std::copy(bytes.begin(), bytes.end(), value.begin());
  return value;
}

template <typename Id>
Id id_of(const Statement& row, int column) {
  return Id{Uuid{array_of<16>(row.blob(column))}};
}

inline Sha256 sha_of(const Statement& row, int column) {
  return Sha256{array_of<32>(row.blob(column))};
}

inline std::string text_at(const Statement& row, int column) {
  return std::string(row.text(column));
}

template <typename Tag>
Statement& bind_id(Statement& statement, int index, const Id<Tag>& id) {
  return statement.bind_blob(index, id.uuid.bytes);
}

// An empty blob, not a null, for no bytes.
inline Statement& bind_bytes(Statement& statement, int index, ByteView bytes) {
  static constexpr std::uint8_t none = 0;
  return statement.bind_blob(index, bytes.empty() ? ByteView(&none, 0) : bytes);
}

}  // namespace khaosan
