#include "crawler/warc_writer.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "crawler/scope.hpp"
#include "crawler/warc_reader.hpp"
#include "tests/support/temporary_folder.hpp"

namespace crawler {
namespace {

using support::TemporaryFolder;
namespace fs = std::filesystem;

WarcRecord record(const std::string& uri, std::string block) {
  return {.type = "response",
          .target_uri = uri,
          .date = "2026-01-31T12:30:00.123456Z",
          .id = new_record_id(),
          .fields = {{"Content-Type", "application/http"}},
          .block = std::move(block)};
}

std::vector<WarcRecord> read(const fs::path& file) {
  std::vector<WarcRecord> records;
  WarcReader reader(WarcInput::open(file).value());
  for (auto&& read : reader.records()) records.push_back(std::move(read).value());
  return records;
}

TEST(WarcRecord, DigestsAreSha1InBase32) {
  EXPECT_EQ(warc_digest(""), "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
  EXPECT_EQ(warc_digest("abc"), "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5");  // FIPS 180, A.1
}

TEST(WarcRecord, DatesAreToTheMicrosecond) {  // WARC 1.1, 5.4
  const auto time = std::chrono::sys_seconds(std::chrono::seconds(1'769'862'600)) + std::chrono::microseconds(5);
  EXPECT_EQ(warc_date(time), "2026-01-31T12:30:00.000005Z");
  EXPECT_EQ(parse_warc_date(warc_date(time)), time);
  EXPECT_EQ(parse_warc_date("2026-01-31T12:30:00Z"), time - std::chrono::microseconds(5));
  EXPECT_EQ(parse_warc_date("yesterday"), std::nullopt);
}

TEST(WarcRecord, IdsAreRandomUuids) {  // RFC 9562, 5.4
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(new_record_id());
  EXPECT_EQ(ids.size(), 1000U);
  const auto shape =
      Pattern::parse("re:^<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>$");
  EXPECT_TRUE(shape->matches(*ids.begin())) << *ids.begin();
}

TEST(WarcRecord, FieldsThatWereWrittenAreReadAsTheyWere) {
  const WarcFields fields{{"a", "1"}, {"empty", ""}, {"a", "x: y"}};
  EXPECT_EQ(fields_of(to_lines(fields)), fields);
  EXPECT_EQ(fields_of(to_lines({{"a", "1\r\nb: 2"}})), (WarcFields{{"a", "1b: 2"}})) << "no field can make another";
  EXPECT_EQ(fields_of("a: 1\n  2\nno field\n"), (WarcFields{{"a", "1 2"}}));
  EXPECT_EQ(field(fields, "A"), "1");
}

TEST(WarcWriter, WhatIsWrittenIsRead) {
  const TemporaryFolder folder;
  WarcWriter writer({.file = folder / "x.warc.gz", .info = {{"software", "test"}}});
  const std::string binary("\0WARC/1.1\r\n\r\n\x1f\x8b\x08\xff", 16);
  writer.write({{record("http://a.test/", "one"), record("http://a.test/b c", binary), record("", "")}});
  const auto records = read(folder / "x.warc.gz");
  ASSERT_EQ(records.size(), 4U);
  EXPECT_EQ(records[0].type, "warcinfo");
  EXPECT_EQ(records[0].block, "software: test\r\n");
  EXPECT_EQ(records[0].field("warc-filename"), "x.warc.gz");
  EXPECT_EQ(records[1].block, "one");
  EXPECT_EQ(records[1].date, "2026-01-31T12:30:00.123456Z");
  EXPECT_EQ(records[1].field("WARC-Warcinfo-ID"), records[0].id);
  EXPECT_EQ(records[2].target_uri, "http://a.test/b c");
  EXPECT_EQ(records[2].block, binary);
  EXPECT_EQ(records[3].block, "");
}

TEST(WarcWriter, EachRecordIsAMember) {  // WARC 1.1, annex A
  const TemporaryFolder folder;
  WarcWriter writer({.file = folder / "x.warc.gz"});
  for (int i = 0; i < 5; ++i) writer.write({{record("http://a.test/", std::string(100'000, 'x'))}});
  const std::string bytes = support::bytes_of(folder / "x.warc.gz");
  for (const WarcRecord& read : read(folder / "x.warc.gz")) {
    EXPECT_EQ(read.place.inside, 0U);
    EXPECT_EQ(bytes.substr(read.place.offset, 3), "\x1f\x8b\x08");
  }
}

TEST(WarcWriter, TakesTheNextFreeNameOfTheSeries) {
  const TemporaryFolder folder;
  support::write_bytes(folder / "x.warc.gz", "mine");
  support::write_bytes(folder / "x-00002.warc.gz", "mine too");
  WarcWriter writer({.file = folder / "x.warc.gz", .max_bytes = 1});
  EXPECT_EQ(writer.file(), folder / "x-00001.warc.gz");
  writer.write({{record("http://a.test/1", "")}});
  EXPECT_EQ(writer.file(), folder / "x-00003.warc.gz");
  writer.write({{record("http://a.test/2", ""), record("http://a.test/3", "")}});
  EXPECT_EQ(writer.file(), folder / "x-00004.warc.gz");
  EXPECT_EQ(read(folder / "x-00003.warc.gz").size(), 2U);
  EXPECT_EQ(read(folder / "x-00004.warc.gz").size(), 3U) << "what was given together stays together";
  EXPECT_EQ(support::bytes_of(folder / "x.warc.gz"), "mine");
  EXPECT_EQ(support::bytes_of(folder / "x-00002.warc.gz"), "mine too");
}

TEST(WarcWriter, AFileThatCannotBeMadeIsTold) {
  const TemporaryFolder folder;
  EXPECT_THROW(WarcWriter({.file = folder / "no/x.warc.gz"}), WarcError);
}

}  // namespace
}  // namespace crawler
