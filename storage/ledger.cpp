#include "storage/ledger.hpp"

#include <bit>
#include <chrono>

#include "crawler/outcome.hpp"
#include "crawler/url.hpp"

namespace storage {
namespace {

using crawler::CrawlId;
using crawler::Discovery;
using crawler::Outcome;
using crawler::UrlId;

constexpr std::int64_t kMostRefusalsKept = 1000;  // of each rule and host

std::optional<UrlId> unless_none(UrlId id) {
  return id == 0 ? std::nullopt : std::optional(id);
}

/// Whether a URL that was good before is not known to be gone: no answer, or one that says nothing of that.
bool fails_without_evidence(const crawler::Page& page) {
  const bool is_gone = page.status == 404 || page.status == 410;
  return page.outcome == Outcome::kDeferred || (page.outcome == Outcome::kFailed && !is_gone);
}

/// NULL where there was no answer to take it from.
template <typename Value>
std::optional<Value> if_answered(const crawler::Page& page, const Value& value) {
  return page.status == 0 ? std::nullopt : std::optional(value);
}

std::int64_t seconds(std::chrono::system_clock::time_point time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

std::string host_of(std::string_view url) {
  const auto parsed = crawler::Url::parse(url);
  return parsed ? std::string(parsed->host()) : std::string();
}

}  // namespace

Ledger::Ledger(Database& database)
    : database_(database),
      find_(database.connection().prepare(
          "SELECT id, state = 'refused' AND reason = 'nofollow' FROM urls WHERE crawl = ? AND url = ? AND round = ?")),
      row_(database.connection().prepare("SELECT id FROM urls WHERE crawl = ? AND url = ?")),
      // An upsert with RETURNING would do the work of both: in 5.5 us more.
      insert_(database.connection().prepare(
          "INSERT INTO urls(crawl, url, round, found_from, depth, state, reason) VALUES (?, ?, ?, ?, ?, ?, ?)")),
      renew_(database.connection().prepare(
          "UPDATE urls SET round = ?, found_from = ?, depth = ?, state = ?, reason = ?, alias_of = NULL, held = 0,"
          " canonical_reason = '' WHERE id = ?")),
      clear_(database.connection().prepare("UPDATE urls SET (status, content_type, bytes, body_hash, fetched_at,"
                                           " took_ms) = (NULL, NULL, NULL, NULL, NULL, NULL) WHERE id = ?")),
      enqueue_(database.connection().prepare("INSERT INTO frontier(crawl, position, url) VALUES (?, ?, ?)")),
      kept_(database.connection().prepare("SELECT kept FROM refusals WHERE crawl = ? AND rule = ? AND host = ?")),
      keep_(database.connection().prepare("INSERT INTO refusals VALUES (?, ?, ?, 1, 0)"
                                          " ON CONFLICT DO UPDATE SET kept = kept + 1")),
      count_(database.connection().prepare(
          "UPDATE refusals SET counted = counted + ? WHERE crawl = ? AND rule = ? AND host = ?")),
      waiting_(database.connection().prepare(
          "SELECT frontier.position, urls.id, urls.url, urls.depth, frontier.is_last FROM frontier"
          "  JOIN urls ON urls.id = frontier.url"
          " WHERE frontier.crawl = ? AND position > ? AND depth <= ? ORDER BY position LIMIT ?")),
      add_site_(database.connection().prepare("UPDATE crawls SET sites = json_insert(sites, '$[#]', ?1) WHERE id = ?2"
                                              " AND NOT EXISTS (SELECT * FROM json_each(sites) WHERE value = ?1)")),
      redirect_(database.connection().prepare(
          "UPDATE urls SET state = 'alias', reason = 'redirects to another URL', alias_of = ?, fetched_at = ?,"
          " attempts = attempts + 1, held = (? AND good_round IS NOT NULL), (status, content_type, bytes, body_hash,"
          " took_ms) = (NULL, NULL, NULL, NULL, NULL) WHERE id = ?")),
      outcome_(database.connection().prepare(
          "UPDATE urls SET state = ?1, reason = ?2, status = ?3, content_type = ?4, bytes = ?5, body_hash = ?6,"
          " fetched_at = ?7, took_ms = ?8, attempts = attempts + ?9, held = (?10 AND good_round IS NOT NULL),"
          " good_round = CASE WHEN ?1 = 'page' THEN round ELSE good_round END WHERE id = ?11")),
      dequeue_(database.connection().prepare("DELETE FROM frontier WHERE crawl = ? AND position = ?")),
      defer_(database.connection().prepare("INSERT INTO deferred(crawl, position, url) VALUES (?, ?, ?)")),
      counted_toward_(database.connection().prepare("SELECT urls FROM bounds WHERE crawl = ? AND key = ?")),
      count_toward_(database.connection().prepare("INSERT INTO bounds(crawl, key, urls) VALUES (?, ?, 1)"
                                                  " ON CONFLICT DO UPDATE SET urls = urls + 1")),
      // Whatever comes of a position leaves a row with a smaller id, or is still in one of the queues.
      last_position_(database.connection().integer(
          "SELECT max((SELECT coalesce(max(id), 0) FROM urls), (SELECT coalesce(max(position), 0) FROM frontier),"
          " (SELECT coalesce(max(position), 0) FROM deferred))")) {
  Statement targets = database.connection().prepare("SELECT crawl, url, id FROM urls WHERE state = 'target'");
  for (const Row row : targets.rows()) {
    unfinished_targets_.emplace(std::pair(row.integer(0), row.text(1)), row.integer(2));
  }
}

std::optional<crawler::Known> Ledger::find(const Round& round, std::string_view url) {
  if (is_unfinished_target(round.crawl, url)) return std::nullopt;
  for (const Row row : find_.rows(round.crawl, url, round.number))
    return crawler::Known{.id = row.integer(0), .is_open = row.integer(1) != 0};
  return std::nullopt;
}

crawler::Waiting Ledger::enqueue(const Round& round, const Discovery& discovery) {
  return database_.change([&] {
    const UrlId id = add(round, discovery, "waiting", "");
    enqueue_.run(round.crawl, ++last_position_, id);
    return crawler::Waiting{
        .position = last_position_, .id = id, .url = std::string(discovery.url), .depth = discovery.depth};
  });
}

UrlId Ledger::add_redirect_target(const Round& round, const Discovery& discovery) {
  return database_.change([&] { return add(round, discovery, "target", ""); });
}

UrlId Ledger::refuse(const Round& round, const Discovery& discovery, std::string_view rule) {
  const CrawlId crawl = round.crawl;
  const std::string host = host_of(discovery.url);
  if (kept_.integer(crawl, rule, host).value_or(0) >= kMostRefusalsKept) {
    if (discovery.found_from == 0) {  // listed by a sitemap, whose entries are taken once
      database_.change([&] { count_.run(1, crawl, rule, host); });
      return 0;
    }
    Refusals& refusals = uncounted_[discovery.found_from];
    refusals.crawl = crawl;
    ++refusals.counts[{std::string(rule), host}];
    return 0;
  }
  return database_.change([&] {
    keep_.run(crawl, rule, host);
    const UrlId id = add(round, discovery, "refused", rule);
    if (round.number > 1) clear_.run(id);
    return id;
  });
}

std::vector<crawler::Waiting> Ledger::waiting(CrawlId crawl, std::int64_t after, std::size_t most, int max_depth) {
  std::vector<crawler::Waiting> waiting;
  for (const Row row : waiting_.rows(crawl, after, max_depth, most)) {
    waiting.push_back({.position = row.integer(0),
                       .id = row.integer(1),
                       .url = std::string(row.text(2)),
                       .depth = static_cast<int>(row.integer(3)),
                       .is_last = row.integer(4) != 0});
  }
  return waiting;
}

std::uint64_t Ledger::requeue_deferred(CrawlId crawl) {
  return database_.change([&] {
    Connection& connection = database_.connection();
    Statement count = connection.prepare("SELECT count(*) FROM deferred WHERE crawl = ?");
    const std::int64_t urls = count.integer(crawl).value_or(0);
    if (urls == 0) return std::uint64_t{0};
    connection.prepare("UPDATE crawls SET refilled = 1 WHERE id = ?").run(crawl);
    connection.prepare("UPDATE urls SET state = 'waiting' WHERE id IN (SELECT url FROM deferred WHERE crawl = ?)")
        .run(crawl);
    connection
        .prepare(
            "INSERT INTO frontier(crawl, position, url, is_last)"
            " SELECT crawl, ?2 + row_number() OVER (ORDER BY position), url, 1 FROM deferred WHERE crawl = ?1")
        .run(crawl, last_position_);
    last_position_ += urls;
    connection.prepare("DELETE FROM deferred WHERE crawl = ?").run(crawl);
    return static_cast<std::uint64_t>(urls);
  });
}

std::uint64_t Ledger::counted(CrawlId crawl, std::uint64_t bound) {
  return static_cast<std::uint64_t>(counted_toward_.integer(crawl, std::bit_cast<std::int64_t>(bound)).value_or(0));
}

void Ledger::count(CrawlId crawl, std::uint64_t bound) {
  database_.change([&] { count_toward_.run(crawl, std::bit_cast<std::int64_t>(bound)); });
}

void Ledger::add_site(CrawlId crawl, std::string_view site) {
  database_.change([&] { add_site_.run(site, crawl); });
}

void Ledger::record(const crawler::Page& page) {
  database_.change([&] {
    const std::int64_t fetched_at = seconds(page.fetched_at);
    const bool is_held = fails_without_evidence(page);
    for (const UrlId redirect : page.redirects) redirect_.run(page.id, fetched_at, is_held, redirect);
    if (page.outcome != Outcome::kAlias) {
      outcome_.run(word(page.outcome), page.reason, if_answered(page, page.status),
                   if_answered(page, std::string_view(page.content_type)), if_answered(page, page.body_bytes),
                   if_answered(page, std::span<const std::uint8_t>(page.body_hash)), fetched_at, page.took.count(),
                   page.attempts, is_held, page.id);
    }
    dequeue_.run(page.crawl, page.position);
    if (page.outcome == Outcome::kDeferred) defer_.run(page.crawl, page.position, page.id);
    count_refusals_of(page.id);
  });
}

UrlId Ledger::add(const Round& round, const Discovery& discovery, std::string_view state, std::string_view reason) {
  const auto found_from = unless_none(discovery.found_from);
  if (const UrlId row = row_for(round, discovery); row != 0) {
    renew_.run(round.number, found_from, discovery.depth, state, reason, row);
    return row;
  }
  insert_.run(round.crawl, discovery.url, round.number, found_from, discovery.depth, state, reason);
  return database_.connection().last_insert_id();
}

/// The row that a URL has although it is new to the round; 0 if it has none.
UrlId Ledger::row_for(const Round& round, const Discovery& discovery) {
  if (discovery.row != 0) return discovery.row;
  if (is_unfinished_target(round.crawl, discovery.url)) {
    return unfinished_targets_.extract({round.crawl, std::string(discovery.url)}).mapped();
  }
  return round.number == 1 ? 0 : row_.integer(round.crawl, discovery.url).value_or(0);
}

bool Ledger::is_unfinished_target(CrawlId crawl, std::string_view url) const {
  return !unfinished_targets_.empty() && unfinished_targets_.contains({crawl, std::string(url)});
}

void Ledger::count_refusals_of(UrlId page) {
  const auto found = uncounted_.extract(page);
  if (found.empty()) return;
  const auto& [crawl, counts] = found.mapped();
  for (const auto& [rule, count] : counts) count_.run(count, crawl, rule.first, rule.second);
}

}  // namespace storage
