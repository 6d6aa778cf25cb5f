#include "storage/page_filter.hpp"

#include <gtest/gtest.h>

#include "crawler/date.hpp"

namespace storage {
namespace {

/// What `field`:`value` comes to; "none" if it is none.
std::string understood(std::string_view field, std::string_view value) {
  const auto condition = parse_condition(field, value);
  return condition ? condition->value : "none";
}

bool passes(std::string_view field, std::string_view value, const PageFacts& page) {
  return PageFilter{.conditions = {parse_condition(field, value).value()}}.passes(page);
}

TEST(PageFilter, ASiteIsAHostAndItsSubdomains) {
  const PageFacts page{.url = "https://docs.example.com/guide/a.html", .language = "", .content_type = ""};
  EXPECT_TRUE(passes("site", "docs.example.com", page));
  EXPECT_TRUE(passes("site", "example.com", page));
  EXPECT_TRUE(passes("site", "com", page));
  EXPECT_FALSE(passes("site", "ample.com", page)) << "a part of a label is none";
  EXPECT_FALSE(passes("site", "www.docs.example.com", page));
}

TEST(PageFilter, ASiteMayHaveAPathAndAPort) {
  const PageFacts page{.url = "http://example.com:8080/guide/a.html?x=1", .language = "", .content_type = ""};
  EXPECT_TRUE(passes("site", "example.com/guide", page));
  EXPECT_TRUE(passes("site", "http://example.com:8080/guide/a.html?x", page));
  EXPECT_FALSE(passes("site", "example.com/other", page));
  EXPECT_TRUE(passes("site", "example.com", page)) << "any port";
  EXPECT_FALSE(passes("site", "example.com:81", page));
  EXPECT_TRUE(passes("site", "[::1]", {.url = "http://[::1]:8080/a", .language = "", .content_type = ""}));
}

TEST(PageFilter, ALanguageIsWhatItsTagBeginsWith) {
  const PageFacts page{.url = "", .language = "zh-hant-tw", .content_type = ""};
  EXPECT_TRUE(passes("lang", "zh", page));
  EXPECT_TRUE(passes("lang", "ZH_Hant", page));
  EXPECT_FALSE(passes("lang", "zh-han", page)) << "a subtag is taken as a whole (RFC 4647, 3.3.1)";
  EXPECT_FALSE(passes("lang", "en", page));
  EXPECT_FALSE(passes("lang", "en", {.url = "", .language = "", .content_type = ""}));
}

TEST(PageFilter, ATypeIsANameOrAMediaType) {
  const auto with_type = [](std::string_view type) {
    return PageFacts{.url = "", .language = "", .content_type = type};
  };
  EXPECT_TRUE(passes("type", "html", with_type("Text/HTML; charset=utf-8")));
  EXPECT_TRUE(passes("type", "html", with_type("application/xhtml+xml")));
  EXPECT_TRUE(passes("type", "html", with_type(""))) << "it was told by its bytes";
  EXPECT_TRUE(passes("type", "PDF", with_type("application/pdf")));
  EXPECT_TRUE(passes("type", "text", with_type("text/plain")));
  EXPECT_FALSE(passes("type", "text", with_type("text/markdown")));
  EXPECT_TRUE(passes("type", "markdown", with_type("text/markdown ; variant=GFM")));
  EXPECT_TRUE(passes("type", "text/css", with_type("text/css")));
}

TEST(PageFilter, DatesAreBeforeOrFromTheirFirstSecondOn) {
  const auto at = [](std::string_view time) {
    return PageFacts{.url = "", .language = "", .content_type = "", .date = crawler::parse_date(time)};
  };
  EXPECT_TRUE(passes("before", "2024", at("2023-12-31T23:59:59Z")));
  EXPECT_FALSE(passes("before", "2024", at("2024-01-01T00:00:00Z")));
  EXPECT_TRUE(passes("after", "2024", at("2024-01-01T00:00:00Z")));
  EXPECT_TRUE(passes("after", "2024-02-29", at("2024-02-29T00:00:00Z")));
  EXPECT_FALSE(passes("after", "2024-03", at("2024-02-29T23:59:59Z")));
  const PageFacts undated{.url = "", .language = "", .content_type = ""};
  EXPECT_FALSE(passes("before", "2024", undated));
  EXPECT_FALSE(passes("after", "2024", undated));
}

TEST(PageFilter, OfSitesLanguagesAndTypesOneIsEnoughAndAllDatesHold) {
  const PageFacts page{.url = "http://b.test/",
                       .language = "en",
                       .content_type = "text/html",
                       .date = crawler::parse_date("2024-06-01T00:00:00Z")};
  const auto passes_all = [&](const std::vector<std::pair<std::string_view, std::string_view>>& typed) {
    PageFilter filter;
    for (const auto& [field, value] : typed) {
      filter.conditions.push_back(parse_condition(field.substr(field.starts_with('-') ? 1 : 0), value).value());
      filter.conditions.back().is_excluded = field.starts_with('-');
    }
    return filter.passes(page);
  };
  EXPECT_TRUE(passes_all({{"site", "a.test"}, {"site", "b.test"}}));
  EXPECT_FALSE(passes_all({{"site", "a.test"}, {"lang", "en"}}));
  EXPECT_TRUE(passes_all({{"after", "2024"}, {"before", "2025"}}));
  EXPECT_FALSE(passes_all({{"after", "2024"}, {"before", "2024-05"}}));
  EXPECT_FALSE(passes_all({{"site", "b.test"}, {"-lang", "en"}}));
  EXPECT_FALSE(passes_all({{"-site", "a.test"}, {"-site", "b.test"}}));
  EXPECT_TRUE(passes_all({{"-site", "a.test"}, {"-lang", "de"}}));
  EXPECT_TRUE(passes_all({}));
}

TEST(PageFilter, ValuesThatAreNoneAreNotUnderstood) {
  for (const std::string_view site : {"", "a b", "/docs", "http://", "a..b c", "ex<ample"}) {
    EXPECT_EQ(understood("site", site), "none") << site;
  }
  for (const std::string_view tag : {"", "e", "english!", "en-", "12", "abcdefghij"}) {
    EXPECT_EQ(understood("lang", tag), "none") << tag;
  }
  for (const std::string_view type : {"", "int", "/", "a/", "/b", "a/b/c", "a/b c"}) {
    EXPECT_EQ(understood("type", type), "none") << type;
  }
  for (const std::string_view date :
       {"", "24", "2024-", "2024-13", "2024-02-30", "2024-1-1", "yesterday", "2024-01-01T10:00Z", "20240101"}) {
    EXPECT_EQ(understood("before", date), "none") << date;
  }
  EXPECT_EQ(understood("color", "red"), "none");
}

TEST(PageFilter, ValuesComeInTheirPlainestForm) {
  EXPECT_EQ(understood("site", "https://BÜCHER.example:443/a b"), "xn--bcher-kva.example:443/a%20b");
  EXPECT_EQ(understood("site", "Example.COM/"), "example.com");
  EXPECT_EQ(understood("lang", "pt_BR"), "pt-br");
  EXPECT_EQ(understood("type", "Markdown"), "markdown");
}

}  // namespace
}  // namespace storage
