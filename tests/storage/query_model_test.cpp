#include <fmt/format.h>
#include <gtest/gtest.h>

#include <list>
#include <map>
#include <random>
#include <set>

#include "crawler/date.hpp"
#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/index.hpp"
#include "storage/index_languages.hpp"
#include "storage/searcher.hpp"
#include "tests/storage/records.hpp"
#include "tests/support/query_model.hpp"
#include "tests/support/random_text.hpp"
#include "tests/support/rounds.hpp"

namespace storage {
namespace {

constexpr std::size_t kPages = 60;
constexpr std::size_t kMost = 1000;

const std::vector<std::string>& words() {
  static const std::vector<std::string> kWords{"red",    "green",  "greens",  "blue",
                                               "bluest", "window", "windows", "running"};
  return kWords;
}

/// Pages of random words on two sites, in two languages, of several types and dates, and the index of them.
class QueryModel : public testing::Test {
 protected:
  QueryModel() {
    Ledger ledger(database_);
    Index index(database_, ledger);
    const auto crawl = Crawls(database_).find_or_create({"http://site.test/"}, "host").id;
    CrawlStore store(database_, ledger, {.crawl = crawl});
    for (std::size_t i = 0; i < kPages; ++i) {
      const std::string host = pick({"a.test", "docs.a.test", "b.test"});
      const std::string path = fmt::format("/{}/{}-{}", pick(words()), pick(words()), i);
      const auto waiting = store.enqueue({.url = fmt::format("http://{}{}", host, path)});
      crawler::Page page = page_of(crawl, waiting);
      page.content_type = pick({"text/html", "text/html; charset=utf-8", "text/plain"});
      page.validators.last_modified = pick({"Mon, 01 Jan 2024 00:00:00 GMT", "Sun, 30 Jun 2024 12:00:00 GMT"});
      indexer::Record record = record_of(std::move(page), text(2), text(12));
      record.document->language = pick({"en", "de-at"});
      pages_.emplace(waiting.id, model_of(record, waiting.url, path));
      index.write(record);
    }
    index.commit();
  }

  std::string pick(const std::vector<std::string>& choices) { return choices[random_() % choices.size()]; }

  std::string text(std::size_t most) {
    std::string text;
    for (std::size_t left = random_() % (most + 1); left > 0; --left) text += pick(words()) + ' ';
    return text;
  }

  std::string query() {
    static const std::vector<std::string> kOthers{"\"",
                                                  " OR ",
                                                  " OR ",
                                                  "-",
                                                  "* ",
                                                  "title:",
                                                  "url:",
                                                  "-title:",
                                                  "site:a.test ",
                                                  "-site:b.test ",
                                                  "site:docs.a.test/red ",
                                                  "lang:de ",
                                                  "-lang:en ",
                                                  "type:text ",
                                                  "before:2024-03 ",
                                                  "after:2024-03 ",
                                                  "the ",
                                                  "zebra "};
    std::string typed;
    for (std::size_t left = random_() % 7 + 1; left > 0; --left) {
      typed += random_() % 3 == 0 ? pick(kOthers) : pick(words()) + pick({" ", " ", " ", "_", "* "});
    }
    return typed;
  }

  Database database_ = Database::temporary();
  std::map<std::int64_t, support::ModelPage> pages_;

 private:
  support::ModelPage model_of(const indexer::Record& record, const std::string& url, const std::string& path) {
    texts_.push_back({url, record.document->language, record.page.content_type});
    return {.title = record.document->title,
            .body = record.document->body,
            .path = path,
            .facts = {.url = texts_.back().url,
                      .language = texts_.back().language,
                      .content_type = texts_.back().content_type,
                      .date = crawler::parse_date(record.page.validators.last_modified)}};
  }

  struct Texts {
    std::string url;
    std::string language;
    std::string content_type;
  };

  std::mt19937 random_{20};
  std::list<Texts> texts_;  // that the facts lie in
};

TEST_F(QueryModel, FindsWhatLookingAtEachPageFinds) {
  Searcher searcher(database_);
  const auto languages = languages_of_index(database_.connection());
  std::size_t hits = 0;
  for (int i = 0; i < support::rounds(1500); ++i) {
    const std::string typed = query();
    const Query all = parse_query(typed, languages);
    const Query some = any_word(all);
    std::set<std::pair<std::int64_t, bool>> found;
    for (const Hit& hit : searcher.search(typed, {.limit = kMost}).hits) found.emplace(hit.id, hit.all_words);
    std::set<std::pair<std::int64_t, bool>> wanted;
    for (const auto& [id, page] : pages_) {
      const bool has_all = support::is_hit(page, all);
      if (has_all || support::is_hit(page, some)) wanted.emplace(id, has_all);
    }
    ASSERT_EQ(found, wanted) << typed;
    hits += found.size();
  }
  EXPECT_GT(hits, support::rounds(5000U)) << "the queries say something";
}

TEST_F(QueryModel, MarksNothingThatIsExcludedOrHasToStandElsewhere) {
  Searcher searcher(database_);
  for (const Hit& hit : searcher.search("title:red green -blue", {.limit = kMost}).hits) {
    for (const auto& [begin, end] : hit.snippet.matches) {
      EXPECT_TRUE(hit.snippet.text.substr(begin, end - begin).starts_with("green")) << hit.snippet.text;
    }
  }
}

}  // namespace
}  // namespace storage
