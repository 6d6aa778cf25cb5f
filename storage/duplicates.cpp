#include "storage/duplicates.hpp"

#include <span>
#include <utility>
#include <vector>

#include "crawler/outcome.hpp"

namespace storage {
namespace {

using crawler::CrawlId;
using crawler::Outcome;
using crawler::Page;
using crawler::UrlId;

constexpr const char* kOfEqualContent = "has the content of another URL";
constexpr const char* kOfCanonical = "names another URL as canonical";

constexpr const char* kOutOfScope = "canonical URL is not in the crawl's scope";
constexpr const char* kNoPage = "canonical URL is no page";
constexpr const char* kChain = "canonical URL names yet another one";
constexpr const char* kOtherText = "canonical URL has another text";

}  // namespace

/// What is stored of a page of this round.
struct Duplicates::Copy {
  bool names_another = false;
  indexer::Fingerprint fingerprint;

  /// Why a page that looks like `other` cannot be an alias of this one; null if it can.
  const char* objection(indexer::Fingerprint other) const {
    if (names_another) return kChain;
    return fingerprint == other || indexer::are_near_duplicates(fingerprint, other) ? nullptr : kOtherText;
  }
};

Duplicates::Duplicates(Database& database, Pages& pages)
    : database_(database),
      pages_(pages),
      twin_(database.connection().prepare(
          "SELECT urls.id FROM (SELECT id FROM pages WHERE crawl = ?1 AND body_hash = ?2"
          "                     UNION ALL SELECT id FROM staged WHERE crawl = ?1 AND body_hash = ?2) AS equal"
          "  JOIN urls ON urls.id = equal.id JOIN crawls ON crawls.id = urls.crawl"
          " WHERE urls.id <> ?3 AND urls.state = 'page' AND urls.reason <> 'noindex' AND urls.round = crawls.round"
          "   AND urls.body_hash = ?2 LIMIT 1")),
      is_named_(database.connection().prepare("SELECT 1 FROM canonicals WHERE crawl = ? AND target = ? AND page = ?")),
      is_to_come_(
          database.connection().prepare("SELECT state IN ('waiting', 'target', 'deferred') FROM urls WHERE id = ?")),
      copy_(database.connection().prepare(
          "SELECT canonical IS NOT NULL, fingerprint FROM"
          "  (SELECT id, canonical, fingerprint FROM staged WHERE id = ?1"
          "   UNION ALL SELECT id, canonical, fingerprint FROM pages WHERE id = ?1) AS copy"
          "  JOIN urls ON urls.id = copy.id JOIN crawls ON crawls.id = urls.crawl"
          " WHERE urls.state = 'page' AND urls.reason <> 'noindex' AND urls.round = crawls.round LIMIT 1")),
      wait_(database.connection().prepare("INSERT OR IGNORE INTO canonicals(crawl, target, page) VALUES (?, ?, ?)")),
      waiting_(
          database.connection().prepare("SELECT page FROM canonicals WHERE crawl = ? AND target = ? ORDER BY page")),
      stop_waiting_(database.connection().prepare("DELETE FROM canonicals WHERE crawl = ? AND target = ?")),
      alias_(database.connection().prepare(
          "UPDATE urls SET state = 'alias', reason = ?3, alias_of = ?2, canonical_reason = '' WHERE id = ?1")),
      hand_over_(database.connection().prepare(
          "UPDATE urls SET alias_of = ?2 WHERE alias_of = ?1 AND state = 'alias' AND reason NOT GLOB 'redirects *'")),
      refuse_(database.connection().prepare("UPDATE urls SET canonical_reason = ?2 WHERE id = ?1")),
      pages_waiting_(database.connection().integer("SELECT count(*) FROM canonicals")) {}

bool Duplicates::is_page_of_its_own(const Page& page, const indexer::Document* document) {
  const auto twin = twin_.integer(page.crawl, std::span<const std::uint8_t>(page.body_hash), page.id);
  const bool gives_way = twin && !page.canonical && is_named_.integer(page.crawl, page.id, *twin);
  if (twin && !gives_way) {
    make_alias(page.id, *twin, kOfEqualContent);
    return false;
  }
  return !is_alias_of_canonical(page, document);
}

bool Duplicates::is_alias_of_canonical(const Page& page, const indexer::Document* document) {
  if (!page.canonical) return false;
  const UrlId target = *page.canonical;
  if (target != 0 && is_to_come_.integer(target).value_or(0) != 0) {
    wait_.run(page.crawl, target, page.id);
    ++pages_waiting_;
    return false;
  }
  const auto copy = target == 0 ? std::nullopt : copy_of(target);
  const char* objection = target == 0 ? kOutOfScope : kNoPage;
  if (copy) {
    const auto own = document != nullptr ? std::optional<Copy>() : copy_of(page.id);
    objection = copy->objection(document != nullptr ? document->fingerprint : own.value_or(Copy()).fingerprint);
  }
  if (objection == nullptr) {
    make_alias(page.id, target, kOfCanonical);
    return true;
  }
  refuse_.run(page.id, std::string_view(objection));
  return false;
}

int Duplicates::settle(const Page& page) {
  if (pages_waiting_ == 0) return 0;
  int aliases = 0;
  for (const UrlId id : page.redirects) aliases += settle(page.crawl, id);
  const bool is_over = page.outcome != Outcome::kAlias && page.outcome != Outcome::kDeferred;
  if (is_over) aliases += settle(page.crawl, page.id);
  return aliases;
}

int Duplicates::settle(CrawlId crawl, UrlId target) {
  std::vector<UrlId> pages;
  for (const Row row : waiting_.rows(crawl, target)) pages.push_back(row.integer(0));
  if (pages.empty()) return 0;
  stop_waiting_.run(crawl, target);
  pages_waiting_ -= static_cast<std::int64_t>(pages.size());
  const auto copy = copy_of(target);
  int aliases = 0;
  for (const UrlId id : pages) {
    const auto own = copy_of(id);
    if (!own) continue;
    const char* const objection = copy ? copy->objection(own->fingerprint) : kNoPage;
    if (objection != nullptr) {
      refuse_.run(id, std::string_view(objection));
    } else {
      make_alias(id, target, kOfCanonical);
      hand_over_.run(id, target);
      pages_.retire(id);
      ++aliases;
    }
  }
  return aliases;
}

void Duplicates::remove(UrlId id) {
  Connection& connection = database_.connection();
  Statement select = connection.prepare(
      "SELECT id FROM urls WHERE alias_of = ? AND state = 'alias' AND reason NOT GLOB 'redirects *'"
      " AND id NOT IN (SELECT id FROM pages) AND alias_of IN (SELECT id FROM pages) ORDER BY id LIMIT 1");
  const auto heir = select.integer(id);
  if (!heir) return pages_.remove(id);
  pages_.bequeath(id, *heir);
  connection.prepare("UPDATE urls SET state = 'page', reason = '', alias_of = NULL WHERE id = ?").run(*heir);
  hand_over_.run(id, *heir);
}

std::optional<Duplicates::Copy> Duplicates::copy_of(UrlId id) {
  for (const Row row : copy_.rows(id)) {
    return Copy{.names_another = row.integer(0) != 0,
                .fingerprint = {.bits = static_cast<std::uint64_t>(row.integer(1))}};
  }
  return std::nullopt;
}

void Duplicates::make_alias(UrlId id, UrlId of, const char* reason) {
  alias_.run(id, of, std::string_view(reason));
}

}  // namespace storage
