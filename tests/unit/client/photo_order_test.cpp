#include "client/app/photo_order.hpp"

#include "tests/support/catch.hpp"

#include "shared/sync/position.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

Record photo(std::uint8_t number, const std::string& position) {
  Record record{.kind = "news_photo"};
  record.id.uuid.bytes[15] = number;
  if (!position.empty()) record.fields["position"] = Value{position};
  return record;
}

std::vector<int> order_after(std::vector<Record> photos, const std::vector<Put>& puts) {
  for (const Put& put : puts) {
    for (Record& record : photos) {
      if (record.id == *put.id) record.fields["position"] = put.set.at("position");
    }
  }
  sort_photos(photos);
  std::vector<int> numbers;
  for (const Record& record : photos) numbers.push_back(record.id.uuid.bytes[15]);
  return numbers;
}

std::vector<Record> three() {
  return {photo(1, "F"), photo(2, "V"), photo(3, "k")};
}

}  // namespace

TEST_CASE("a photo that is moved writes one record") {
  CHECK(move_photo(three(), 0, 2, "a1b2").size() == 1);
  CHECK(order_after(three(), move_photo(three(), 0, 2, "a1b2")) == std::vector{2, 3, 1});
  CHECK(order_after(three(), move_photo(three(), 2, 0, "a1b2")) == std::vector{3, 1, 2});
  CHECK(order_after(three(), move_photo(three(), 0, 1, "a1b2")) == std::vector{2, 1, 3});
  CHECK(order_after(three(), move_photo(three(), 2, 1, "a1b2")) == std::vector{1, 3, 2});
}

TEST_CASE("a photo that stays where it is, or is not there, writes nothing") {
  CHECK(move_photo(three(), 1, 1, "a1b2").empty());
  CHECK(move_photo(three(), 3, 0, "a1b2").empty());
  CHECK(move_photo(three(), 0, 3, "a1b2").empty());
  CHECK(move_photo({}, 0, 0, "a1b2").empty());
}

TEST_CASE("photos at one position, or at none, are spread when one of them is moved") {
  const std::vector<Record> same = {photo(1, "V"), photo(2, "V"), photo(3, "V")};
  CHECK(order_after(same, move_photo(same, 2, 1, "a1b2")) == std::vector{1, 3, 2});
  const std::vector<Record> none = {photo(1, ""), photo(2, ""), photo(3, "")};
  CHECK(order_after(none, move_photo(none, 0, 1, "a1b2")) == std::vector{2, 1, 3});
}

TEST_CASE("photos moved to and fro a thousand times keep short positions and the wanted order") {
  std::vector<Record> photos = three();
  for (int i = 0; i < 1'000; ++i) {
    for (const Put& put : move_photo(photos, 2, 1, "Zz9x")) {
      for (Record& record : photos) {
        if (record.id == *put.id) record.fields["position"] = put.set.at("position");
      }
    }
    sort_photos(photos);
    for (const Record& record : photos)
      REQUIRE_FALSE(position_needs_rewrite(text_field(record.fields, "position")));
  }
  CHECK(photos[0].id.uuid.bytes[15] == 1);
  CHECK(photos[1].id.uuid.bytes[15] == 2);
}

TEST_CASE("two tails are not the same") {
  CHECK(new_position_tail().size() == 4);
  CHECK(new_position_tail() + new_position_tail() != new_position_tail() + new_position_tail());
}
