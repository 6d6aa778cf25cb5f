#include "tests/storage/synthetic_crawl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <span>
#include <vector>

#include "indexer/document.hpp"
#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/index.hpp"
#include "tests/storage/records.hpp"

namespace storage {
namespace {

constexpr int kDeep = 1'000'000;

using crawler::Outcome;
using indexer::Record;

constexpr std::string_view kHost = "site.test";

crawler::Url url(std::string_view host, std::string_view path) {
  return crawler::Url::parse(fmt::format("http://{}/{}", host, path)).value();
}

/// The same number for the same page, in every run.
unsigned scattered(int number, int salt) {
  auto hash = static_cast<unsigned>(number) * 2654435761u + static_cast<unsigned>(salt) * 40503u;
  return (hash ^ (hash >> 15)) * 2246822519u >> 8;
}

class Crawler {
 public:
  Crawler(const SyntheticCrawl& web, crawler::FrontierStore& store, crawler::CrawlId crawl)
      : web_(web), store_(store), crawl_(crawl) {}

  Record visit(const crawler::Waiting& waiting) {
    Record record{.page = page_of(crawl_, waiting), .document = {}};
    const int number = number_of(waiting.url);
    if (number % 11 == 7) {
      record.page.outcome = Outcome::kFailed;
      record.page.reason = "404 Not Found";
      record.page.status = 404;
    } else if (number % 13 == 5) {
      redirect(record, url(kHost, fmt::format("target/{}", number)), number);
    } else if (number % 17 == 3) {
      redirect(record, url(kHost, fmt::format("{}", (number * 7 + 1) % web_.urls)), number);
    } else {
      read(record, number);
    }
    return record;
  }

 private:
  static int number_of(std::string_view href) { return std::stoi(std::string(href.substr(href.rfind('/') + 1))); }

  void redirect(Record& record, const crawler::Url& target, int number) {
    crawler::Page& page = record.page;
    page.redirects.push_back(page.id);
    page.url = target;
    if (const auto seen = store_.find(target.href())) {
      page.id = seen->id;
      page.outcome = Outcome::kAlias;
      return;
    }
    page.id = store_.add_redirect_target({.url = target.href(), .found_from = page.id, .depth = page.depth});
    read(record, number + web_.urls);
  }

  void read(Record& record, int number) {
    crawler::Page& page = record.page;
    page.body_hash.fill(static_cast<std::uint8_t>(number));
    for (int i = 0; i < 5; ++i) {
      const auto linked = scattered(number, i) % static_cast<unsigned>(web_.urls);
      push(page, url(kHost, fmt::format("{}", linked)));
    }
    for (int i = 0; i < 12; ++i) push(page, url("elsewhere.test", fmt::format("{}", scattered(number, 100 + i))));
    record = record_of(std::move(page), fmt::format("Page {}", number),
                       fmt::format("word{} and word{}, in common\nwith all", number, number % 10));
  }

  void push(crawler::Page& page, crawler::Url target) {
    const crawler::Discovery discovery{.url = target.href(), .found_from = page.id, .depth = page.depth + 1};
    crawler::UrlId id = 0;
    if (const auto seen = store_.find(target.href())) {
      id = seen->id;
    } else if (target.host() == kHost) {
      id = store_.enqueue(discovery).id;
    } else {
      id = store_.refuse(discovery, "scope");
    }
    page.content.links.push_back({.url = std::move(target), .id = id});
  }

  const SyntheticCrawl& web_;
  crawler::FrontierStore& store_;
  crawler::CrawlId crawl_;
};

}  // namespace

void SyntheticCrawl::run(Database& database, const std::function<void()>& after_commit) const {
  Ledger ledger(database);
  Index index(database, ledger);
  const Crawl crawl = Crawls(database).find_or_create({"http://site.test/0"}, "host");
  CrawlStore store(database, ledger, {.crawl = crawl.id});
  if (!store.find("http://site.test/0")) store.enqueue({.url = "http://site.test/0"});
  database.commit();

  Crawler crawler(*this, store, crawl.id);
  std::vector<Record> records;
  const auto write = [&](std::size_t count) {
    for (const indexer::Record& record : std::span(records).first(count)) index.write(record);
    index.commit();
    records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(count));
    after_commit();
  };
  std::int64_t position = 0;
  for (auto next = store.waiting(position, 1, kDeep); !next.empty(); next = store.waiting(position, 1, kDeep)) {
    position = next.front().position;
    records.push_back(crawler.visit(next.front()));
    if (records.size() == batch + read_ahead) write(batch);
  }
  write(records.size());
}

}  // namespace storage
