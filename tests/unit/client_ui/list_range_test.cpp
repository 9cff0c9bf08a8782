#include "client/ui/list_range.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan::client;

TEST_CASE("the range that is asked for covers what is seen and moves in steps") {
  for (const float offset : {0.0F, 10.0F, 900.0F, 1600.0F, 123456.0F}) {
    const RowRange range = range_to_ask(offset, 700, 64);
    CHECK(range.first % range_step == 0);
    CHECK(static_cast<float>(range.first) * 64 <= offset);
    CHECK(static_cast<float>(range.first + range.limit) * 64 >= offset + 700);
    CHECK(range.limit <= 48);
  }
  CHECK(range_to_ask(0, 700, 64) == range_to_ask(60, 700, 64));
  CHECK(range_to_ask(-40, 700, 64).first == 0);
}

TEST_CASE("rows that are seen are clamped to those that exist") {
  CHECK(rows_seen(-100, 700, 100, 3).from == 0);
  CHECK(rows_seen(-100, 700, 100, 3).to == 3);
  CHECK(rows_seen(250, 500, 100, 1'000).from == 2);
  CHECK(rows_seen(250, 500, 100, 1'000).to == 8);
  CHECK(rows_seen(0, 500, 100, 0).to == 0);
}

TEST_CASE("rows of today and later stand below one heading, those before today below two") {
  DatedList list;
  list.coming = 4;
  list.past = 9'996;
  list.row = 92;
  list.heading = 44;
  CHECK(list.top_of(0) == 44);
  CHECK(list.top_of(3) == 44 + 3 * 92);
  CHECK(list.top_of(4) == 88 + 4 * 92);
  CHECK(list.top_of(9'999) + 92 == list.height());
  CHECK(list.coming_to_ask(0, 700).first == 0);
  CHECK(list.past_to_ask(0, 700).first == 0);
  const RowRange range = list.past_to_ask(list.top_of(5'004), 700);
  CHECK(range.first <= 5'000);
  CHECK(range.first + range.limit >= 5'008);
  const Rows seen = list.seen(list.top_of(5'000) + 10, 500);
  CHECK(seen.from == 5'000);
  CHECK(seen.to == 5'006);
  list.past += list.coming;
  list.coming = 0;
  CHECK(list.top_of(0) == 44);
  CHECK(list.height() == 44 + 10'000 * 92);
}

TEST_CASE("tiles fill rows of their section and know what is seen of them") {
  const TileGrid grid(536, 3, 8, 32, {{"เช้า", 4}, {"บ่าย", 3}});
  CHECK(grid.total() == 7);
  const Size tile = grid.tile();
  CHECK(tile.width == 173.33333F);
  CHECK(grid.rect_of(0).y == 32);
  CHECK(grid.rect_of(3).x == 0);
  CHECK(grid.rect_of(3).y == 32 + tile.height + 8);
  const float second = 32 + 2 * (tile.height + 8);
  CHECK(grid.rect_of(4).y == second + 32);
  CHECK(grid.seen(0, 100).from == 0);
  CHECK(grid.seen(0, 100).to == 3);
  CHECK(grid.seen(second + 40, second + 50).from == 4);
  CHECK(grid.seen(second + 40, second + 50).to == 7);
  CHECK(grid.seen(0, 10'000).to == 7);
  CHECK(grid.headings(0, 50).size() == 1);
  CHECK(grid.headings(0, second + 10).size() == 2);
}

TEST_CASE("arrows keep their column across sections and stop at the ends") {
  const TileGrid grid(536, 3, 8, 32, {{"เช้า", 4}, {"บ่าย", 3}});
  CHECK(grid.beside(0, 1, 0) == 1);
  CHECK(grid.beside(0, -1, 0) == 0);
  CHECK(grid.beside(0, 0, 1) == 3);
  CHECK(grid.beside(2, 0, 1) == 3);  // the row below is short
  CHECK(grid.beside(3, 0, 1) == 4);
  CHECK(grid.beside(6, 0, -1) == 3);
  CHECK(grid.beside(6, 0, 1) == 6);
  CHECK(grid.beside(0, 0, 50) == 4);
  CHECK(TileGrid(536, 3, 8, 32, {}).beside(0, 1, 0) == 0);
}

TEST_CASE("ten thousand tiles are a matter of arithmetic") {
  const TileGrid grid(536, 3, 8, 32, {{"", 10'000}});
  const float middle = grid.rect_of(5'000).y;
  const Rows seen = grid.seen(middle, middle + 600);
  CHECK(seen.from <= 5'000);
  CHECK(seen.to - seen.from <= 18);
}
