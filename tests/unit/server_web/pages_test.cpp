// The public pages, as a browser gets them.
#include "server/web/pages.hpp"

#include "server/web/assets.hpp"
#include "server/web/news_view.hpp"
#include "server/web/picture_paths.hpp"
#include "shared/wire/revision_json.hpp"
#include "tests/unit/media/made_pictures.hpp"
#include "tests/unit/server_http/tus_client.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

struct Item {
  int number = 1;
  std::string headline = "เปิดบ้านวิชาการ";
  std::string lead = {};
  std::string body = "ย่อหน้าแรก\n\nย่อหน้าที่สอง";
  std::vector<Sha256> photos = {};
  bool hide_last = false;
  int quarter_turns = 0;
  bool withdrawn = false;
};

NewsRevision revision_of(const Item& item, RecordId news) {
  NewsRevision revision;
  revision.news = news;
  revision.number = 1;
  const auto add = [&](const std::string& path, Value value) { revision.items.push_back({path, value, {}}); };
  add("headline", item.headline);
  add("lead", item.lead);
  add("body", item.body);
  add("type", "activity");
  add("date", "2026-11-23");
  add("credit", "กานต์ชนก ใจเพียร");
  for (std::size_t i = 0; i < item.photos.size(); ++i) {
    const std::string path = "photos/" + std::to_string(i) + "/";
    add(path + "original", item.photos[i].hex());
    add(path + "caption", "ภาพ <" + std::to_string(i + 1) + ">");
    add(path + "credit", "มะลิ แก้วใส");
    add(path + "quarter_turns", static_cast<std::int64_t>(item.quarter_turns));
    if (item.hide_last && i + 1 == item.photos.size()) add(path + "do_not_publish", true);
  }
  return revision;
}

struct Board {
  std::unique_ptr<server::NewsBoard> board;  // before the office, which fills it as it starts
  ServedOffice served;

  Board()
      : served({}, [this](GuardedServer& http, ServedOffice& office) {
          board = std::make_unique<server::NewsBoard>(*office.office.store);
          server::add_pages(http, *office.metrics, {*board, *office.public_copies, "", "http", "identity"});
        }) {}

  // Puts it into the store as the publisher would.
  void publish(const Item& item) {
    const RecordId news = new_record_id();
    const NewsRevision revision = revision_of(item, news);
    const std::string sha = revision_sha(revision).hex();
    const std::string at = "2026-11-23T02:" + std::to_string(10 + item.number % 50) + ":00.000Z";
    Record shown;
    shown.kind = "news";
    shown.id = news;
    shown.fields = {{"status", item.withdrawn ? "withdrawn" : "published"},
                    {"number", std::to_string(item.number) + "/2570"},
                    {"published_at", at}};
    if (!item.withdrawn) shown.fields["public_revision"] = sha;
    Record document;
    document.kind = "revision";
    document.id = new_record_id();
    document.fields = {{"news", news.text()},
                       {"sha256", sha},
                       {"document", revision_document(revision)},
                       {"submitted_at", "2026-11-23T01:00:00.000Z"}};
    const Done saved = served.office.store->write([&](server::StoreWriter& writer) -> Done {
      document.seq = 2 * item.number;  // each record has a seq of its own
      shown.seq = document.seq + 1;
      KHAOSAN_TRY(writer.save_record(document));
      return writer.save_record(shown);
    });
    REQUIRE(saved.ok());
  }

  Sha256 take_in(const Bytes& picture) {
    std::size_t at = 0;
    const auto stored = served.blobs->put_stream([&](std::span<std::uint8_t> into) -> Result<std::size_t> {
      const std::size_t count = std::min(into.size(), picture.size() - at);
      std::copy_n(picture.begin() + static_cast<std::ptrdiff_t>(at), count, into.begin());
      at += count;
      return count;
    });
    REQUIRE(stored.ok());
    return stored->sha256;
  }

  HttpAnswer get(const std::string& path, const HttpFields& headers = {}) {
    return headers.empty() ? served.ask("GET", path) : served.ask_if(path, headers);
  }
};

Bytes photo_with_place(int width, int height) {
  return with_exif(jpeg_of(corners(width, height)), exif_tiff({}));
}

bool has(const HttpAnswer& answer, std::string_view text) {
  return answer.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("an empty board says so in Thai, with strict headers") {
  Board board;
  const HttpAnswer home = board.get("/");
  CHECK(home.status == 200);
  CHECK(home.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(has(home, "<html lang=\"th\">"));
  CHECK(has(home, "ยังไม่มีข่าวเผยแพร่"));
  CHECK(has(home, "สพป.ตัวอย่าง เขต 1"));
  for (const char* path : {"/", "/feed.atom", "/news/2570-9", "/nothing"}) {
    const HttpAnswer page = board.get(path);
    INFO(path);
    CHECK(page.header("Content-Security-Policy")
              .starts_with("default-src 'none'; img-src 'self'; style-src "
                           "'self';"));
    CHECK(page.header("Content-Security-Policy").ends_with("frame-ancestors 'none'"));
    CHECK(page.header("X-Content-Type-Options") == "nosniff");
    CHECK(page.header("Referrer-Policy") == "no-referrer");
    CHECK_FALSE(has(page, "<script"));
    CHECK_FALSE(has(page, "style=\""));
  }
}

TEST_CASE("what is published stands on the board, newest first, and what is not does not") {
  Board board;
  board.publish({.number = 1, .headline = "ข่าวเก่า"});
  board.publish({.number = 2, .headline = "ข่าวใหม่"});
  board.publish({.number = 3, .headline = "ข่าวที่ถอน", .withdrawn = true});
  const HttpAnswer home = board.get("/");
  CHECK(has(home, "href=\"/news/2570-1\""));
  CHECK(home.body.find("ข่าวใหม่") < home.body.find("ข่าวเก่า"));
  CHECK_FALSE(has(home, "ข่าวที่ถอน"));
  CHECK(has(home, "23 พฤศจิกายน 2569"));
  CHECK(has(home, "กิจกรรมความเคลื่อนไหว"));
  CHECK(board.get("/news/2570-3").status == 404);
  const HttpAnswer article = board.get("/news/2570-1");
  CHECK(article.status == 200);
  CHECK(has(article, "ข่าวที่ 1/2570"));
  CHECK(has(article, "<p><span class=\"keep\">ย่อหน้าแรก</span>"));
  CHECK(has(article, "<p><span class=\"keep\">ย่อหน้าที่สอง</span>"));
  CHECK(has(article, "ข่าว กานต์ชนก ใจเพียร"));
}

TEST_CASE("what people wrote is text on the page, never markup") {
  Board board;
  board.publish({.headline = "<script>alert('1')</script> & \"อ้างอิง\"", .body = "</p><img src=x onerror=y>"});
  for (const char* path : {"/", "/news/2570-1", "/feed.atom"}) {
    const HttpAnswer page = board.get(path);
    INFO(path);
    CHECK_FALSE(has(page, "<script>alert"));
    CHECK_FALSE(has(page, "<img src=x"));
    CHECK(has(page, "&lt;script&gt;alert"));
  }
  const HttpAnswer missing = board.get("/%3Cscript%3E");
  CHECK(missing.status == 404);
  CHECK_FALSE(has(missing, "<script>"));
}

TEST_CASE("the board comes in pages") {
  Board board;
  for (int i = 1; i <= 2 * server::news_a_page + 1; ++i) {
    board.publish({.number = i, .headline = "ข่าวลำดับ-" + std::to_string(i) + "."});
  }
  const HttpAnswer first = board.get("/");
  CHECK(has(first, "ข่าวลำดับ-27."));
  CHECK(has(first, "ข่าวลำดับ-15."));
  CHECK_FALSE(has(first, "ข่าวลำดับ-14."));
  CHECK(has(first, "href=\"/?page=2\""));
  CHECK_FALSE(has(first, "ข่าวใหม่กว่า"));
  const HttpAnswer last = board.get("/?page=3");
  CHECK(has(last, "ข่าวลำดับ-1."));
  CHECK(has(last, "หน้า 3 จาก 3"));
  CHECK_FALSE(has(last, "ข่าวก่อนหน้า"));
  for (const char* page : {"/?page=4", "/?page=0", "/?page=x", "/?page=99999999999999999999"}) {
    CHECK(board.get(page).status == 404);
  }
}

TEST_CASE("a page that was seen is not sent again, until it changed") {
  Board board;
  board.publish({.number = 1});
  const HttpAnswer first = board.get("/");
  const std::string etag(first.header("ETag"));
  REQUIRE_FALSE(etag.empty());
  CHECK(first.header("Last-Modified") == "Mon, 23 Nov 2026 02:11:00 GMT");
  CHECK(board.get("/", {{"If-None-Match", etag}}).status == 304);
  CHECK(board.get("/", {{"If-None-Match", "\"other\", W/" + etag}}).status == 304);
  CHECK(board.get("/", {{"If-Modified-Since", "Mon, 23 Nov 2026 02:11:00 GMT"}}).status == 304);
  CHECK(board.get("/", {{"If-Modified-Since", "Mon, 23 Nov 2026 23:00:00 GMT"}}).status == 200);
  CHECK(board.get("/", {{"If-None-Match", "\"x\""}, {"If-Modified-Since", "Mon, 23 Nov 2026 02:11:00 GMT"}})
            .status == 200);
  board.publish({.number = 2});
  CHECK(board.get("/", {{"If-None-Match", etag}}).status == 200);
}

TEST_CASE("a published picture is a clean copy, made once, and never the original") {
  Board board;
  const Bytes original = photo_with_place(2000, 1000);
  const Sha256 sha = board.take_in(original);
  board.publish({.number = 1, .photos = {sha}, .quarter_turns = 1});
  const HttpAnswer home = board.get("/");
  CHECK(has(home, "/news/2570-1/photo/1.jpg"));
  const HttpAnswer picture = board.get("/news/2570-1/photo/1.jpg");
  REQUIRE(picture.status == 200);
  CHECK(picture.header("Content-Type") == "image/jpeg");
  CHECK(picture.header("X-Content-Type-Options") == "nosniff");
  CHECK(sha256(picture.body) != sha);
  CHECK(picture.body.find("Exif") == std::string::npos);
  const Pixels shown = read_back(Bytes(picture.body.begin(), picture.body.end()));
  CHECK(shown.width == 800);
  CHECK(shown.height == 1600);
  const HttpAnswer small = board.get("/news/2570-1/photo/1-small.jpg");
  REQUIRE(small.status == 200);
  CHECK(read_back(Bytes(small.body.begin(), small.body.end())).height == 512);
  CHECK(board.get("/news/2570-1/photo/1.jpg", {{"If-None-Match", std::string(picture.header("ETag"))}})
            .status == 304);
  const auto pictures = board.served.decoder->counts().pictures;
  CHECK(board.get("/news/2570-1/photo/1.jpg").body == picture.body);
  CHECK(board.served.decoder->counts().pictures == pictures);
  for (const char* file : {"0.jpg", "2.jpg", "1.png", "-1.jpg", "1", "x.jpg", "1-big.jpg"}) {
    INFO(file);
    CHECK(board.get(std::string("/news/2570-1/photo/") + file).status == 404);
  }
  CHECK(board.get("/news/2570-2/photo/1.jpg").status == 404);
  CHECK(board.get("/api/v1/files/" + sha.hex()).status == 401);
}

TEST_CASE("a picture that may not be published is on no page and at no address") {
  Board board;
  const Sha256 first = board.take_in(jpeg_of(corners(600, 400)));
  const Sha256 second = board.take_in(jpeg_of(corners(600, 401)));
  board.publish({.number = 1, .photos = {first, second}, .hide_last = true});
  const HttpAnswer article = board.get("/news/2570-1");
  CHECK(has(article, "photo/1.jpg"));
  CHECK(has(article, "alt=\"ภาพ &lt;1&gt;\""));
  CHECK_FALSE(has(article, "photo/2"));
  CHECK(board.get("/news/2570-1/photo/2.jpg").status == 404);
}

TEST_CASE("the feed is Atom with whole addresses and ids that stay") {
  Board board;
  board.publish({.number = 1, .headline = "ข่าว & อื่น ๆ", .lead = "ความนำ"});
  const HttpAnswer feed = board.get("/feed.atom");
  CHECK(feed.header("Content-Type") == "application/atom+xml; charset=utf-8");
  const std::string base = "http://127.0.0.1:" + std::to_string(board.served.port);
  CHECK(has(feed, "<link rel=\"alternate\" type=\"text/html\" href=\"" + base + "/news/2570-1\"/>"));
  CHECK(has(feed, "<title>ข่าว &amp; อื่น ๆ</title>"));
  CHECK(has(feed, "<updated>2026-11-23T02:11:00.000Z</updated>"));
  CHECK(has(feed, "<id>urn:uuid:"));
  const auto ids = [](const HttpAnswer& answer) {
    const auto at = answer.body.find("<entry>");
    const auto id = answer.body.find("<id>", at);
    return answer.body.substr(id, 60);
  };
  const HttpAnswer elsewhere = board.get("/feed.atom", {{"Host", "news.example.go.th"}});
  CHECK(has(elsewhere, "href=\"http://news.example.go.th/news/2570-1\""));
  CHECK(ids(elsewhere) == ids(feed));
  CHECK(board.get("/feed.atom", {{"Host", "a\"><b"}}).status == 400);
}

TEST_CASE("what is not there is told in Thai to people and in JSON to programs") {
  Board board;
  const HttpAnswer page = board.get("/no/such/page");
  CHECK(page.status == 404);
  CHECK(has(page, "<h1>ไม่พบหน้าที่ท่านต้องการ</h1>"));
  const HttpAnswer api = board.get("/api/v1/nothing", {{"Authorization", board.served.bearer("somsri")}});
  CHECK(api.status == 404);
  CHECK(has(api, "\"error\":\"not_found\""));
}

TEST_CASE("style is served under its hash, for ever") {
  Board board;
  const std::string path = server::asset_path("board.css");
  CHECK(has(board.get("/"), "href=\"" + path + "\""));
  const HttpAnswer css = board.get(path);
  CHECK(css.status == 200);
  CHECK(css.header("Content-Type") == "text/css; charset=utf-8");
  CHECK(css.header("Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(has(css, "prefers-color-scheme: dark"));
  CHECK_FALSE(has(css, "http"));
  CHECK_FALSE(has(css, "@import"));
}

TEST_CASE("prose falls into paragraphs, and XML gets no sign it cannot hold") {
  CHECK(server::paragraphs_of("\n\n").empty());
  CHECK(server::paragraphs_of("ก\n \n  ข\n") == std::vector<std::string>{"ก", "ข"});
  CHECK(server::xml_text("a\x01\tb\xEF\xBF\xBF"
                         "c") == "a\tbc");
  CHECK(server::type_in_thai("nonsense").empty());
  CHECK(server::runs_of("  ก  ข ", 9).size() == 2);
}
