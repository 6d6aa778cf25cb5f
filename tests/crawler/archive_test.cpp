#include "crawler/archive.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crawler/warc_writer.hpp"
#include "tests/crawler/fetching.hpp"
#include "tests/support/deflate.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_data.hpp"

namespace crawler {
namespace {

using support::deflated;
using support::TemporaryFolder;
using Lines = std::vector<std::string>;

std::string response(const std::string& uri, const std::string& body, const WarcFields& fields = {},
                     const std::string& type = "response") {
  return to_bytes({.type = type,
                   .target_uri = uri,
                   .date = "2026-01-31T12:30:00Z",
                   .id = "<" + body + ">",
                   .fields = fields,
                   .block = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body});
}

std::string info(const std::string& date, const std::string& block) {
  return to_bytes({.type = "warcinfo", .target_uri = {}, .date = date, .id = {}, .block = block});
}

/// An archive of files with these bytes, and what was complained of.
class Opened {
 public:
  explicit Opened(const Lines& contents) {
    std::vector<std::filesystem::path> files;
    for (const std::string& bytes : contents) {
      files.push_back(folder_ / ("x" + std::to_string(files.size())));
      support::write_bytes(files.back(), bytes);
    }
    archive = Archive::open(files, [this](const std::string& what) { complaints.push_back(what); }).value();
  }

  /// The bodies of a URL's answers, or what was wrong with them.
  Lines answers(const std::string& url) {
    Lines bodies;
    const Archive::Range range = archive.find(parsed(url));
    for (Archive::Number i = range.first; i < range.last; ++i) {
      const Answered answer = archive.answer(i, {.url = parsed(url)}, {});
      bodies.push_back(answer ? answer->body : answer.error().what);
    }
    return bodies;
  }

  Lines urls() {
    Lines urls;
    for (auto&& url : archive.urls()) urls.push_back(url.href());
    return urls;
  }

  Archive archive;
  Lines complaints;

 private:
  TemporaryFolder folder_;
};

TEST(Archive, RequestsForAUrlKeepTheirOrderOverFiles) {
  Opened opened({response("http://a.test/", "one") + response("http://a.test/2", "two"),
                 deflated(response("http://A.test", "three")) + deflated(response("http://a.test/#part", "four"))});
  EXPECT_EQ(opened.answers("http://a.test/"), (Lines{"one", "three", "four"}));
  EXPECT_EQ(opened.answers("http://a.test/2"), Lines{"two"});
  EXPECT_EQ(opened.answers("http://a.test/3"), Lines{});
  EXPECT_EQ(opened.urls(), (Lines{"http://a.test/", "http://a.test/2", "http://a.test/", "http://a.test/"}));
}

TEST(Archive, OnlyAnswersOfWebServersCount) {
  Opened opened({response("dns:a.test", "x") + response("file:///a b.png", "x", {}, "resource") +
                 response("http://a.test/a b", "x") + response("http://a.test/", "x", {}, "request")});
  EXPECT_EQ(opened.urls(), Lines{"http://a.test/a%20b"});
  ASSERT_EQ(opened.complaints.size(), 2U) << "of spaces, which are none in a URL";
  EXPECT_NE(opened.complaints[1].find("expected a URL as its WARC-Target-URI, got 'http://a.test/a b'"),
            std::string::npos);
}

TEST(Archive, WhatIsBadIsToldAndTheRestIsThere) {
  Opened opened({response("http://a.test/1", "one") + "rubbish\n" + response("http:///", "x") +
                 response("http://a.test/2", "two")});
  EXPECT_EQ(opened.complaints.size(), 2U);
  EXPECT_NE(opened.complaints[0].find("expected a record, got 'rubbish'"), std::string::npos);
  EXPECT_NE(opened.complaints[1].find("expected a URL as its WARC-Target-URI, got 'http:///'"), std::string::npos);
  EXPECT_EQ(opened.urls(), (Lines{"http://a.test/1", "http://a.test/2"}));
}

TEST(Archive, ARevisitIsAnsweredByWhatItRefersTo) {  // WARC 1.1, 6.7
  const auto revisit = [](const WarcFields& fields) { return response("http://a.test/", "", fields, "revisit"); };
  Opened opened(
      {response("http://a.test/", "one", {{"WARC-Payload-Digest", "sha1:A"}}) +
       response("http://b.test/", "two", {{"WARC-Payload-Digest", "sha1:B"}}) +
       revisit({{"WARC-Payload-Digest", "sha1:A"}}) + revisit({{"WARC-Refers-To", "<one>"}}) +
       revisit({{"WARC-Refers-To-Target-URI", "<http://b.test/>"}, {"WARC-Payload-Digest", "sha1:B"}}) +
       revisit({{"WARC-Refers-To-Target-URI", "http://b.test/"}, {"WARC-Refers-To-Date", "2026-01-31T12:30:00Z"}}) +
       revisit({{"WARC-Payload-Digest", "sha1:C"}})});
  EXPECT_EQ(opened.answers("http://a.test/"),
            (Lines{"one", "one", "one", "two", "two", "its record in the archive is bad"}));
}

TEST(Archive, FilesOfOursAreInTheOrderOfTheirDates) {
  const auto file = [](const std::string& date, const std::string& body) {
    return info(date, "software: sitedex/1\r\nsitedex-max-pages: " + body + "\r\n") + response("http://a.test/", body);
  };
  Opened opened(
      {file("2026-01-03T00:00:00Z", "3"), file("2026-01-01T00:00:00Z", "1"), file("2026-01-02T00:00:00Z", "2")});
  EXPECT_EQ(opened.answers("http://a.test/"), (Lines{"1", "2", "3"}));
  Lines limits;
  for (auto&& notes : opened.archive.notes()) limits.emplace_back(field(notes, "sitedex-max-pages"));
  EXPECT_EQ(limits, (Lines{"1", "2", "3"}));
}

TEST(Archive, WhatOthersSayOfTheirCrawlsIsNoNote) {
  Opened opened({info("2026-01-03T00:00:00Z", "software: Wget\r\nsitedex-seed: http://a.test/\r\n")});
  for (auto&& notes : opened.archive.notes()) ADD_FAILURE() << to_lines(notes);
}

TEST(Archive, AFileThatIsOneMemberIsReadByItsRecords) {
  std::string plain;
  for (int i = 0; i < 100; ++i) plain += response("http://a.test/" + std::to_string(i), std::string(10'000, 'x'));
  plain += response("http://a.test/last", "last");
  Opened opened({deflated(plain)});
  EXPECT_EQ(opened.archive.requests(), 101U);
  EXPECT_EQ(opened.answers("http://a.test/last"), Lines{"last"});
}

TEST(Archive, TellsWhatIsWrongWithTheSamples) {
  const auto complaint = [](const std::string& name) -> std::string {
    const auto data = support::test_data("warc/" + name);
    if (!data) return "";
    std::string told;
    const auto tell = [&](const std::string& what) { told += what.substr(what.find(name) + name.size()) + "\n"; };
    const auto archive = Archive::open({{*data}}, tell);
    EXPECT_TRUE(archive);
    return told;
  };
  if (!support::test_data("warc")) GTEST_SKIP() << "no warc; set SITEDEX_TEST_DATA";
  const std::string many = ": expected a gzip member for each record, got one for many; read all the same\n";
  EXPECT_EQ(complaint("example-bad.warc.gz.bad"), many);
  EXPECT_EQ(complaint("example-bad-non-chunked.warc.gz"), many);
  EXPECT_EQ(complaint("example-trunc.warc"), " at 1197: its block goes on behind its Content-Length\n");
  EXPECT_EQ(complaint("example-wrong-chunks.warc.gz"), " at 0: its block goes on in another gzip member\n");
  EXPECT_EQ(complaint("example-space-in-target-uri.warc.gz"),
            " at 241: expected a URL as its WARC-Target-URI, got 'file:///example with spaces.png'\n");
  for (const char* const good : {"example.warc", "example.warc.gz", "example.arc.gz", "example-resource.warc.gz",
                                 "example-wget-bad-target-uri.warc.gz", "post-test.warc.gz", "hello-world.warc"}) {
    EXPECT_EQ(complaint(good), "") << good;
  }
}

TEST(Archive, WantsItsFiles) {
  const std::vector<std::filesystem::path> files{"/no/such/file"};
  const auto archive = Archive::open(files, [](const std::string&) {});
  EXPECT_EQ(archive.error().kind, base::ErrorKind::kTellUser);
}

}  // namespace
}  // namespace crawler
