// Bundles: what was written is read, on any way that a stick takes; anything else is refused and harms
// nobody.
#include <map>

#include "shared/bundle/bundle_json.hpp"
#include "shared/bundle/bundle_scan.hpp"
#include "shared/crypto/random.hpp"
#include "shared/crypto/sha256.hpp"
#include "tests/property/seeded.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/golden.hpp"

using namespace khaosan;

namespace {

// A folder in memory; a full one refuses what goes over its size.
struct MemoryFolder : PartFolder {
  std::map<std::string, std::string> files;
  std::size_t room_bytes = SIZE_MAX;

  struct Output : PartOutput {
    MemoryFolder& folder;
    std::string name;
    std::string bytes;
    Output(MemoryFolder& its_folder, std::string its_name) : folder(its_folder), name(std::move(its_name)) {}
    Done write(ByteView more) override {
      if (bytes.size() + more.size() > folder.room_bytes) return refuse(Code::disk_full, name);
      bytes += text_of(more);
      return {};
    }
    Done finish() override {
      folder.files[name] = bytes;
      return {};
    }
  };
  struct Input : PartInput {
    std::string bytes;
    std::size_t at = 0;
    std::size_t largest_read = 0;
    explicit Input(std::string its_bytes) : bytes(std::move(its_bytes)) {}
    Result<std::size_t> read(std::span<std::uint8_t> into) override {
      const std::size_t count = std::min(into.size(), bytes.size() - at);
      std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), count, into.begin());
      at += count;
      return count;
    }
  };
  Result<std::unique_ptr<PartOutput>> create(const std::string& name) override {
    return std::unique_ptr<PartOutput>(std::make_unique<Output>(*this, name));
  }
  Result<std::unique_ptr<PartInput>> open(const std::string& name) override {
    return std::unique_ptr<PartInput>(std::make_unique<Input>(files.at(name)));
  }
  Result<std::vector<std::string>> parts() override {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : files) names.push_back(name);
    return names;
  }
};

DeviceId device(std::uint8_t last) {
  DeviceId id;
  id.uuid.bytes.fill(7);
  id.uuid.bytes.back() = last;
  return id;
}

struct Keys {
  SignKeyPair laptop = SignKeyPair::make();
  BoxKeyPair office = BoxKeyPair::make();
};

BundleTerms terms_of(const Keys& keys, std::uint64_t part_bytes = part_bytes_min) {
  BundleTerms terms;
  terms.bundle.uuid.bytes.fill(3);
  terms.from = device(1);
  terms.made_at = Instant{1'795'402'475'000};
  terms.sender = keys.laptop;
  terms.reader = keys.office.public_key;
  terms.about = outbox_about_text({});
  terms.part_bytes = part_bytes;
  return terms;
}

const std::string photo(200'000, 'p');

// A bundle over several parts: a run of changes, a photo, another run.
MemoryFolder written(const Keys& keys) {
  MemoryFolder folder;
  BundleWriter writer(folder, terms_of(keys));
  REQUIRE(writer.write(MessageKind::changes, "{\"after\":\"\"}\nหนึ่ง\n").ok());
  const auto read = [](std::uint64_t offset, std::span<std::uint8_t> into) -> Result<std::size_t> {
    std::copy_n(photo.begin() + static_cast<std::ptrdiff_t>(offset), into.size(), into.begin());
    return into.size();
  };
  REQUIRE(writer.write_file({sha256(photo), photo.size(), "ภาพ.jpg"}, read, {}).ok());
  REQUIRE(writer.write(MessageKind::changes, "{\"after\":\"\"}\nสอง\n").ok());
  REQUIRE(writer.finish().ok());
  return folder;
}

// Everything that can be read of a part, and the refusal that ended it.
struct Seen {
  std::vector<BundleMessage> messages;
  std::optional<Refusal> refusal;
  bool more = false;
};

Seen seen_in(const std::string& bytes, const PublicKey& sender, const BoxKeyPair& reader_key) {
  Seen seen;
  auto part = PartReader::begin(std::make_unique<MemoryFolder::Input>(bytes));
  if (!part.ok()) return {{}, part.refusal(), false};
  if (const Done admitted = part->admit(sender, reader_key); !admitted.ok())
    return {{}, admitted.refusal(), false};
  for (;;) {
    auto message = part->next();
    if (!message.ok()) {
      seen.refusal = message.refusal();
      return seen;
    }
    if (!*message) break;
    seen.messages.push_back(**message);
  }
  seen.more = part->more();
  return seen;
}

}  // namespace

TEST_CASE("parts stay within their size, each opens alone, and a file goes on in the next") {
  const Keys keys;
  const MemoryFolder folder = written(keys);
  CHECK(folder.files.size() >= 4);
  std::string together;
  std::size_t last = 0;
  for (const auto& [name, bytes] : folder.files) {
    CHECK(bytes.size() <= part_bytes_min);
    const Seen seen = seen_in(bytes, keys.laptop.public_key, keys.office);
    REQUIRE_FALSE(seen.refusal.has_value());
    REQUIRE(seen.messages.front().kind == MessageKind::about);
    CHECK(seen.more == (++last < folder.files.size()));
    for (const BundleMessage& message : seen.messages) {
      if (message.kind == MessageKind::bytes) together += message.body;
    }
  }
  CHECK(together == photo);
}

TEST_CASE("a bundle opens for its reader and its sender's key alone") {
  const Keys keys;
  const Keys others;
  const std::string bytes = written(keys).files.begin()->second;
  CHECK(seen_in(bytes, others.laptop.public_key, keys.office).refusal->code == Code::bad_signature);
  CHECK(seen_in(bytes, keys.laptop.public_key, others.office).refusal->code == Code::bundle_not_ours);
}

TEST_CASE("a part that was altered anywhere gives no message that was not written") {
  const std::uint64_t seed = property_seed();
  std::mt19937_64 dice(seed);
  const Keys keys;
  const std::string whole = written(keys).files.begin()->second;
  const Seen honest = seen_in(whole, keys.laptop.public_key, keys.office);
  const auto below = [&](std::size_t end) { return static_cast<std::size_t>(dice() % end); };
  for (int round = 0; round < 2'000; ++round) {
    std::string bytes = whole;
    switch (dice() % 6) {
      case 0:
        bytes.resize(below(bytes.size()));
        break;
      case 1:
        bytes[below(bytes.size())] ^= static_cast<char>(1U << (dice() % 8));
        break;
      case 2:
        bytes.append(1 + below(40), static_cast<char>(dice()));
        break;
      case 3: {  // a length as large as it goes
        const std::size_t at = below(bytes.size() - 4);
        bytes.replace(at, 4, "\xff\xff\xff\xff", 4);
        break;
      }
      case 4: {  // a stretch twice
        const std::size_t at = below(bytes.size() - 100);
        bytes.insert(at, bytes.substr(at, 1 + below(99)));
        break;
      }
      default: {  // two stretches in each other's place
        const std::size_t left = below(bytes.size() / 2 - 64);
        const std::size_t right = bytes.size() / 2 + below(bytes.size() / 2 - 64);
        std::swap_ranges(bytes.begin() + static_cast<std::ptrdiff_t>(left),
                         bytes.begin() + static_cast<std::ptrdiff_t>(left + 64),
                         bytes.begin() + static_cast<std::ptrdiff_t>(right));
      }
    }
    if (bytes == whole) continue;
    const Seen seen = seen_in(bytes, keys.laptop.public_key, keys.office);
    INFO("round " << round << " of seed " << seed);
    REQUIRE(seen.refusal.has_value());
    REQUIRE(seen.messages.size() <= honest.messages.size());
    for (std::size_t i = 0; i < seen.messages.size(); ++i)
      REQUIRE(seen.messages[i].body == honest.messages[i].body);
  }
}

TEST_CASE("a stick that is full leaves no half part") {
  const Keys keys;
  MemoryFolder folder;
  folder.room_bytes = 1'000;
  BundleWriter writer(folder, terms_of(keys));
  CHECK(writer.write(MessageKind::changes, std::string(5'000, 'a')).refusal().code == Code::disk_full);
  CHECK(folder.files.empty());
}

TEST_CASE("parts are found in order, whatever stands beside them") {
  const Keys keys;
  MemoryFolder folder = written(keys);
  folder.files["aaa.khaosan"] = "hello";
  folder.files["zzz.khaosan"] = "";
  const auto found = find_parts(folder);
  REQUIRE(found.ok());
  CHECK(found->unreadable.size() == 2);
  for (std::size_t i = 0; i < found->parts.size(); ++i)
    CHECK(found->parts[i].header.part == static_cast<int>(i) + 1);
  MemoryFolder empty;
  CHECK(find_parts(empty).refusal().code == Code::bundle_none);
}

TEST_CASE("the header and the messages of version 1 are as they were") {
  PartHeader header;
  header.bundle.uuid.bytes.fill(3);
  header.from = device(1);
  header.part = 2;
  header.made_at = Instant{1'795'402'475'123};
  header.stream.sealed_key.fill(5);
  header.stream.head.fill(6);
  std::string text = part_header_text(header) + "\n";
  OutboxAbout outbox;
  outbox.epoch.uuid.bytes.fill(1);
  outbox.cursor = 41;
  outbox.witnessed_seq = 40;
  outbox.changes = 2;
  outbox.files = 1;
  text += outbox_about_text(outbox) + "\n";
  AnswerAbout answer;
  answer.office = "สพป.ตัวอย่าง เขต 1";
  answer.epoch.uuid.bytes.fill(1);
  answer.from = 41;
  answer.to = 43;
  text += answer_about_text(answer) + "\n";
  ShareAbout share;
  share.event.uuid.bytes.fill(2);
  text += share_about_text(share) + "\n";
  text += piece_text({{sha256("ภาพ"), 12, "ภาพ.jpg"}, 4}) + "\n";
  ChangeId after;
  after.uuid.bytes.fill(4);
  text += change_run_text(after, {SealedChange{"{\"v\":1}", sha256("{\"v\":1}"), {}, {}}});
  PullPage page;
  page.lines = "{\"seq\":43}\n";
  page.next = 43;
  page.head = 43;
  text += page_run_text(41, page);
  test::check_golden("bundle.txt", text);
  CHECK(outbox_about_from_text(outbox_about_text(outbox))->cursor == 41);
  CHECK(answer_about_from_text(answer_about_text(answer))->to == 43);
  CHECK(change_run_from_text(change_run_text(after, {}))->after == after);
}
