#include "crawler/sitemap.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "tests/support/deflate.hpp"
#include "tests/support/sitemap_laws.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_data.hpp"

namespace crawler {
namespace {

using support::sitemap_lines;
using Lines = std::vector<std::string>;

const std::string kError = "! https://example.com/maps/sitemap.xml: ";

std::string urlset(std::string_view items) {
  return fmt::format("<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>",
                     items);
}

std::string many_urls(std::size_t count) {
  std::string items;
  for (std::size_t i = 0; i < count; ++i) items += fmt::format("<url><loc>/{}</loc></url>", i);
  return urlset(items);
}

TEST(Sitemap, ThePublishedFilesHaveTheirUrls) {
  const auto folder = support::test_data("sitemaps");
  if (!folder) GTEST_SKIP() << "no sitemaps; set SITEDEX_TEST_DATA";
  std::ifstream file(*folder / "expected.json");
  for (const auto& expected : nlohmann::json::parse(file)) {
    const std::string name = expected.at("file");
    const std::string body = support::bytes_of(*folder / name);
    Lines urls;
    for (auto&& entry : sitemap_entries(body, Url::parse("http://example.com/").value())) {
      ASSERT_TRUE(entry) << entry.error().what;
      EXPECT_EQ(entry->is_sitemap, expected.at("kind") == "index") << name;
      urls.push_back(entry->url.href());
    }
    EXPECT_EQ(urls, expected.at("urls").get<Lines>()) << name;
    EXPECT_EQ(support::broken_sitemap_law(body), "") << name;
  }
}

TEST(Sitemap, LocationsAreTrimmedAndResolved) {
  EXPECT_EQ(sitemap_lines(urlset("<url><loc>\n a?b&amp;c </loc></url><url><loc><![CDATA[/d]]>e</loc></url>"
                                 "<url><loc>ftp://example.com/</loc></url><url><loc/></url><url></url>")),
            (Lines{"https://example.com/maps/a?b&c", "https://example.com/de"}));
}

TEST(Sitemap, AnEntryBearsTheLatestOfItsDates) {
  EXPECT_EQ(sitemap_lines(urlset("<url><loc>/a</loc><lastmod> 2005-01-01 </lastmod></url>"
                                 "<url><lastmod>soon</lastmod><loc>/b</loc></url>")),
            (Lines{"https://example.com/a Sat, 01 Jan 2005 00:00:00 GMT", "https://example.com/b"}));
  EXPECT_EQ(sitemap_lines("<feed><entry><link href='/a'/><published>2001-01-01</published><updated>2003-12-13T18:30:02Z"
                          "</updated></entry></feed>"),
            (Lines{"https://example.com/a Sat, 13 Dec 2003 18:30:02 GMT"}));
}

TEST(Sitemap, AnIndexNamesSitemaps) {
  EXPECT_EQ(
      sitemap_lines("<sitemapindex><sitemap><loc>/1.xml</loc><lastmod>2005</lastmod></sitemap>"
                    "<sitemap>https://example.com/2.xml</sitemap></sitemapindex>"),
      (Lines{"sitemap https://example.com/1.xml Sat, 01 Jan 2005 00:00:00 GMT", "sitemap https://example.com/2.xml"}));
}

TEST(Sitemap, WhatExtensionsNameIsNoEntry) {
  EXPECT_EQ(sitemap_lines(urlset("<url><image:loc>/i</image:loc><loc>/a</loc><image:image><image:loc>/j</image:loc>"
                                 "<loc>/k</loc></image:image><xhtml:link rel='alternate' href='/l'/></url>")),
            (Lines{"https://example.com/a"}));
}

TEST(Sitemap, NameSpacesMayBeOddOrMissing) {
  EXPECT_EQ(sitemap_lines("<s:urlset><s:url><s:loc>/a</s:loc><s:lastMod>2005</s:lastMod></s:url></s:urlset>"),
            (Lines{"https://example.com/a Sat, 01 Jan 2005 00:00:00 GMT"}));
}

TEST(Sitemap, EachVersionOfRssIsRead) {
  const std::string item = "<item><title>t</title><link>/a</link></item>";
  EXPECT_EQ(sitemap_lines("<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'http://n/rss.dtd'>"
                          "<rss version='0.91'><channel><image><url>/logo</url><link>/</link></image>" +
                          item + "</channel></rss>"),
            (Lines{"https://example.com/a"}));
  EXPECT_EQ(sitemap_lines("<rdf:RDF><channel rdf:about='/'><link>/</link></channel><item rdf:about='/a'><link>/a</link>"
                          "<dc:date>2005</dc:date></item></rdf:RDF>"),
            (Lines{"https://example.com/a Sat, 01 Jan 2005 00:00:00 GMT"}));
  EXPECT_EQ(sitemap_lines("<rss version='2.0'><channel><link>/</link><atom:link href='/self'/><item>"
                          "<guid>https://example.com/b</guid></item><item><guid isPermaLink='false'>tag:c</guid>"
                          "</item><item><guid>4711</guid></item></channel></rss>"),
            (Lines{"https://example.com/b"}));
}

TEST(Sitemap, AnAtomEntryIsItsAlternateLink) {  // RFC 4287, 4.2.7.2
  EXPECT_EQ(sitemap_lines("<feed xml:base='/blog/'><link href='/'/><entry><link rel='self' href='s'/>"
                          "<link rel='alternate' href='a'/><link href='b'/></entry></feed>"),
            (Lines{"https://example.com/blog/a"}));
}

TEST(Sitemap, ATextHasAUrlOnEachLine) {
  EXPECT_EQ(sitemap_lines("\xEF\xBB\xBF\r\n https://a.example/ \r\n# no URL\n/relative\nhttps://b.example/"),
            (Lines{"https://a.example/", "https://b.example/"}));
  EXPECT_EQ(sitemap_lines("Not found"), (Lines{kError + "neither XML nor URLs"}));
  EXPECT_EQ(sitemap_lines(""), (Lines{kError + "neither XML nor URLs"}));
}

TEST(Sitemap, TheDeclarationMayComeAfterWhiteSpaceAndNameAnyEncoding) {
  for (const char* encoding : {"UTF-8", "utf8", "ISO-8859-1", "windows-1252", "Shift_JIS"}) {
    EXPECT_EQ(sitemap_lines(fmt::format(
                  "\n <?xml version='1.0' encoding='{}'?><urlset><url><loc>/a</loc></url></urlset>", encoding)),
              (Lines{"https://example.com/a"}))
        << encoding;
  }
}

TEST(Sitemap, Utf16IsRead) {
  std::string wide = "\xFF\xFE";
  for (const char c : urlset("<url><loc>/a</loc></url>")) wide += {c, '\0'};
  EXPECT_EQ(sitemap_lines(wide), (Lines{"https://example.com/a"}));
}

TEST(Sitemap, OfBrokenXmlStandsWhatWasReadBefore) {
  const std::string whole = urlset("<url><loc>/a</loc><lastmod>2005</lastmod></url><url><loc>/b</loc></url>");
  const Lines all = sitemap_lines(whole);
  ASSERT_EQ(all.size(), 2U);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Lines some = sitemap_lines(whole.substr(0, size));
    ASSERT_TRUE(!some.empty() && some.back().starts_with(kError)) << size;
    ASSERT_LE(some.size(), 3U);
    for (std::size_t i = 0; i + 1 < some.size(); ++i) EXPECT_TRUE(all[i].starts_with(some[i])) << size;
  }
  EXPECT_EQ(sitemap_lines(urlset("<url><loc>/a</loc></url></url>")),
            (Lines{"https://example.com/a", kError + "broken XML: mismatched tag"}));
  EXPECT_EQ(sitemap_lines("<sitemapindex><sitemap>https://a/b").size(), 1U);
}

TEST(Sitemap, WhatIsNeitherSitemapNorFeedIsAnError) {
  EXPECT_EQ(sitemap_lines("<!doctype html><html><a href=/>x</a>").size(), 1U);
  EXPECT_EQ(sitemap_lines("<html><url><loc>/a</loc></url></html>"), (Lines{kError + "neither sitemap nor feed"}));
}

TEST(Sitemap, EntitiesOfItsOwnEndTheReading) {
  for (const char* declared : {"<!ENTITY a '/secret'>", "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
                               "<!ENTITY % a SYSTEM 'http://example.com/a'>%a;"}) {
    EXPECT_EQ(sitemap_lines(fmt::format("<!DOCTYPE urlset [{}]><urlset><url><loc>&a;</loc></url></urlset>", declared)),
              (Lines{kError + "a DOCTYPE with declarations"}));
  }
}

TEST(Sitemap, ABombOfEntitiesDoesNothing) {
  std::string bomb = "<!DOCTYPE urlset [<!ENTITY a 'lol'>";
  for (char name = 'b'; name < 'z'; ++name) {
    bomb += fmt::format("<!ENTITY {} '&{};&{};'>", name, static_cast<char>(name - 1), static_cast<char>(name - 1));
  }
  EXPECT_EQ(sitemap_lines(bomb + "]><urlset><url><loc>&y;</loc></url></urlset>").size(), 1U);
}

TEST(Sitemap, AFileHasItsBounds) {
  const SitemapLimits limits{.max_bytes = 100'000, .max_urls = 3, .max_url_bytes = 20};
  EXPECT_EQ(sitemap_lines(many_urls(3), limits).size(), 3U);
  EXPECT_EQ(sitemap_lines(many_urls(4), limits).back(), kError + "over 3 URLs");
  const std::string spaces(100'001, ' ');
  EXPECT_EQ(sitemap_lines(urlset("<url><loc>/a</loc></url>" + spaces), limits),
            (Lines{"https://example.com/a", kError + "over 100000 bytes"}));
  EXPECT_EQ(sitemap_lines(support::deflated(urlset("<url><loc>/a</loc></url>" + spaces)), limits).size(), 2U);
  EXPECT_EQ(sitemap_lines("http://a.example/\n" + spaces + "\nhttp://b.example/", limits).front(), "http://a.example/");
  const std::string longer(21, 'x');
  EXPECT_EQ(sitemap_lines(urlset(fmt::format("<url><loc>{}</loc></url><url><loc>/a</loc></url>", longer)), limits),
            (Lines{"https://example.com/a"}));
  EXPECT_EQ(sitemap_lines("http://example.com/" + longer + "\nhttp://a.example/", limits),
            (Lines{"http://a.example/"}));
}

TEST(Sitemap, AGzipBombIsReadUpToTheLimit) {
  EXPECT_EQ(sitemap_lines(support::gzip_bomb(200)).size(), 1U);
}

TEST(Sitemap, OfBrokenGzipStandsWhatWasReadBefore) {
  const std::string zipped = support::deflated(many_urls(1000));
  const Lines some = sitemap_lines(zipped.substr(0, zipped.size() / 2));
  EXPECT_GT(some.size(), 100U);
  EXPECT_EQ(some.back(), kError + "broken gzip");
}

TEST(Sitemap, HostileXmlIsGivenUpSoon) {
  std::string deep;
  std::string names;
  for (int i = 0; i < 100'000; ++i) {
    deep += "<a>";
    names += fmt::format("<n{}/>", i);
  }
  const std::string comment = "<!--" + std::string(100'000, 'x') + "-->";
  EXPECT_EQ(sitemap_lines("<urlset>" + deep), (Lines{kError + "nested over 64 deep"}));
  EXPECT_EQ(sitemap_lines(urlset(names)), (Lines{kError + "names of over 8192 bytes"}));
  EXPECT_EQ(sitemap_lines(urlset(comment)), (Lines{kError + "a tag or comment over 65536 bytes"}));
  const std::string text(100'000, ' ');
  EXPECT_EQ(sitemap_lines(urlset(text + "<url>" + text + "<loc>/a</loc></url>")), (Lines{"https://example.com/a"}));
}

TEST(Sitemap, NothingIsReadBeforeItIsAskedFor) {
  std::string body = many_urls(10'000);
  body.replace(body.size() / 2, 1, "<");  // an error, were it read
  std::size_t count = 0;
  for (auto&& entry : sitemap_entries(body, Url::parse("https://example.com/").value())) {
    ASSERT_TRUE(entry);
    if (++count == 1000) break;
  }
  EXPECT_EQ(count, 1000U);
}

TEST(Sitemap, DamagedFilesKeepTheLaws) {
  const std::string whole = many_urls(30);
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    std::string body = whole;
    for (int i = 0; i < 3; ++i) body[random() % body.size()] = "<>&/! \n\xFF"[random() % 8];
    ASSERT_EQ(support::broken_sitemap_law(body), "") << "seed " << seed;
  }
}

}  // namespace
}  // namespace crawler
