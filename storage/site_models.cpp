#include "storage/site_models.hpp"

#include <algorithm>
#include <utility>

namespace storage {
namespace {

using crawler::CrawlId;
using crawler::UrlId;

constexpr std::size_t kMostSites = 256;  // more than are crawled at the same time
constexpr auto kPagesOfModel = static_cast<std::int64_t>(indexer::kPagesOfModel);

}  // namespace

SiteModels::SiteModels(Database& database) : database_(database) {}

const indexer::SiteModel& SiteModels::of(CrawlId crawl) {
  return site(crawl).model;
}

bool SiteModels::is_due(CrawlId crawl, int change) {
  Site& known = site(crawl);
  if (known.is_of_round || change == 0) return false;
  known.pages = known.pages ? *known.pages + change : static_cast<std::int64_t>(pages_of_round(crawl).size());
  return change > 0 && *known.pages == kPagesOfModel;
}

std::vector<UrlId> SiteModels::pages_of_round(CrawlId crawl) {
  std::vector<UrlId> pages;
  Statement select = database_.connection().prepare(
      "SELECT id FROM urls WHERE crawl = ? AND round = ? AND state = 'page' AND reason <> 'noindex'"
      " AND id IN (SELECT id FROM pages) ORDER BY id");
  for (const Row row : select.rows(crawl, site(crawl).round)) pages.push_back(row.integer(0));
  return pages;
}

void SiteModels::replace(CrawlId crawl, std::vector<std::string> blocks) {
  std::ranges::sort(blocks);
  const Site& known = site(crawl);
  if (blocks != blocks_of(crawl)) {
    store(crawl, blocks);
    if (known.round > 1) set_ahead_of_pages(crawl, true);
  }
  database_.connection().prepare("UPDATE crawls SET modelled = round WHERE id = ?").run(crawl);
  sites_.erase(crawl);
}

void SiteModels::drop(CrawlId crawl) {
  if (blocks_of(crawl).empty()) return;
  store(crawl, {});
  set_ahead_of_pages(crawl, true);
  sites_.erase(crawl);
}

bool SiteModels::is_of_round(CrawlId crawl) {
  return site(crawl).is_of_round;
}

bool SiteModels::is_ahead_of_pages(CrawlId crawl) {
  Statement select = database_.connection().prepare("SELECT model_is_ahead FROM crawls WHERE id = ?");
  return select.integer(crawl).value_or(0) != 0;
}

void SiteModels::set_ahead_of_pages(CrawlId crawl, bool is_ahead) {
  database_.connection().prepare("UPDATE crawls SET model_is_ahead = ? WHERE id = ?").run(is_ahead, crawl);
}

SiteModels::Site& SiteModels::site(CrawlId crawl) {
  if (const auto found = sites_.find(crawl); found != sites_.end()) return found->second;
  if (sites_.size() == kMostSites) sites_.clear();
  Site& site = sites_[crawl];
  Statement select = database_.connection().prepare("SELECT round, modelled IS round FROM crawls WHERE id = ?");
  for (const Row row : select.rows(crawl)) {
    site.round = row.integer(0);
    site.is_of_round = row.integer(1) != 0;
  }
  for (const std::string& block : blocks_of(crawl)) site.model.add(block);
  return site;
}

std::vector<std::string> SiteModels::blocks_of(CrawlId crawl) {
  std::vector<std::string> blocks;
  Statement select = database_.connection().prepare("SELECT block FROM repeats WHERE crawl = ? ORDER BY block");
  for (const Row row : select.rows(crawl)) blocks.emplace_back(row.text(0));
  return blocks;
}

void SiteModels::store(CrawlId crawl, const std::vector<std::string>& blocks) {
  Connection& connection = database_.connection();
  connection.prepare("DELETE FROM repeats WHERE crawl = ?").run(crawl);
  Statement insert = connection.prepare("INSERT INTO repeats(crawl, block) VALUES (?, ?)");
  for (const std::string& block : blocks) insert.run(crawl, block);
}

}  // namespace storage
