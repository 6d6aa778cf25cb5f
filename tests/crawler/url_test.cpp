#include "crawler/url.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>

#include "crawler/plain_link.hpp"
#include "tests/support/test_data.hpp"
#include "tests/support/url_laws.hpp"

namespace {

using crawler::Url;
using namespace std::string_literals;
using namespace std::string_view_literals;

constexpr std::string_view kBase = "https://user:pw@example.com:8080/a/b;c/d?q=1#top";

std::string resolve(std::string_view input, std::string_view base = kBase) {
  const auto url = Url::parse(input, *Url::parse(base));
  return url ? url->href() : url.error().what;
}

std::string parse(std::string_view input) {
  const auto url = Url::parse(input);
  return url ? url->href() : url.error().what;
}

/// Whether the JSON text at `at` is the escape of a surrogate whose third digit is among `third`.
bool is_surrogate(std::string_view json, std::size_t at, std::string_view third) {
  const std::string_view escape = json.substr(std::min(at, json.size()), 6);
  return escape.size() == 6 && (escape.starts_with("\\ud") || escape.starts_with("\\uD")) && third.contains(escape[3]);
}

/// The escapes of lone surrogates, which UTF-8 cannot hold, become U+FFFD: the API takes scalar values only.
std::string without_lone_surrogates(std::string json) {
  for (std::size_t at = json.find("\\u"); at != std::string::npos; at = json.find("\\u", at + 6)) {
    const bool high = is_surrogate(json, at, "89abAB");
    if (high && is_surrogate(json, at + 6, "cdefCDEF")) {
      at += 6;
    } else if (high || is_surrogate(json, at, "cdefCDEF")) {
      json.replace(at, 6, "\\ufffd");
    }
  }
  return json;
}

nlohmann::json read_suite(const std::filesystem::path& path) {
  std::ifstream file(path);
  return nlohmann::json::parse(without_lone_surrogates({std::istreambuf_iterator<char>(file), {}}));
}

/// One case of the suite; what came instead, if it was not what is expected.
std::string wrong_answer(const nlohmann::json& test) {
  const auto input = test.at("input").get<std::string>();
  const std::string base_text = test.at("base").is_string() ? test.at("base").get<std::string>() : "";
  const auto base = Url::parse(base_text);
  const auto url = base ? Url::parse(input, *base) : base_text.empty() ? Url::parse(input) : base;
  const bool must_fail = test.value("failure", false);
  if (must_fail || !url) return must_fail != url.has_value() ? "" : url ? url->href() : url.error().what;
  const auto expected = [&](const char* part) { return test.at(part).get<std::string>(); };
  const auto unless_bare = [](std::string_view part) { return part.size() == 1 ? "" : part; };  // "?" is "" in the API
  const bool same = url->href() == expected("href") && fmt::format("{}:", url->scheme()) == expected("protocol") &&
                    url->site() == expected("host") && url->host() == expected("hostname") &&
                    url->port() == expected("port") && url->path() == expected("pathname") &&
                    unless_bare(url->query()) == expected("search") && unless_bare(url->fragment()) == expected("hash");
  return same ? "" : url->href();
}

TEST(Url, AgreesWithThePublishedSuite) {
  const auto path = support::test_data("url/urltestdata.json");
  if (!path) GTEST_SKIP() << "no url/urltestdata.json; set SITEDEX_TEST_DATA";
  int cases = 0;
  for (const auto& test : read_suite(*path)) {
    if (!test.is_object()) continue;  // a comment
    ++cases;
    EXPECT_EQ(wrong_answer(test), "") << test.dump();
  }
  EXPECT_GT(cases, 0);
}

// The parts, as the picture in url.hpp has them.
TEST(Url, KnowsItsParts) {
  const auto url = Url::parse(kBase);
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme(), "https");
  EXPECT_EQ(url->host(), "example.com");
  EXPECT_EQ(url->port(), "8080");
  EXPECT_EQ(url->site(), "example.com:8080");
  EXPECT_EQ(url->path(), "/a/b;c/d");
  EXPECT_EQ(url->query(), "?q=1");
  EXPECT_EQ(url->fragment(), "#top");
  EXPECT_EQ(url->without_fragment().href(), "https://user:pw@example.com:8080/a/b;c/d?q=1");
  EXPECT_TRUE(url->is_http());
}

TEST(Url, SiteIsTheSameForHttpAndHttpsAndLacksTheDefaultPort) {
  EXPECT_EQ(Url::parse("http://Example.COM:80/")->site(), "example.com");
  EXPECT_EQ(Url::parse("https://example.com:443/")->site(), "example.com");
  EXPECT_EQ(Url::parse("http://example.com:443/")->site(), "example.com:443");
  EXPECT_EQ(Url::parse("mailto:someone@example.com")->site(), "");
}

TEST(Url, WithoutFragmentNamesTheSamePage) {
  const auto page = Url::parse("http://a/b?c");
  EXPECT_EQ(Url::parse("http://a/b?c#d")->without_fragment(), *page);
  EXPECT_EQ(Url::parse("http://a/b?c#")->without_fragment(), *page);
  EXPECT_EQ(page->without_fragment(), *page);
}

// RFC 3986, 5.4, whose examples the standard agrees with but where http's own scheme is repeated (5.4.2).
TEST(Url, ResolvesTheExamplesOfRfc3986) {
  constexpr std::array<std::array<std::string_view, 2>, 33> kExamples = {{
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g/"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"http:g", "http://a/b/c/g"},
  }};
  for (const auto& [link, expected] : kExamples) EXPECT_EQ(resolve(link, "http://a/b/c/d;p?q"), expected) << link;
}

// https://url.spec.whatwg.org/#concept-basic-url-parser, steps 1 and 3
TEST(Url, TrimsTheEndsAndDropsTabsAndLineEnds) {
  EXPECT_EQ(resolve("  /x\x01 "), "https://user:pw@example.com:8080/x");
  EXPECT_EQ(resolve("/x\n/\ty\r"), "https://user:pw@example.com:8080/x/y");
  EXPECT_EQ(parse("ht\ntp://a\t/"), "http://a/");
  EXPECT_EQ(parse("\0http://a/"s), "http://a/");
}

// https://url.spec.whatwg.org/#percent-encoded-bytes
TEST(Url, EncodesWhatEachPartMustNotHold) {
  EXPECT_EQ(parse("http://a/ \"#"), "http://a/%20%22#");
  EXPECT_EQ(parse("http://a/^`{}|'?^`{}|'#^`{}|'"), "http://a/%5E%60%7B%7D|'?^`{}|%27#^%60{}|'");
  EXPECT_EQ(parse("http://a/\u00FC?\u00FC#\u00FC"), "http://a/%C3%BC?%C3%BC#%C3%BC");
  EXPECT_EQ(parse("http://a/%zz%4"), "http://a/%zz%4") << "what is no escape stays as it is";
  EXPECT_EQ(parse("http://a@b:c:d@e/"), "http://a%40b:c%3Ad@e/");
}

// A crawler gets bytes, which may not be UTF-8: https://encoding.spec.whatwg.org/#utf-8-decode
TEST(Url, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(parse("http://a/\xFF"), "http://a/%EF%BF%BD");
  EXPECT_EQ(parse("http://a/\xE2\x82/"), "http://a/%EF%BF%BD/");
  EXPECT_EQ(parse("http://a/?\xED\xA0\x80"), "http://a/?%EF%BF%BD%EF%BF%BD%EF%BF%BD");
  EXPECT_FALSE(Url::parse("http://\xFF/"));
}

TEST(Url, TakesBackslashesForSlashesInSpecialSchemesOnly) {
  EXPECT_EQ(resolve("\\x\\..\\y"), "https://user:pw@example.com:8080/y");
  EXPECT_EQ(resolve("\\\\h\\x"), "https://h/x");
  EXPECT_EQ(parse("foo://h/a\\b"), "foo://h/a\\b");
}

// https://url.spec.whatwg.org/#path-state: "%2e" is a dot.
TEST(Url, RemovesDotSegmentsHoweverTheyAreWritten) {
  EXPECT_EQ(parse("http://a/b/%2E%2e/c"), "http://a/c");
  EXPECT_EQ(parse("http://a/b/.%2e"), "http://a/");
  EXPECT_EQ(parse("http://a/b/%2e"), "http://a/b/");
  EXPECT_EQ(parse("http://a/b/..."), "http://a/b/...");
  EXPECT_EQ(parse("http://a/b//../c"), "http://a/b/c");
}

// https://url.spec.whatwg.org/#port-state
TEST(Url, ReadsPorts) {
  EXPECT_EQ(parse("http://a:0080/"), "http://a/");
  EXPECT_EQ(parse("http://a:/"), "http://a/");
  EXPECT_EQ(parse("http://a:65535/"), "http://a:65535/");
  EXPECT_FALSE(Url::parse("http://a:65536/"));
  EXPECT_FALSE(Url::parse("http://a:99999999999999999999/"));
  EXPECT_FALSE(Url::parse("http://a:8o/"));
}

// https://url.spec.whatwg.org/#windows-drive-letter
TEST(Url, KeepsTheDriveOfAFile) {
  EXPECT_EQ(parse("file:///C|/x/../.."), "file:///C:/");
  EXPECT_EQ(parse("file://C:/x"), "file:///C:/x");
  EXPECT_EQ(resolve("/y", "file:///C:/x"), "file:///C:/y");
  EXPECT_EQ(resolve("D|/y", "file:///C:/x"), "file:///D:/y");
}

// https://url.spec.whatwg.org/#url-serializing, step 3: a path of two slashes must not become a host.
TEST(Url, GuardsAPathOfTwoSlashes) {
  EXPECT_EQ(parse("a:/..//b"), "a:/.//b");
  EXPECT_EQ(Url::parse("a:/.//b")->path(), "//b");
  EXPECT_EQ(resolve("?c", "a:/.//b"), "a:/.//b?c");
}

TEST(Url, SaysWhatIsWrongInPrintableAscii) {
  const auto url = Url::parse("http://a\x1B[31m\u00E4");
  ASSERT_FALSE(url);
  EXPECT_EQ(url.error().kind, base::ErrorKind::kSkip);
  EXPECT_EQ(url.error().what, "\"http://a%1B[31m%C3%A4\" is not a URL: a forbidden character in the host");
  EXPECT_LT(Url::parse("http://a b" + std::string(100'000, 'x')).error().what.size(), 500U);
}

// Each takes minutes where a step looks at all of the input.
TEST(Url, TakesLinearTimeForLongInputs) {
  const auto repeated = [](std::string_view piece, int count) {
    std::string text;
    for (; count > 0; --count) text += piece;
    return text;
  };
  const std::string long_segment(2'000'000, 'a');
  EXPECT_EQ(parse("file:///" + long_segment + repeated("/b/..", 1'000'000)).size(), long_segment.size() + 9);
  EXPECT_EQ(resolve("/" + long_segment + "/" + repeated(":", 2'000'000), "http://h/").size(), 4'000'010U);
  EXPECT_EQ(parse("http://h/" + repeated("b/../", 1'000'000)), "http://h/");
  EXPECT_EQ(parse("http://" + repeated("@", 1'000'000) + "h/").size(), 3'000'007U);
  EXPECT_FALSE(Url::parse("http://" + repeated("[:]", 1'000'000)));
  EXPECT_FALSE(Url::parse("http://" + repeated("1.", 1'000'000)));
}

/// Some pieces of URLs, good and bad, in a row.
std::string generated_input(std::mt19937& random) {
  static constexpr std::array kPieces = {
      // schemes and what follows them
      "http:"sv, "https://"sv, "HTTP:/"sv, "file:"sv, "file:///"sv, "foo:"sv, "a://"sv, "mailto:x@y"sv,
      // hosts and ports
      "h"sv, "example.com"sv, "Host.ORG"sv, "localhost"sv, "1.2"sv, "0x7f"sv, "256"sv, "[::1]"sv, "["sv, "]"sv, ":"sv,
      ":80"sv, ":8080"sv, "@"sv, "xn--4ca"sv, "xn--a-"sv, "\u00E4"sv, "\u1E9E"sv, "\u05D0"sv, "\u200D"sv, "\u3002"sv,
      // paths, queries and fragments
      "/"sv, "//"sv, "\\"sv, "."sv, ".."sv, "../"sv, "/./"sv, "%2e"sv, "%2E."sv, "C|"sv, "d:"sv, "c:/"sv, "path"sv,
      "a.html"sv, "?"sv, "x=1&y"sv, "#"sv, "%31"sv, "%"sv, "%zz"sv, "'"sv, "\""sv, "<"sv, "|"sv, "^"sv,
      // what is dropped, encoded or replaced
      " "sv, "\t"sv, "\n"sv, "\0"sv, "\x7F"sv, "\xFF"sv, "\xE2\x82"sv};
  std::string input;
  for (auto pieces = random() % 8; pieces > 0; --pieces) input += kPieces[random() % kPieces.size()];
  return input;
}

TEST(Url, KeepsItsLawsOnGeneratedInputs) {
  constexpr std::array kBases = {"http://example.com/a/b/c.html?q#f",
                                 "http://h/a//b/./../",
                                 "https://u:p@[::1]:8443",
                                 "file:///C:/x/y",
                                 "file://host/x",
                                 "foo://h:80/a/b",
                                 "foo:/a/b",
                                 "a:/.//b?c",
                                 "mailto:x",
                                 "data:text/plain, x #y"};
  std::mt19937 random(20260714);
  int parsed = 0;
  int plain = 0;
  for (int round = 0; round < 100'000; ++round) {
    const std::string input = generated_input(random);
    const auto base = Url::parse(kBases[random() % kBases.size()]);
    ASSERT_TRUE(base);
    EXPECT_EQ(support::broken_law(input, *base), "") << testing::PrintToString(input) << " against " << base->href();
    parsed += Url::parse(input, *base).has_value() ? 1 : 0;
    plain += crawler::PlainLink::resolve(input, *base).has_value() ? 1 : 0;
  }
  EXPECT_GT(parsed, 20'000);
  EXPECT_GT(plain, 5'000);
}

}  // namespace
