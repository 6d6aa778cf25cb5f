// Which of several URLs is the page: each rule by itself, and all of them against a plain model over random crawls.

#include "storage/duplicates.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "storage/check.hpp"
#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/index.hpp"
#include "storage/round_end.hpp"
#include "tests/storage/records.hpp"
#include "tests/support/rounds.hpp"

namespace storage {
namespace {

constexpr std::size_t kNoUrl = 1'000'000;  // stands for a canonical URL out of scope

/// What a URL answers.
struct Answer {
  bool is_good = true;
  bool is_indexed = true;
  int content = 0;  ///< the same number, the same bytes
  int text = 0;     ///< the same number, the same words
  std::optional<std::size_t> canonical{};

  friend bool operator==(const Answer&, const Answer&) = default;
};
using Web = std::vector<Answer>;

/// What became of a URL.
struct Became {
  std::string state;
  std::string reason;
  std::string canonical_reason;
  std::optional<std::size_t> alias_of{};

  friend bool operator==(const Became&, const Became&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Became& became) {
    out << became.state << " (" << became.reason << ")";
    if (became.alias_of) out << " of " << *became.alias_of;
    return out << " [" << became.canonical_reason << "]";
  }
};

const std::string kOfContent = "has the content of another URL";
const std::string kOfCanonical = "names another URL as canonical";

/// The rules, one after the other, over all that came before.
class Model {
 public:
  static std::vector<Became> of(const Web& web) {
    Model model(web);
    for (std::size_t url = 0; url < web.size(); ++url) model.take(url);
    return model.became_;
  }

 private:
  explicit Model(const Web& web) : web_(web) {}

  bool is_page(std::size_t url) const {
    return url < became_.size() && became_[url].state == "page" && web_[url].is_indexed;
  }

  void take(std::size_t url) {
    const Answer& answer = web_[url];
    became_.push_back(decide(url, answer));
    for (std::size_t earlier = 0; earlier < url; ++earlier) {
      const bool waits = web_[earlier].canonical == url && is_page(earlier);
      if (!waits) continue;
      became_[earlier] = judged(web_[earlier], url);
      if (became_[earlier].state != "alias") continue;
      for (Became& other : became_) {
        if (other.alias_of == earlier) other.alias_of = url;
      }
    }
  }

  Became decide(std::size_t url, const Answer& answer) const {
    if (!answer.is_good) return {"failed", "404", ""};
    if (!answer.is_indexed) return {"page", "noindex", ""};
    for (std::size_t earlier = 0; earlier < url; ++earlier) {
      if (!is_page(earlier) || web_[earlier].content != answer.content) continue;
      const bool gives_way = !answer.canonical && web_[earlier].canonical == url;
      if (!gives_way) return {"alias", kOfContent, "", earlier};
    }
    if (!answer.canonical) return {"page", "", ""};
    if (*answer.canonical == kNoUrl) return {"page", "", "canonical URL is not in the crawl's scope"};
    return *answer.canonical > url ? Became{"page", "", ""} : judged(answer, *answer.canonical);
  }

  /// A page that names `target`, which has had its turn.
  Became judged(const Answer& answer, std::size_t target) const {
    if (!is_page(target)) return {"page", "", "canonical URL is no page"};
    if (web_[target].canonical) return {"page", "", "canonical URL names yet another one"};
    if (web_[target].text != answer.text) return {"page", "", "canonical URL has another text"};
    return {"alias", kOfCanonical, "", target};
  }

  const Web& web_;
  std::vector<Became> became_;
};

/// A site's URLs, crawled in order.
class Crawled {
 public:
  explicit Crawled(const Web& web) : web_(web) { run(web); }

  void again(const Web& web) {
    Crawls crawls(database_);
    crawls.begin_round(crawl_, Reuse::kUnchanged);
    run(web);
    end_round(database_, crawls.find(crawl_), true, {.are_off = true});
    database_.commit();
    web_ = web;
  }

  std::vector<Became> became() {
    std::vector<Became> became;
    Statement select = database_.connection().prepare(
        "SELECT state, reason, canonical_reason, (SELECT other.url FROM urls AS other WHERE other.id = urls.alias_of)"
        "  FROM urls ORDER BY CAST(substr(url, 18) AS INTEGER)");
    for (const Row row : select.rows()) {
      became.push_back({.state = std::string(row.text(0)),
                        .reason = std::string(row.text(1)),
                        .canonical_reason = std::string(row.text(2))});
      if (!row.is_null(3)) became.back().alias_of = std::stoul(std::string(row.text(3).substr(17)));
    }
    return became;
  }

  /// Beside the rules: what is indexed is what the ledger calls a page.
  std::vector<std::string> faults() {
    std::vector<std::string> faults = check(database_);
    Statement wrong = database_.connection().prepare(
        "SELECT url FROM urls WHERE (state = 'page' AND reason = '') <> (id IN (SELECT id FROM pages))");
    for (const Row row : wrong.rows()) faults.emplace_back(row.text(0));
    return faults;
  }

 private:
  static std::string url(std::size_t number) { return "http://site.test/" + std::to_string(number); }
  static std::string text(int number) {
    std::string words;
    for (int i = 0; i < 40; ++i) words += "word" + std::to_string(number * 1'000 + i) + " ";
    return words;
  }

  void run(const Web& web) {
    const Round round{.crawl = crawl_, .number = Crawls(database_).find(crawl_).round};
    CrawlStore store(database_, ledger_, round);
    std::vector<crawler::Waiting> queue;
    for (std::size_t i = 0; i < web.size(); ++i) queue.push_back(store.enqueue({.url = url(i)}));
    for (std::size_t i = 0; i < web.size(); ++i) index_.write(record(web[i], queue, i, store));
    database_.commit();
  }

  indexer::Record record(const Answer& answer, const std::vector<crawler::Waiting>& queue, std::size_t number,
                         CrawlStore& store) {
    crawler::Page page = page_of(crawl_, queue[number]);
    page.body_hash = body_hash_of(std::to_string(answer.content));
    page.validators.etag = "\"one\"";
    if (answer.canonical) page.canonical = *answer.canonical == kNoUrl ? 0 : queue[*answer.canonical].id;
    if (answer.canonical) page.content.metadata.canonical = crawler::Url::parse(url(*answer.canonical)).value();
    if (!answer.is_indexed) page.reason = crawler::kNoindex;
    if (!answer.is_good) {
      page.outcome = crawler::Outcome::kFailed;
      page.reason = "404";
      page.status = 404;
    }
    const bool is_indexed = answer.is_good && answer.is_indexed;
    const bool is_stored = !store.stored(url(number)).validators.empty();
    if (is_indexed && is_stored && web_[number] == answer) return unchanged(page, store);
    if (is_indexed) return record_of(std::move(page), "Title", text(answer.text));
    return {.page = std::move(page), .document = {}};
  }

  static indexer::Record unchanged(crawler::Page& page, CrawlStore& store) {
    page.is_unchanged = true;
    page.content = {};
    store.recall(page);
    return {.page = std::move(page), .document = {}};
  }

  Database database_ = Database::temporary();
  Ledger ledger_{database_};
  Index index_{database_, ledger_};
  crawler::CrawlId crawl_ = Crawls(database_).find_or_create({"http://site.test/0"}, "host").id;
  Web web_;  ///< of the last round
};

TEST(Duplicates, OfEqualContentTheEarlierIsThePage) {
  Crawled site({{.content = 1}, {.content = 2}, {.content = 1}, {.content = 1}});
  EXPECT_EQ(site.became()[2], (Became{"alias", kOfContent, "", 0}));
  EXPECT_EQ(site.became()[3], (Became{"alias", kOfContent, "", 0}));
}

TEST(Duplicates, WhatFailedOrIsNotIndexedIsNobodysPage) {
  Crawled site({{.is_good = false, .content = 1}, {.is_indexed = false, .content = 1}, {.content = 1}});
  EXPECT_EQ(site.became()[2], (Became{"page", "", ""}));
}

TEST(Duplicates, APageIsAnAliasOfItsCanonicalUrlBeforeAndAfterIt) {
  Crawled site({{.content = 1, .canonical = 1}, {.content = 2}, {.content = 3, .canonical = 1}});
  EXPECT_EQ(site.became()[0], (Became{"alias", kOfCanonical, "", 1}));
  EXPECT_EQ(site.became()[1], (Became{"page", "", ""}));
  EXPECT_EQ(site.became()[2], (Became{"alias", kOfCanonical, "", 1}));
}

TEST(Duplicates, OfEqualContentTheCanonicalUrlIsThePage) {
  Crawled site({{.content = 1, .canonical = 1}, {.content = 1}});
  EXPECT_EQ(site.became()[0], (Became{"alias", kOfCanonical, "", 1}));
}

TEST(Duplicates, ACanonicalUrlThatWillNotDoIsPassedOverWithAReason) {
  Crawled site({{.content = 0, .canonical = 4},
                {.content = 1, .canonical = 5},
                {.content = 2, .canonical = 6},
                {.content = 3, .canonical = kNoUrl},
                {.is_good = false},
                {.content = 5, .text = 1},
                {.content = 6, .canonical = 5}});
  EXPECT_EQ(site.became()[0].canonical_reason, "canonical URL is no page");
  EXPECT_EQ(site.became()[1].canonical_reason, "canonical URL has another text");
  EXPECT_EQ(site.became()[2].canonical_reason, "canonical URL names yet another one");
  EXPECT_EQ(site.became()[3].canonical_reason, "canonical URL is not in the crawl's scope");
}

TEST(Duplicates, TwoThatNameEachOtherBothStay) {
  Crawled site({{.content = 1, .canonical = 1}, {.content = 2, .canonical = 0}});
  EXPECT_EQ(site.became()[0], (Became{"page", "", "canonical URL names yet another one"}));
  EXPECT_EQ(site.became()[1], (Became{"page", "", "canonical URL names yet another one"}));
}

Web random_web(std::mt19937& random, std::size_t size) {
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  Web web;
  for (std::size_t url = 0; url < size; ++url) {
    const std::size_t content = below(size);
    web.push_back({.is_good = below(8) != 0,
                   .is_indexed = below(8) != 0,
                   .content = static_cast<int>(content),
                   .text = static_cast<int>(content % 3)});
    if (const std::size_t target = below(size); below(2) == 0 && target != url) web.back().canonical = target;
    if (below(12) == 0) web.back().canonical = kNoUrl;
  }
  return web;
}

TEST(Duplicates, RandomCrawlsFollowTheRulesAndSoDoesCrawlingAgain) {
  std::mt19937 random(7);
  for (std::size_t run = 0; run < support::rounds(400U); ++run) {
    const std::size_t size = 2 + run % 10;
    const Web before = random_web(random, size);
    Web after = random_web(random, size);
    for (std::size_t url = 0; url < size; ++url) {
      if (random() % 2 == 0) after[url] = before[url];
    }
    Crawled site(before);
    ASSERT_EQ(site.became(), Model::of(before)) << "run " << run;
    ASSERT_EQ(site.faults(), std::vector<std::string>()) << "run " << run;
    site.again(after);
    ASSERT_EQ(site.became(), Model::of(after)) << "run " << run << ", again";
    ASSERT_EQ(site.faults(), std::vector<std::string>()) << "run " << run << ", again";
  }
}

}  // namespace
}  // namespace storage
