#include "indexer/extractor.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "html/page_reader.hpp"

namespace indexer {
namespace {

crawler::Page page_at(std::string_view url) {
  return {.redirects = {},
          .url = crawler::Url::parse(url).value(),
          .outcome = crawler::Outcome::kPage,
          .reason = {},
          .content_type = {},
          .fetched_at = {},
          .content = {}};
}

void add_block(html::Outline& outline, std::string_view text, std::uint8_t heading = 0) {
  if (!outline.blocks.empty()) outline.text += '\n';
  const auto begin = static_cast<std::uint32_t>(outline.text.size());
  outline.text += text;
  const auto end = static_cast<std::uint32_t>(outline.text.size());
  outline.blocks.push_back({.begin = begin, .end = end, .heading = heading});
}

std::string title_of(crawler::Page page) {
  return extract(std::move(page)).document.value().title;
}

std::string language_of(std::string_view written) {
  crawler::Page page = page_at("https://example.com/");
  page.content.metadata.language = written;
  return extract(std::move(page)).document.value().language;
}

TEST(Extractor, TakesTextAndMetadataOfAGoodPage) {
  crawler::Page page = page_at("https://example.com/a");
  page.id = 7;
  page.content.metadata = {.title = "Title", .description = "What it is", .language = "en-GB", .canonical = {}};
  add_block(page.content.outline, "Main heading", 1);
  add_block(page.content.outline, "A paragraph.");
  add_block(page.content.outline, "Smaller", 3);
  page.content.links.push_back({.url = page.url, .id = 9});
  const std::string text = page.content.outline.text;

  const Record record = extract(std::move(page));
  const Document& document = record.document.value();
  EXPECT_EQ(document.title, "Title");
  EXPECT_EQ(document.headings, "Main heading");
  EXPECT_EQ(document.description, "What it is");
  EXPECT_EQ(document.body, "A paragraph.");
  EXPECT_EQ(document.rest, "Main heading\nSmaller") << "what is the page's title, and a heading of nothing";
  EXPECT_EQ(document.fingerprint, fingerprint(text));
  EXPECT_EQ(document.language, "en-gb");
  EXPECT_EQ(record.page.id, 7);
  EXPECT_EQ(record.page.content.links.size(), 1u);
  EXPECT_TRUE(record.page.content.outline.text.empty());
  EXPECT_TRUE(record.page.content.outline.blocks.empty());
}

TEST(Extractor, PartsTheMainContentFromTheRest) {
  const std::string prose = "What a long sentence, with a comma or two, so that it is told from a mere label, says.";
  html::PageReader reader;
  crawler::Page page = page_at("https://example.com/a");
  page.content.outline = reader
                             .read("<nav>Home, shop, contact</nav><main><p>" + prose + "<p>" + prose +
                                   "<div data-search-ignore>Not to be found</div><h2>Aims</h2><p>" + prose + "</main>")
                             .value()
                             .outline;
  const Document document = extract(std::move(page)).document.value();
  EXPECT_EQ(document.body, prose + '\n' + prose + "\nAims\n" + prose);
  EXPECT_EQ(document.rest, "Home, shop, contact");
  EXPECT_EQ(document.headings, "Aims");
}

TEST(Extractor, WhatIsNoPageHasNoDocument) {
  using enum crawler::Outcome;
  for (const crawler::Outcome outcome : {kAlias, kSkipped, kFailed, kRefused}) {
    crawler::Page page = page_at("https://example.com/a");
    page.outcome = outcome;
    page.reason = "404 Not Found";
    const Record record = extract(std::move(page));
    EXPECT_FALSE(record.document);
    EXPECT_EQ(record.page.reason, "404 Not Found");
  }
}

TEST(Extractor, APageWithoutTitleIsNamedByItsFirstH1) {
  crawler::Page page = page_at("https://example.com/a");
  add_block(page.content.outline, "Small", 2);
  add_block(page.content.outline, "First", 1);
  add_block(page.content.outline, "Second", 1);
  EXPECT_EQ(title_of(std::move(page)), "First");
}

TEST(Extractor, WhatWasExtractedEarlyIsTheSame) {
  crawler::Page page = page_at("https://example.com/a");
  page.content.metadata = {.title = "Title", .description = "What it is", .language = "en", .canonical = {}};
  add_block(page.content.outline, "Main heading", 1);
  add_block(page.content.outline, "A paragraph.");
  crawler::Page early = page;
  extract_early(nullptr, {}, early);
  EXPECT_TRUE(early.content.extracted.has_value());
  EXPECT_EQ(early.content.metadata.title, "Title") << "others may want to show it";

  const Document expected = extract(std::move(page)).document.value();
  const Record record = extract(std::move(early));
  const Document& document = record.document.value();
  EXPECT_EQ(document.title, expected.title);
  EXPECT_EQ(document.headings, expected.headings);
  EXPECT_EQ(document.description, expected.description);
  EXPECT_EQ(document.body, expected.body);
  EXPECT_EQ(document.fingerprint, expected.fingerprint);
  EXPECT_EQ(document.language, expected.language);
  EXPECT_FALSE(record.page.content.extracted.has_value());
}

TEST(Extractor, NothingIsExtractedOfWhatIsNotToBeIndexed) {
  crawler::Page failed = page_at("https://example.com/a");
  failed.outcome = crawler::Outcome::kFailed;
  crawler::Page unwanted = page_at("https://example.com/b");
  unwanted.content.metadata.directives.noindex = true;
  for (crawler::Page* page : {&failed, &unwanted}) {
    extract_early(nullptr, {}, *page);
    EXPECT_FALSE(page->content.extracted.has_value());
  }
}

TEST(Extractor, APageWithoutHeadingIsNamedByItsUrl) {
  EXPECT_EQ(title_of(page_at("https://example.com/docs/sql-vacuum.html?x=1#y")), "sql-vacuum.html");
  EXPECT_EQ(title_of(page_at("https://example.com/docs/guide//")), "guide");
  EXPECT_EQ(title_of(page_at("https://example.com:8080/")), "example.com:8080");
  EXPECT_EQ(title_of(page_at("https://example.com/%C3%A9t%C3%A9")), "été");
  EXPECT_EQ(title_of(page_at("https://example.com/%FF%00")), "%FF%00");
  EXPECT_EQ(title_of(page_at("https://example.com/a%00b")), "a%00b");
}

// BCP 47, section 2.1
TEST(Extractor, LanguagesAreNormalised) {
  EXPECT_EQ(language_of("en"), "en");
  EXPECT_EQ(language_of(" pt_BR "), "pt-br");
  EXPECT_EQ(language_of("zh-Hant-TW"), "zh-hant-tw");
  EXPECT_EQ(language_of("de, en"), "de");
  for (const std::string_view none :
       {"", " ", "e", "42", "en-", "-en", "en--us", "<b>", "en-abcdefghi", "{{ lang }}"}) {
    EXPECT_EQ(language_of(none), "") << none;
  }
  EXPECT_EQ(language_of(std::string(1000, 'a')), "");
}

}  // namespace
}  // namespace indexer
