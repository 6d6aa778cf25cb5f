#include "crawler/links.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "html/page_reader.hpp"

namespace crawler {
namespace {

std::vector<std::string> links_of(std::string html, std::string_view page = "http://a.example/b/c?d") {
  html::PageReader reader;
  const auto read = reader.read(std::move(html));
  std::vector<std::string> found;
  for (const Link& link : find_links(*read, base_url(*read, *Url::parse(page))).links) found.push_back(link.url.href());
  return found;
}

using Urls = std::vector<std::string>;

TEST(Links, ComeInDocumentOrderFromAnchorsAndAreas) {
  EXPECT_EQ(links_of("<a href=z>1</a><map><area href=/y></map><p><a href='?q'>2<link href=no><a>"),
            (Urls{"http://a.example/b/z", "http://a.example/y", "http://a.example/b/c?q"}));
}

TEST(Links, AreGivenOncePerUrlWithoutFragments) {
  EXPECT_EQ(links_of("<a href=x#1><a href='x'><a href=./x><a href=' x '><a href='#top'><a href=''>"),
            (Urls{"http://a.example/b/x", "http://a.example/b/c?d"}));
}

TEST(Links, OfOtherSchemesAreLeftOut) {
  EXPECT_EQ(links_of("<a href=mailto:x@y.z><a href='javascript:void 0'><a href=ftp://a/><a href=https://s.example>"
                     "<a href='http://[bad'><a href=//t.example/>"),
            (Urls{"https://s.example/", "http://t.example/"}));
}

// HTML Standard, 2.4.3: the first base with an href decides, wherever it stands, for links before it too.
TEST(Links, AreResolvedAgainstTheFirstBaseWithAnHref) {
  EXPECT_EQ(links_of("<a href=x></a><base target=_top><base href=/d/e><base href=/f/>"),
            (Urls{"http://a.example/d/x"}));
  EXPECT_EQ(links_of("<base href='javascript:1'><a href=x>"), (Urls{"http://a.example/b/x"}));
  EXPECT_EQ(links_of("<base href='http://[bad'><a href=x>"), (Urls{"http://a.example/b/x"}));
}

TEST(Links, InHiddenPartsCountButNotInTemplates) {
  EXPECT_EQ(links_of("<div hidden><a href=1></a></div><noscript><a href=2></a></noscript><template><a href=3></a>"
                     "</template><!-- <a href=4> --><script>'<a href=5>'</script><p style='display:none'><a href=6>"),
            (Urls{"http://a.example/b/1", "http://a.example/b/2", "http://a.example/b/6"}));
}

TEST(Links, DecodeCharacterReferences) {
  EXPECT_EQ(links_of("<a href='?a=1&amp;b=2&copy=3'>"), (Urls{"http://a.example/b/c?a=1&b=2&copy=3"}));
}

// Law: a link is canonical already.
TEST(Links, ParseToThemselves) {
  for (const std::string& link : links_of("<a href='//B.example:80/%7e/../x y?ü'><a href=\\\\c.example\\d>")) {
    EXPECT_EQ(Url::parse(link)->href(), link);
  }
}

/// The URLs that the page asks not to follow, of those it links to.
Urls not_followed(std::string html) {
  html::PageReader reader;
  const auto read = reader.read(std::move(html));
  Urls found;
  for (const Link& link : find_links(*read, *Url::parse("http://a.example/")).links) {
    if (link.nofollow) found.push_back(link.url.href());
  }
  return found;
}

// HTML Standard, 4.6.7: `rel` is a set of words without regard to case.
TEST(Links, AreNotFollowedWhereRelSaysSo) {
  EXPECT_EQ(not_followed("<a href=1 rel=nofollow><a href=2 rel=' ugc\nNoFollow '><a href=3 rel=nofollows>"
                         "<a href=4 rel='no follow'><a href=5 rel><a href=6><map><area href=7 rel=nofollow></map>"),
            (Urls{"http://a.example/1", "http://a.example/2", "http://a.example/7"}));
}

TEST(Links, AreFollowedWhereOneElementDoesNotAskNotTo) {
  EXPECT_EQ(not_followed("<a href=1 rel=nofollow><a href=1>"), Urls{});
  EXPECT_EQ(not_followed("<a href=1><a href=1 rel=nofollow>"), Urls{});
  EXPECT_EQ(not_followed("<a href=1 rel=nofollow><a href='./1#x'><a href=1 rel=nofollow>"), Urls{})
      << "written otherwise";
  EXPECT_EQ(not_followed("<a href=1 rel=nofollow><a href=/1 rel=nofollow>"), (Urls{"http://a.example/1"}));
}

TEST(Links, MayBeLeftBeforeTheLast) {
  html::PageReader reader;
  const auto read = reader.read("<a href=1><a href=2><a href=3>");
  for (const Link& link : find_links(*read, *Url::parse("http://a.example/")).links) {
    EXPECT_EQ(link.url.href(), "http://a.example/1");
    break;
  }
}

}  // namespace
}  // namespace crawler
