#include "indexer/sections.hpp"

#include <gtest/gtest.h>

#include "crawler/page.hpp"
#include "html/page_reader.hpp"
#include "indexer/extractor.hpp"
#include "indexer/layout.hpp"

namespace indexer {
namespace {

/// Each section as LEVEL, the line it begins with and its fragment.
std::string sections_of(const std::string& source) {
  html::PageReader reader;
  crawler::Page page{.url = *crawler::Url::parse("http://a.test/page"), .outcome = crawler::Outcome::kPage};
  auto read = reader.read(source);
  page.content.metadata.title = read->title;
  page.content.outline = std::move(read->outline);
  const Record record = extract(std::move(page));
  std::string seen;
  const auto blocks = blocks_of(record.document->body, record.document->layout);
  for (const Section& section : record.document->sections) {
    seen += std::to_string(section.level) + std::string(blocks[section.block].text) + "#" + section.fragment + ";";
  }
  return seen;
}

constexpr const char* kProse =
    "<p>This is a sentence of some length, as they stand in the text of a page, with words enough to count as "
    "prose.</p>";

std::string page(std::string_view text) {
  return "<main>" + std::string(text) + kProse + kProse + "</main>";
}

TEST(Sections, BeginWithTheHeadingsAndTermsOfTheBody) {
  EXPECT_EQ(sections_of("<nav><h2 id=n>Menu</h2><a href=a>b</a></nav>" +
                        page("<p>Text.</p><h2 id=a>First part</h2>" + std::string(kProse) +
                             "<h3>Second</h3><dl><dt id=b>Term<dd>means.</dl><dl><dt>Other<dd>too.</dl>")),
            "2First part#a;3Second#;7Term#b;");
}

TEST(Sections, AFirstHeadingThatIsTheTitleIsThePage) {
  const std::string headings = page("<h2 id=a>Locks</h2>" + std::string(kProse) + "<h2 id=b>Locks</h2>");
  EXPECT_EQ(sections_of("<title>Chapter 3. Locks</title>" + headings), "2Locks#b;");
  EXPECT_EQ(sections_of("<title>Chapter 3</title>" + headings), "2Locks#a;2Locks#b;");
}

// HTML Standard, 7.4.6.3: the id is looked for with the escapes undone.
TEST(Sections, FragmentsAreEncodedAsUrlsWantThem) {
  EXPECT_EQ(sections_of(page("<p>Text.</p><h2 id='a b\"c\\d%65&eacute;'>Heading</h2>")),
            "2Heading#a%20b%22c%5Cd%2565%C3%A9;");
}

}  // namespace
}  // namespace indexer
