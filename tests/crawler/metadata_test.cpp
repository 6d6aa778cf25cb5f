#include "crawler/metadata.hpp"

#include <gtest/gtest.h>

#include <string>

#include "html/page_reader.hpp"

namespace crawler {
namespace {

Metadata metadata_of(std::string html, std::string_view agent = "SiteDex") {
  html::PageReader reader;
  return metadata(*reader.read(std::move(html)), *Url::parse("http://a.example/b/"), agent);
}

TEST(Metadata, IsWhatThePageSaysFirst) {
  const Metadata metadata = metadata_of(
      "<html lang=pt-BR><title>\n a  &amp; b\n</title><title>no</title><meta name=Description content=' d  e '>"
      "<meta name=description content=no><link rel='x CANONICAL' href='../c#f'><link rel=canonical href=/no>");
  EXPECT_EQ(metadata.title, "a & b");
  EXPECT_EQ(metadata.description, "d e");
  EXPECT_EQ(metadata.language, "pt-BR");
  ASSERT_TRUE(metadata.canonical);
  EXPECT_EQ(metadata.canonical->href(), "http://a.example/c");
}

TEST(Metadata, HasWhatIsAskedOfAllRobotsAndOfThisOne) {
  const Metadata metadata = metadata_of(
      "<meta name=ROBOTS content=noindex><meta name=sitedex content=noarchive><meta name=googlebot content=nofollow>"
      "<meta content=nofollow><meta name='' content=nofollow><template><meta name=robots content=nofollow></template>");
  EXPECT_TRUE(metadata.directives.noindex);
  EXPECT_TRUE(metadata.directives.noarchive);
  EXPECT_FALSE(metadata.directives.nofollow);
  EXPECT_FALSE(metadata_of("<meta name='' content=none><meta content=none>", "").directives.noindex);
}

TEST(Metadata, HasTheFirstRefreshAtOnce) {
  EXPECT_EQ(metadata_of("<meta http-equiv=Refresh content='5;url=/no'><meta http-equiv=refresh content='0;url=../c#f'>"
                        "<meta http-equiv=refresh content='0;url=/no'>")
                .refresh->href(),
            "http://a.example/c");
  EXPECT_FALSE(metadata_of("<meta http-equiv=refresh><meta http-equiv=refresh content=0><meta name=refresh "
                           "content='0;url=/no'><meta http-equiv=refresh content='0;url=mailto:x'>")
                   .refresh);
}

// Such a page asks for a script, and says what it has to say to those who have one.
TEST(Metadata, ARefreshForWhoHasNoScriptIsNone) {
  EXPECT_FALSE(metadata_of("<noscript><meta http-equiv=refresh content='0;url=/no'></noscript>").refresh);
  EXPECT_FALSE(metadata_of("<body><noscript><p><meta http-equiv=refresh content='0;url=/no'></noscript>").refresh);
}

TEST(Metadata, MayBeAbsent) {
  const Metadata metadata = metadata_of("<svg><title>drawing</title></svg><link rel=canonical href=mailto:x>");
  EXPECT_EQ(metadata.title + metadata.description + metadata.language, "");
  EXPECT_FALSE(metadata.canonical);
}

}  // namespace
}  // namespace crawler
