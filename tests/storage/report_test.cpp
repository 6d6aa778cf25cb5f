#include "storage/report.hpp"

#include <gtest/gtest.h>

#include "tests/storage/ledger_rows.hpp"

namespace storage {
namespace {

using Urls = std::vector<std::string>;

class Reporting : public testing::Test {
 protected:
  std::vector<Finding> find(FindingKind kind, ReportThresholds thresholds = {}) {
    database_.commit();
    Report report(database_, thresholds);
    std::vector<Finding> found;
    for (Finding&& finding : report.findings(kind)) found.push_back(std::move(finding));
    EXPECT_EQ(report.count(kind), static_cast<std::int64_t>(found.size()));
    return found;
  }

  Urls urls(FindingKind kind, ReportThresholds thresholds = {}) {
    Urls urls;
    for (const Finding& finding : find(kind, thresholds)) urls.push_back(finding.url);
    return urls;
  }

  /// "page" or "page via redirect", of each finding.
  std::vector<Urls> holders(FindingKind kind) {
    database_.commit();
    Report report(database_);
    std::vector<Urls> all;
    for (const Finding& finding : report.findings(kind)) {
      Urls& of_this = all.emplace_back();
      for (const Holder& holder : report.holders(finding)) {
        of_this.push_back(holder.page + (holder.via.empty() ? "" : " via " + holder.via));
      }
      EXPECT_EQ(finding.holders, static_cast<std::int64_t>(of_this.size()));
    }
    return all;
  }

  Database database_ = Database::temporary();
  LedgerRows rows_{database_};
  crawler::UrlId seed_ = rows_.add_seed();
};

TEST_F(Reporting, ABrokenLinkComesWithEachPageThatHoldsIt) {
  const auto a = rows_.add({.url = "http://site.test/a", .found_from = seed_});
  const auto dead = rows_.add({.url = "http://site.test/dead", .state = "failed", .reason = "gone", .status = 404});
  const auto less = rows_.add({.url = "http://site.test/a-less", .state = "failed", .reason = "gone", .status = 410});
  rows_.index(seed_, "Seed", "words", {a, dead, less});
  rows_.index(a, "A", "more words", {dead});
  const auto found = find(FindingKind::kBroken);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].url, "http://site.test/dead") << "what most pages link to comes first";
  EXPECT_EQ(found[0].status, 404);
  EXPECT_EQ(holders(FindingKind::kBroken),
            (std::vector<Urls>{{"http://site.test/", "http://site.test/a"}, {"http://site.test/"}}));
}

TEST_F(Reporting, ALinkToWhatRedirectsToABrokenOneIsBroken) {
  const auto dead = rows_.add({.url = "http://site.test/dead", .state = "failed", .reason = "gone"});
  const auto near = rows_.add(
      {.url = "http://site.test/near", .state = "alias", .reason = "redirects to another URL", .alias_of = dead});
  const auto far = rows_.add(
      {.url = "http://site.test/far", .state = "alias", .reason = "redirects to a URL seen before", .alias_of = near});
  const auto a = rows_.add({.url = "http://site.test/a", .found_from = seed_});
  rows_.index(seed_, "Seed", "words", {far});
  rows_.index(a, "A", "more words", {near, dead});
  EXPECT_EQ(holders(FindingKind::kBroken),
            (std::vector<Urls>{{"http://site.test/ via http://site.test/far", "http://site.test/a"}}));
}

TEST_F(Reporting, ABrokenOneThatNothingLeadsToAnyMoreIsNone) {
  rows_.add({.url = "http://site.test/listed", .state = "failed", .reason = "gone"});
  rows_.add({.url = "http://site.test/old", .state = "failed", .reason = "gone", .round = 0});
  EXPECT_EQ(urls(FindingKind::kBroken), Urls{"http://site.test/listed"});
}

TEST_F(Reporting, ARedirectIsTold) {
  const auto page = rows_.add({.url = "http://site.test/new", .found_from = seed_});
  const auto old = rows_.add(
      {.url = "http://site.test/old", .state = "alias", .reason = "redirects to another URL", .alias_of = page});
  const auto older = rows_.add(
      {.url = "http://site.test/older", .state = "alias", .reason = "redirects to a URL seen before", .alias_of = old});
  rows_.add(
      {.url = "http://site.test/unlinked", .state = "alias", .reason = "redirects to another URL", .alias_of = page});
  rows_.index(seed_, "Seed", "words", {older, old});
  rows_.index(page, "New", "more words", {older});
  const auto found = find(FindingKind::kRedirects);
  ASSERT_EQ(found.size(), 2U) << "what nobody links to is left alone";
  EXPECT_EQ(found[0].url, "http://site.test/older");
  EXPECT_EQ(found[0].other, "http://site.test/new") << "where the last one of the chain ends";
  EXPECT_EQ(found[0].other_state, "page");
  EXPECT_EQ(found[0].holders, 2);
}

TEST_F(Reporting, AliasesThatLeadInACircleEnd) {
  const auto a = rows_.add({.url = "http://site.test/a", .state = "alias", .reason = "redirects to another URL"});
  const auto b =
      rows_.add({.url = "http://site.test/b", .state = "alias", .reason = "redirects to another URL", .alias_of = a});
  database_.change([&] { database_.connection().prepare("UPDATE urls SET alias_of = ? WHERE id = ?").run(b, a); });
  rows_.index(seed_, "Seed", "words", {a});
  EXPECT_EQ(urls(FindingKind::kRedirects), Urls{"http://site.test/a"});
}

TEST_F(Reporting, SlowAndLargePagesTheWorstFirst) {
  rows_.add({.url = "http://site.test/1", .bytes = 5'000'000, .took_ms = 1'000});
  rows_.add({.url = "http://site.test/2", .bytes = 6'000'000, .took_ms = 9'000});
  rows_.add({.url = "http://site.test/3", .state = "failed", .reason = "timed out", .took_ms = 60'000});
  EXPECT_EQ(urls(FindingKind::kSlow), (Urls{"http://site.test/2", "http://site.test/1"}));
  EXPECT_EQ(urls(FindingKind::kLarge), (Urls{"http://site.test/2", "http://site.test/1"}));
  const ReportThresholds high{.slow = std::chrono::seconds(5), .large_bytes = 6'000'001};
  EXPECT_EQ(urls(FindingKind::kSlow, high), Urls{"http://site.test/2"});
  EXPECT_EQ(urls(FindingKind::kLarge, high), Urls{});
}

TEST_F(Reporting, AnOrphanIsAPageThatOnlyASitemapOrARedirectLedTo) {
  const auto listed = rows_.add({.url = "http://site.test/listed"});
  const auto linked = rows_.add({.url = "http://site.test/listed-and-linked"});
  const auto old = rows_.add(
      {.url = "http://site.test/old", .state = "alias", .reason = "redirects to another URL", .found_from = seed_});
  const auto moved = rows_.add({.url = "http://site.test/moved", .found_from = old});
  const auto found = rows_.add({.url = "http://site.test/found", .found_from = seed_});
  rows_.index(seed_, "Seed", "words", {linked, old, found});
  for (const auto id : {listed, linked, moved, found}) rows_.index(id, "Page", std::to_string(id), {id, seed_});
  const auto orphans = find(FindingKind::kOrphans);
  ASSERT_EQ(orphans.size(), 2U) << "a link of a page to itself is none";
  EXPECT_EQ(orphans[0].url, "http://site.test/listed");
  EXPECT_EQ(orphans[0].reason, "listed by a sitemap");
  EXPECT_EQ(orphans[1].url, "http://site.test/moved");
  EXPECT_EQ(orphans[1].other, "http://site.test/old");
}

TEST_F(Reporting, ASeedIsNoOrphanNorIsWhereItRedirectsTo) {
  const auto seed =
      rows_.add({.url = "http://www.site.test/", .state = "alias", .reason = "redirects to another URL", .depth = 0});
  const auto hop = rows_.add({.url = "http://www.site.test/en",
                              .state = "alias",
                              .reason = "redirects to another URL",
                              .found_from = seed,
                              .depth = 0});
  const auto end = rows_.add({.url = "http://www.site.test/en/", .found_from = hop, .depth = 0});
  rows_.index(seed_, "Seed", "words");
  rows_.index(end, "End", "other words");
  EXPECT_EQ(urls(FindingKind::kOrphans), Urls{});
}

TEST_F(Reporting, DuplicatesAreAliasesByContentAndPagesOfTheSameText) {
  const auto same = rows_.add({.url = "http://site.test/same",
                               .state = "alias",
                               .reason = "has the content of another URL",
                               .alias_of = seed_});
  rows_.add(
      {.url = "http://site.test/also", .state = "alias", .reason = "names another URL as canonical", .alias_of = same});
  rows_.add(
      {.url = "http://site.test/moved", .state = "alias", .reason = "redirects to another URL", .alias_of = seed_});
  const auto a = rows_.add({.url = "http://site.test/a", .found_from = seed_});
  const auto b = rows_.add({.url = "http://site.test/b", .found_from = seed_});
  const auto c = rows_.add({.url = "http://site.test/c", .found_from = seed_});
  const auto empty = rows_.add({.url = "http://site.test/empty", .found_from = seed_});
  rows_.index(seed_, "Seed", "words");
  rows_.index(a, "A", "the same words");
  rows_.index(b, "B", "the same words");
  rows_.index(c, "C", "");
  rows_.index(empty, "Empty", "");
  const auto found = find(FindingKind::kDuplicates);
  ASSERT_EQ(found.size(), 3U) << "pages without text are not each other's duplicates";
  EXPECT_EQ(found[0].url, "http://site.test/also");
  EXPECT_EQ(found[0].other, "http://site.test/") << "the end of the chain";
  EXPECT_EQ(found[1].url, "http://site.test/same");
  EXPECT_EQ(found[2].url, "http://site.test/b");
  EXPECT_EQ(found[2].other, "http://site.test/a");
}

TEST_F(Reporting, TheSameTextInAnotherCrawlIsNoDuplicate) {
  LedgerRows other(database_, "http://other.test/");
  rows_.index(seed_, "Seed", "the same words");
  other.index(other.add_seed("http://other.test/"), "Other", "the same words");
  EXPECT_EQ(urls(FindingKind::kDuplicates), Urls{});
}

TEST_F(Reporting, PagesThatNeedScriptsAreThoseThatSaySo) {
  const auto app = rows_.add({.url = "http://site.test/app", .found_from = seed_});
  rows_.index(seed_, "Seed", "words");
  rows_.index(app, "App", "", {}, true);
  EXPECT_EQ(urls(FindingKind::kScripts), Urls{"http://site.test/app"});
}

TEST_F(Reporting, OneReportAfterTheOtherSeesTheSame) {
  rows_.add({.url = "http://site.test/dead", .state = "failed", .reason = "gone"});
  rows_.index(seed_, "Seed", "words");
  EXPECT_EQ(urls(FindingKind::kBroken), urls(FindingKind::kBroken));
}

}  // namespace
}  // namespace storage
