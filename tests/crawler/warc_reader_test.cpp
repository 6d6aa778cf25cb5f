#include "crawler/warc_reader.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "crawler/warc_writer.hpp"
#include "tests/support/deflate.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_data.hpp"
#include "tests/support/warc_laws.hpp"

namespace crawler {
namespace {

using support::deflated;
using support::TemporaryFolder;
using support::warc_lines;
using Lines = std::vector<std::string>;

std::string record(const std::string& uri, const std::string& block) {
  return to_bytes({.type = "response", .target_uri = uri, .date = "2026-01-31T12:30:00Z", .id = "<x>", .block = block});
}

/// What a reader makes of these bytes; errors without the file's name.
Lines lines_of(const std::string& bytes) {
  const TemporaryFolder folder;
  support::write_bytes(folder / "x", bytes);
  Lines lines = warc_lines(folder / "x");
  const std::string name = (folder / "x").string() + " ";
  for (std::string& line : lines) {
    if (const std::size_t at = line.find(name); at != std::string::npos) line.erase(at, name.size());
  }
  return lines;
}

TEST(WarcReader, ReadsTheSamplesOfOtherTools) {
  const auto data = support::test_data("warc");
  if (!data) GTEST_SKIP() << "no warc; set SITEDEX_TEST_DATA";
  const std::map<std::string, std::pair<int, int>> kGoodAndBad = {
      {"example-bad-non-chunked.warc.gz", {6, 0}},
      {"example-bad.warc.gz.bad", {6, 0}},
      {"example-digest.warc", {4, 0}},
      {"example-iana.org-chunked.warc", {3, 0}},
      {"example-resource.warc.gz", {3, 0}},
      {"example-space-in-target-uri.warc.gz", {2, 0}},
      {"example-trunc.warc", {3, 1}},
      {"example-wget-bad-target-uri.warc.gz", {6, 0}},
      {"example-wrong-chunks.warc.gz", {2, 0}},
      {"example.arc.gz", {2, 0}},
      {"example.warc", {6, 0}},
      {"example.warc.gz", {6, 0}},
      {"hello-world.warc", {6, 0}},
      {"post-test.warc.gz", {6, 0}},
  };
  for (const auto& [name, expected] : kGoodAndBad) {
    const Lines lines = warc_lines(*data / name);
    const auto bad = std::ranges::count_if(lines, [](const std::string& line) { return line.starts_with('!'); });
    EXPECT_EQ(std::pair(static_cast<int>(lines.size()) - static_cast<int>(bad), static_cast<int>(bad)), expected)
        << name;
    EXPECT_EQ(support::broken_warc_law(support::bytes_of(*data / name)), "") << name;
  }
}

TEST(WarcReader, AFileIsTheSamePackedInAnyWay) {
  const Lines parts = {record("http://a.test/1", "one"), record("http://a.test/2", std::string(200'000, 'x')),
                       record("http://a.test/3", "")};
  std::string plain;
  std::string packed;
  for (const std::string& part : parts) {
    plain += part;
    packed += deflated(part);
  }
  const Lines lines = lines_of(plain);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "response http://a.test/1 one");
  EXPECT_EQ(lines_of(packed), lines);
  EXPECT_EQ(lines_of(deflated(plain)), lines);
  EXPECT_EQ(lines_of(deflated(plain.substr(0, 1000)) + deflated(plain.substr(1000))), lines)
      << "a block in two members";
}

TEST(WarcReader, ReadsArc) {
  const std::string arc =
      "filedesc://x.arc 0.0.0.0 20140216050221 text/plain 9\n1 0 Some\n\n"
      "http://a.test/a b 192.0.2.1 20140216050222 text/html 22\nHTTP/1.1 200 OK\r\n\r\nhi.\n\n"
      "http://a.test/2 192.0.2.1 20140216050223 text/html 200 - - 100 x.arc 5\nhello\n";
  const Lines expected = {"warcinfo filedesc://x.arc 1 0 Some\n",
                          "response http://a.test/a b HTTP/1.1 200 OK\r\n\r\nhi.", "response http://a.test/2 hello"};
  EXPECT_EQ(lines_of(arc), expected);
  EXPECT_EQ(lines_of(deflated(arc)), expected);
}

TEST(WarcReader, HeadersAreReadAsTheirWritersMeantThem) {
  const TemporaryFolder folder;
  support::write_bytes(folder / "x",
                       "WARC/0.18\nwarc-type: RESPONSE\nWARC-TARGET-URI: <http://a.test/>\nFolded: one\n\ttwo\n"
                       "CONTENT-LENGTH:2\n\nhi\n\n");
  WarcReader reader(WarcInput::open(folder / "x").value());
  for (auto&& record : reader.records()) {
    ASSERT_TRUE(record) << record.error().what;
    EXPECT_EQ(record->type, "response");
    EXPECT_EQ(record->target_uri, "http://a.test/");
    EXPECT_EQ(record->field("folded"), "one two");
    EXPECT_EQ(record->block, "hi");
  }
}

TEST(WarcReader, ALongBlockIsCut) {
  const TemporaryFolder folder;
  const std::string plain = record("http://a.test/1", std::string(100'000, 'x')) + record("http://a.test/2", "two");
  for (const std::string& bytes : {plain, deflated(plain)}) {
    support::write_bytes(folder / "x", bytes);
    WarcReader reader(WarcInput::open(folder / "x").value(), 10);
    Lines blocks;
    for (auto&& record : reader.records()) blocks.push_back(record->block + (record->is_block_cut ? " cut" : ""));
    EXPECT_EQ(blocks, (Lines{"xxxxxxxxxx cut", "two"}));
  }
}

TEST(WarcReader, ALengthThatLiesCostsOneRecord) {
  const std::string good = record("http://a.test/good", "good");
  std::string lies = record("http://a.test/lies", "some block");
  lies.replace(lies.find("Content-Length: 10"), 18, "Content-Length: 90000");
  const std::string found = "response http://a.test/good good";
  const Lines plain = lines_of(good + lies + good + good);
  ASSERT_EQ(plain.size(), 4U);
  EXPECT_TRUE(plain[1].find("bytes before its Content-Length") != std::string::npos) << plain[1];
  EXPECT_EQ(plain[3], found);
  const Lines packed = lines_of(deflated(good) + deflated(lies) + deflated(good) + deflated(good));
  ASSERT_EQ(packed.size(), 4U);
  EXPECT_EQ(packed[1],
            fmt::format("! at {}: its block ends 89986 bytes before its Content-Length", deflated(good).size()));
  EXPECT_EQ(packed[3], found);
  lies.replace(lies.find("Content-Length: 90000"), 21, "Content-Length: 5");
  for (const Lines& lines :
       {lines_of(lies + good), lines_of(deflated(lies) + deflated(good)), lines_of(deflated(lies + good))}) {
    EXPECT_EQ(lines, (Lines{"! at 0: its block goes on behind its Content-Length", found}));
  }
}

TEST(WarcReader, SaysWhatIsWrongWithARecord) {
  const auto complaint = [](const std::string& bytes) { return lines_of(bytes).front(); };
  EXPECT_EQ(complaint("hello\n"), "! at 0: expected a record, got 'hello'");
  EXPECT_EQ(complaint("WARC/x\r\n\r\n"), "! at 0: expected WARC/1.1, got 'WARC/x'");
  EXPECT_EQ(complaint("WARC/1.1\r\nWARC-Type: response\r\n\r\n"),
            "! at 0: expected a Content-Length in its header, got ''");
  EXPECT_EQ(complaint("WARC/1.1\r\nContent-Length: -1\r\n\r\n"),
            "! at 0: expected a Content-Length in its header, got '-1'");
  EXPECT_EQ(complaint("WARC/1.1\r\nContent-Length: 0\r\n\r\n"), "! at 0: expected a WARC-Type in its header");
  EXPECT_EQ(complaint("WARC/1.1\r\nA: b\r\nWARC/1.1\r\n"), "! at 0: another record begins in its header");
  EXPECT_EQ(complaint("WARC/1.1\r\nA: b\r\n"), "! at 0: its header has no end");
  std::string flood = "WARC/1.1\r\n";
  for (int i = 0; i < 10'000; ++i) flood += "Header: value\r\n";
  EXPECT_EQ(complaint(flood), "! at 0: its header is longer than 64 KiB");
  EXPECT_EQ(complaint("WARC/1.1\r\n" + std::string(100'000, 'x')), "! at 0: its header has no end");
  const std::string packed = deflated(record("http://a.test/", "one"));
  EXPECT_EQ(complaint(packed.substr(0, packed.size() - 4)), "! at 0: the gzip member that begins here is cut off");
  EXPECT_EQ(complaint(packed + "rubbish").substr(0, 1), "r") << "the record in front of it is good";
  EXPECT_EQ(lines_of(packed + "rubbish").back(), fmt::format("! at {}: expected a gzip member", packed.size()));
}

// They begin a record, and were looked at again and again.
TEST(WarcReader, ALineWithoutAnEndIsBadOnce) {
  for (const std::string line : {"WARC/1.1", "http://a.test/ 192.0.2.1 20140216050222 text/html 22"}) {
    const std::string more = line + "\n" + std::string(60'000, 'x');
    for (const std::string& bytes : {line, deflated(line), deflated(line) + deflated(line), more, deflated(more)}) {
      const Lines lines = lines_of(bytes);
      EXPECT_GE(lines.size(), 1U);
      EXPECT_LE(lines.size(), 2U);
      EXPECT_TRUE(lines.front().starts_with("! ")) << lines.front();
    }
  }
}

/// Ten records, and where each ends in the file.
struct Whole {
  std::string bytes;
  std::vector<std::size_t> ends;
  Lines lines;

  explicit Whole(bool is_packed) {
    std::mt19937 random(1);
    for (int i = 0; i < 10; ++i) {
      std::string block;
      for (std::size_t size = random() % 3000; block.size() < size;) block += static_cast<char>(random() % 256);
      const std::string uri = fmt::format("http://a.test/{}", i);
      bytes += is_packed ? deflated(record(uri, block)) : record(uri, block);
      ends.push_back(bytes.size());
      lines.push_back(fmt::format("response {} {}", uri, block));
    }
  }
};

// A law: whatever is done to a file, the records before it are there, and reading ends.
TEST(WarcReader, EveryRecordBeforeADamageIsRead) {
  std::mt19937 random(2);
  for (const bool is_packed : {false, true}) {
    const Whole whole(is_packed);
    for (int round = 0; round < 300; ++round) {
      std::string bytes = whole.bytes;
      const std::size_t at = random() % bytes.size();
      const bool is_cut = round % 2 == 0;
      if (is_cut) bytes.resize(at);
      if (!is_cut) bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
      const Lines lines = lines_of(bytes);
      const auto good = static_cast<std::size_t>(std::ranges::upper_bound(whole.ends, at) - whole.ends.begin());
      ASSERT_GE(lines.size(), good) << "at " << at;
      for (std::size_t i = 0; i < good; ++i) EXPECT_EQ(lines[i], whole.lines[i]) << "damage at " << at;
      ASSERT_EQ(support::broken_warc_law(bytes), "") << "damage at " << at;
    }
  }
}

TEST(WarcReader, BehindADamagedMemberItGoesOn) {
  const Whole whole(true);
  for (std::size_t flipped = whole.ends[3]; flipped < whole.ends[4]; flipped += 7) {
    std::string bytes = whole.bytes;
    bytes[flipped] = static_cast<char>(~bytes[flipped]);
    const Lines lines = lines_of(bytes);
    for (std::size_t i = 5; i < 10; ++i) {
      EXPECT_NE(std::ranges::find(lines, whole.lines[i]), lines.end()) << "record " << i << ", flipped " << flipped;
    }
  }
}

TEST(WarcReader, ABombIsRead) {
  std::string header = record("http://a.test/", "");
  header.replace(header.find("Content-Length: 0"), 17, "Content-Length: 104857600");
  header.resize(header.size() - 4);
  const TemporaryFolder folder;
  support::write_bytes(folder / "x",
                       deflated(header) + support::gzip_bomb(100) + deflated(record("http://a.test/2", "")));
  WarcReader reader(WarcInput::open(folder / "x").value(), 1000);
  std::vector<std::size_t> sizes;
  for (auto&& record : reader.records()) sizes.push_back(record ? record->block.size() : 7);
  EXPECT_EQ(sizes, (std::vector<std::size_t>{1000, 0}));
}

TEST(WarcInput, WhatIsUnpackedIsThere) {
  const TemporaryFolder folder;
  support::write_bytes(folder / "x", deflated("one ") + deflated(std::string(300'000, 'x')) + deflated(" two"));
  WarcInput input = WarcInput::open(folder / "x")->unpacked().value();
  EXPECT_FALSE(input.is_gzip());
  EXPECT_EQ(input.peek(4).substr(0, 4), "one ");
  EXPECT_EQ(input.skip(300'005), 300'005U);
  EXPECT_EQ(input.peek(10), "two");
  input.seek({.offset = 2});
  EXPECT_EQ(input.peek(3).substr(0, 3), "e x");
}

TEST(WarcInput, WhatIsNoFileIsTold) {
  const TemporaryFolder folder;
  EXPECT_EQ(WarcInput::open(folder / "none").error().kind, base::ErrorKind::kTellUser);
  EXPECT_EQ(WarcInput::open(folder.path()).error().what, folder.path().string() + ": expected a file");
}

}  // namespace
}  // namespace crawler
