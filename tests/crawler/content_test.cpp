#include "crawler/content.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "tests/support/content_laws.hpp"

namespace crawler {
namespace {

using namespace std::string_literals;

base::Result<Content> read(std::string body, std::string_view content_type = "text/html", bool body_cut = false) {
  html::PageReader pages;
  const ContentReader::Options options;
  ContentReader reader(options, pages);
  return reader.read(std::move(body), content_type, *Url::parse("http://a.example/"), body_cut);
}

TEST(Content, IsReadFromXhtmlToo) {
  const auto content = read(
      "<?xml version='1.0' encoding='iso-8859-2'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'>"
      "<html xmlns='http://www.w3.org/1999/xhtml' lang='cs'><head><title>\xE8</title></head>"
      "<body><p>a<br/>b</p><a href='x'/></body></html>",
      "application/xhtml+xml");
  EXPECT_EQ(content->metadata.title, "č");
  EXPECT_EQ(content->metadata.language, "cs");
  EXPECT_EQ(content->outline.text, "a b");
  EXPECT_EQ(content->links.size(), 1U);
}

TEST(Content, IsReadWhateverEncodingIsClaimed) {
  EXPECT_EQ(read("<p>caf\xE9", "text/html; charset=utf-8")->outline.text, "caf\uFFFD");
  EXPECT_EQ(read("<p>caf\xC3\xA9", "text/html; charset=latin1")->outline.text, "cafÃ©");
  EXPECT_EQ(read("<p>x", "text/html; charset=iso-2022-kr")->outline.text, "\uFFFD");
  EXPECT_EQ(read("\xFF\xFE<\0p\0>\0x\0"s, "text/html; charset=utf-8")->outline.text, "x");
}

// MIME Sniffing Standard, 6 and 7.1
TEST(Content, OfABinaryFormatIsToldByWhatItBeginsWith) {
  const auto kind = [](std::string_view body) { return binary_kind("text/html", body); };
  EXPECT_EQ(kind("%PDF-1.7\n<html>"), "PDF");
  EXPECT_EQ(kind("\x89PNG\r\n\x1A\n"), "PNG");
  EXPECT_EQ(kind("GIF89a"), "GIF");
  EXPECT_EQ(kind("\xFF\xD8\xFF\xE0"), "JPEG");
  EXPECT_EQ(kind("PK\x03\x04..."), "ZIP");
  EXPECT_EQ(kind("\x1F\x8B\x08..."), "gzip");
  EXPECT_EQ(kind("<p>%PDF-1.7"), "");
  EXPECT_EQ(kind("PK is a country code"), "");
  EXPECT_EQ(kind(""), "");
}

// MIME Sniffing Standard, 7.2
TEST(Content, FullOfControlCharactersIsBinary) {
  const std::string binary = "a\0b\1c\2d\0"s;
  EXPECT_EQ(binary_kind("text/html", binary), "binary data");
  EXPECT_EQ(binary_kind("text/html", "<p>a stray one is no proof\0"s), "");
  EXPECT_EQ(binary_kind("text/html", "<p>" + std::string(2000, 'x') + std::string(9000, '\0')), "") << "not at once";
}

TEST(Content, InUtf16IsNotBinary) {
  const std::string utf16 = "<\0p\0>\0x\0"s;
  EXPECT_EQ(binary_kind("text/html", "\xFF\xFE" + utf16), "");
  EXPECT_EQ(binary_kind("text/html; charset=utf-16", utf16), "");
  EXPECT_EQ(binary_kind("text/html; charset=utf-8", utf16), "binary data");
}

TEST(Content, SurvivesNulBytes) {
  const auto content = read("<p>a\0b<a href='x\0y'>\0</a>\0"s);
  ASSERT_TRUE(content);
  EXPECT_FALSE(content->outline.text.contains('\0'));
}

// A line of 100 MB, as it comes from a fetcher that cuts at 16 MiB.
TEST(Content, SurvivesALineWithoutEnd) {
  const auto content = read("<p>" + std::string(std::size_t{16} << 20, 'x'), "text/html", true);
  ASSERT_TRUE(content);
  EXPECT_EQ(content->outline.text.size(), std::size_t{16} << 20);
  EXPECT_EQ(content->outline.blocks.size(), 1U);
}

TEST(Content, SaysWhyItIsNotAllOfThePage) {
  EXPECT_EQ(read("<p>x")->truncated, "");
  EXPECT_EQ(read("<p>x", "text/html", true)->truncated, "body over 4 bytes");
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "<div>x";
  EXPECT_EQ(read(deep)->truncated, "nested over 512 elements");
}

TEST(Content, ACutThroughACharacterDoesNotChangeTheEncoding) {
  for (const std::string_view cut : {"\xC3", "\xE2\x82", "\xF0\x9F\x98"}) {
    EXPECT_EQ(read("<p>caf\xC3\xA9" + std::string(cut), "text/html", true)->outline.text, "café");
  }
}

// Laws: see content_laws.hpp. Random bytes among pieces of markup, under random encodings.
TEST(Content, KeepsItsLawsOnRandomBytes) {
  constexpr std::string_view kPieces[] = {
      "<p>",    "<a href=", "#x>",      "</a>",       "<pre>\n ",       "<h2>", "</h2>", "<table>",    "<td>", "<br>",
      "<base ", "href=/a>", "<title>",  "</title>",   "<select>",       "<!--", "-->",   "<svg>",      "<b ",  "'",
      ">",      "&#0;",     "&#55555;", "&#x110000;", "&#11111111111;", "x y",  "\n\n",  "<html lang="};
  constexpr std::string_view kTypes[] = {"", "text/html;charset=utf-8", "text/html;charset=sjis",
                                         "text/html;charset=utf-16", "text/html;charset=gb18030"};
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    std::string body;
    for (auto i = random() % 200; i > 0; --i) {
      if (random() % 3 != 0) body += kPieces[random() % std::size(kPieces)];
      if (random() % 4 == 0) body += static_cast<char>(random() % 256);
    }
    const auto content = read(body, kTypes[random() % std::size(kTypes)], random() % 2 == 0);
    if (content) {
      ASSERT_EQ(support::broken_law(*content), "") << body;
    }
  }
}

// MIME Sniffing Standard, 7.1: only a type that says nothing is looked behind.
TEST(IsHtml, GoesByTheTypeAndLooksAtTheBytesOnlyWithoutOne) {
  EXPECT_TRUE(is_html("Text/HTML; charset=x", ""));
  EXPECT_TRUE(is_html("application/xhtml+xml", ""));
  EXPECT_FALSE(is_html("text/plain", "<html>"));
  EXPECT_FALSE(is_html("image/svg+xml", "<svg>"));
  EXPECT_TRUE(is_html("", "\n <!DOCTYPE html>"));
  EXPECT_TRUE(is_html("", "<!-- x"));
  EXPECT_TRUE(is_html("unknown/unknown", "<p>"));
  EXPECT_FALSE(is_html("", "<pre>"));
  EXPECT_FALSE(is_html("", "%PDF-1.5"));
  EXPECT_FALSE(is_html("", ""));
}

}  // namespace
}  // namespace crawler
