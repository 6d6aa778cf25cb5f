#pragma once

#include "storage/ledger.hpp"

namespace storage {

/// The disk form of one crawl's frontier: its share of the ledger.
class CrawlStore final : public crawler::FrontierStore {
 public:
  CrawlStore(Ledger& ledger, crawler::CrawlId crawl) : ledger_(ledger), crawl_(crawl) {}

  std::optional<crawler::UrlId> find(std::string_view url) override { return ledger_.find(crawl_, url); }
  crawler::Waiting enqueue(const crawler::Discovery& discovery) override { return ledger_.enqueue(crawl_, discovery); }
  crawler::UrlId add_redirect_target(const crawler::Discovery& discovery) override {
    return ledger_.add_redirect_target(crawl_, discovery);
  }
  crawler::UrlId refuse(const crawler::Discovery& discovery, std::string_view rule) override {
    return ledger_.refuse(crawl_, discovery, rule);
  }
  std::vector<crawler::Waiting> waiting(std::int64_t after, std::size_t most) override {
    return ledger_.waiting(crawl_, after, most);
  }
  void add_site(std::string_view site) override { ledger_.add_site(crawl_, site); }

 private:
  Ledger& ledger_;
  crawler::CrawlId crawl_;
};

}  // namespace storage
