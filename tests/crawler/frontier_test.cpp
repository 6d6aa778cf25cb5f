#include "crawler/frontier.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "tests/support/memory_store.hpp"

namespace {

using crawler::Frontier;
using crawler::Link;
using crawler::Page;
using crawler::Request;
using crawler::Url;
using support::MemoryStore;
using Hop = Frontier::Hop;

Url url(std::string_view text) {
  return *Url::parse(text);
}

Url numbered(std::size_t number) {
  return url("http://site.test/" + std::to_string(number));
}

crawler::Scope site_scope() {
  return {.sites = {"site.test"}};
}

Page page(crawler::UrlId id, int depth) {
  return {.id = id, .url = url("http://site.test/from"), .depth = depth};
}

Link push(Frontier& frontier, const Url& target, const Page& from = page(1, 0)) {
  Link link{.url = target};
  frontier.push(link, from);
  return link;
}

/// A frontier that has popped its one seed.
struct Popped {
  explicit Popped(std::string_view seed, bool is_guess = false) : frontier(store, {.scope = site_scope()}, {}) {
    frontier.seed(url(seed), is_guess);
    request = *frontier.pop();
  }

  /// What is settled of a seed that came to nothing after `hops`.
  Page settle_failure(int status, const std::vector<Url>& hops = {}) {
    Page failed{.url = request.url, .status = status};
    frontier.settle(failed, request, hops);
    return failed;
  }

  MemoryStore store;
  Frontier frontier;
  Request request{.url = url("http://site.test/")};
};

// The norm is one queue in memory.
TEST(Frontier, IsOneQueueWhateverTheStretch) {
  for (const std::size_t stretch : {1UZ, 2UZ, 3UZ, 7UZ, 1'000UZ}) {
    for (const std::size_t seen : {2UZ, 16UZ, 200UZ, 1'000UZ}) {
      MemoryStore store;
      Frontier frontier(store, {.scope = site_scope()}, {.stretch = stretch, .seen = seen, .is_new = true});
      std::mt19937 random(static_cast<std::uint32_t>(stretch * 31 + seen));
      std::deque<std::size_t> norm;
      std::size_t pushed = 0;
      for (int step = 0; step < 600; ++step) {
        const auto run = random() % 6;
        for (std::size_t i = 0; i < run && random() % 2 == 0; ++i) {
          norm.push_back(pushed);
          push(frontier, numbered(pushed++));
          push(frontier, numbered(random() % pushed));
        }
        const auto popped = frontier.pop();
        ASSERT_EQ(popped.has_value(), !norm.empty()) << "stretch " << stretch << " step " << step;
        if (!popped) continue;
        ASSERT_EQ(popped->url, numbered(norm.front()));
        norm.pop_front();
        ASSERT_EQ(frontier.waiting(), norm.size());
      }
    }
  }
}

TEST(Frontier, HoldsNoMoreOfTheQueueThanItsStretch) {
  struct CountingStore : MemoryStore {
    std::vector<crawler::Waiting> waiting(std::int64_t after, std::size_t most, int max_depth) override {
      asked.push_back(most);
      return MemoryStore::waiting(after, most, max_depth);
    }
    std::vector<std::size_t> asked;
  };
  CountingStore store;
  Frontier frontier(store, {.scope = site_scope()}, {.stretch = 10});
  for (std::size_t i = 0; i < 100; ++i) push(frontier, numbered(i));
  while (frontier.pop()) {
  }
  // Once at first, once for each stretch behind the one held from the start, and once to find the end.
  EXPECT_EQ(store.asked, std::vector<std::size_t>(1 + 9 + 1, 10));
}

TEST(Frontier, GoesOnWhereTheStoreStands) {
  for (const std::size_t stretch : {1UZ, 2UZ, 10UZ}) {
    MemoryStore store;
    {
      Frontier first(store, {.scope = site_scope()}, {});
      for (std::size_t i = 0; i < 5; ++i) push(first, numbered(i));
    }
    Frontier frontier(store, {.scope = site_scope()}, {.stretch = stretch, .waiting = store.queue.size()});
    push(frontier, numbered(3));
    push(frontier, numbered(5));
    EXPECT_EQ(frontier.waiting(), 6U);
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(frontier.pop()->url, numbered(i));
    EXPECT_FALSE(frontier.pop());
  }
}

// In a round from its beginning, and as long as everything is remembered, what is not remembered is new.
TEST(Frontier, AsksTheStoreOnlyForWhatItMayHaveForgotten) {
  struct CountingStore : MemoryStore {
    std::optional<crawler::Known> find(std::string_view url) override {
      ++asked;
      return MemoryStore::find(url);
    }
    int asked = 0;
  };
  CountingStore store;
  Frontier frontier(store, {.scope = site_scope()}, {.seen = 100, .is_new = true});
  for (std::size_t i = 0; i < 100; ++i) push(frontier, numbered(i));
  EXPECT_EQ(store.asked, 0);
  push(frontier, numbered(100));
  push(frontier, numbered(0));
  EXPECT_EQ(store.asked, 1);

  CountingStore open;
  Frontier follower(open, {.scope = site_scope()}, {.is_new = true});
  Link link{.url = numbered(1), .nofollow = true};
  follower.push(link, page(1, 0));
  EXPECT_EQ(open.asked, 0);
  push(follower, numbered(1));
  EXPECT_EQ(open.asked, 1);
  EXPECT_EQ(follower.waiting(), 1);
}

TEST(Frontier, WhatIsTooDeepWaits) {
  MemoryStore store;
  Frontier frontier(store, {.scope = site_scope()}, {.max_depth = 2});
  push(frontier, numbered(1), page(1, 2));
  push(frontier, numbered(2), page(1, 1));
  EXPECT_EQ(frontier.pop()->url, numbered(2));
  EXPECT_FALSE(frontier.pop());
  EXPECT_EQ(frontier.waiting(), 1U);
  Frontier deeper(store, {.scope = site_scope()}, {.max_depth = 3});
  EXPECT_EQ(deeper.pop()->depth, 3);
}

TEST(Frontier, ALinkSeenBeforeGetsItsId) {
  MemoryStore store;
  Frontier frontier(store, {.scope = site_scope()}, {});
  const Link first = push(frontier, numbered(1), page(7, 0));
  EXPECT_NE(first.id, 0);
  EXPECT_EQ(push(frontier, numbered(1), page(8, 5)).id, first.id);
  EXPECT_EQ(store.found_from.at(first.id), 7);
  EXPECT_EQ(frontier.waiting(), 1U);
}

TEST(Frontier, ARefusedLinkIsKeptOnceWithItsRule) {
  MemoryStore store;
  crawler::Scope scope = site_scope();
  scope.exclude = {*crawler::Pattern::parse("*.pdf")};
  Frontier frontier(store, {.scope = std::move(scope)}, {});
  const Link away = push(frontier, url("http://other.test/"));
  EXPECT_NE(away.id, 0);
  EXPECT_EQ(push(frontier, url("http://other.test/")).id, away.id);
  push(frontier, url("http://site.test/a.pdf"));
  EXPECT_EQ(store.refused, (std::vector<std::string>{"scope http://other.test/", "pattern http://site.test/a.pdf"}));
  EXPECT_EQ(frontier.waiting(), 0U);
}

TEST(Frontier, ARefusedLinkThatIsOnlyCountedIsNotTakenForSeen) {
  struct CountingStore : MemoryStore {
    crawler::UrlId refuse(const crawler::Discovery& /*discovery*/, std::string_view /*rule*/) override {
      ++counted;
      return 0;
    }
    int counted = 0;
  };
  CountingStore store;
  Frontier frontier(store, {.scope = site_scope()}, {});
  for (int i = 0; i < 2; ++i) EXPECT_EQ(push(frontier, url("http://other.test/")).id, 0);
  EXPECT_EQ(store.counted, 2);
}

TEST(Frontier, ALinkNotToBeFollowedIsRefusedUntilAnotherLeadsThere) {
  MemoryStore store;
  Frontier frontier(store, {.scope = site_scope()}, {});
  Link closed{.url = numbered(1), .nofollow = true};
  frontier.push(closed, page(1, 0));
  Link again{.url = numbered(1), .nofollow = true};
  frontier.push(again, page(2, 0));
  EXPECT_EQ(again.id, closed.id);
  EXPECT_FALSE(frontier.pop());
  EXPECT_EQ(store.refused, std::vector<std::string>{"nofollow http://site.test/1"});
  EXPECT_EQ(push(frontier, numbered(1), page(3, 4)).id, closed.id);
  EXPECT_EQ(frontier.pop()->depth, 5);
  EXPECT_EQ(store.found_from.at(closed.id), 3);
}

TEST(Frontier, NoLinkOfAPageThatSaysSoIsFollowed) {
  MemoryStore store;
  Frontier frontier(store, {.scope = site_scope()}, {});
  Page from = page(1, 0);
  from.content.metadata.directives.nofollow = true;
  push(frontier, numbered(1), from);
  EXPECT_FALSE(frontier.pop());
}

TEST(Frontier, WhatASitemapListsStandsAtDepthOneAndIsFoundFromNowhere) {
  MemoryStore store;
  Frontier frontier(store, {.scope = site_scope()}, {});
  const auto listed = frontier.push_listed(numbered(1));
  EXPECT_TRUE(listed.is_queued);
  EXPECT_FALSE(frontier.push_listed(numbered(1)).is_queued);
  EXPECT_FALSE(frontier.push_listed(url("http://other.test/")).is_queued);
  const auto request = frontier.pop();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->depth, 1);
  EXPECT_EQ(store.found_from.at(listed.id), 0);
}

TEST(Frontier, WhatWasDeferredComesOnceMoreBehindTheRest) {
  MemoryStore store;
  Frontier frontier(store, {.scope = site_scope()}, {});
  for (std::size_t i = 1; i <= 3; ++i) push(frontier, numbered(i));
  for (std::size_t i = 1; i <= 2; ++i) {
    const auto request = frontier.pop();
    Page deferred{.position = request->position, .url = request->url, .outcome = crawler::Outcome::kDeferred};
    frontier.settle(deferred, *request, {});
    store.done(deferred);
  }
  EXPECT_EQ(frontier.waiting(), 3U);
  EXPECT_EQ(frontier.pop()->url, numbered(3));
  EXPECT_FALSE(frontier.pop());
  EXPECT_EQ(frontier.requeue_deferred(), 2U);
  for (std::size_t i = 1; i <= 2; ++i) {
    const auto request = frontier.pop();
    ASSERT_TRUE(request);
    EXPECT_EQ(request->url, numbered(i));
    EXPECT_TRUE(request->is_last);
  }
  EXPECT_EQ(frontier.waiting(), 0U);
}

TEST(Frontier, ASeedIsQueuedOnceWithoutItsFragment) {
  MemoryStore store;
  Frontier frontier(store, {.scope = site_scope()}, {});
  frontier.seed(url("http://site.test/a#top"));
  frontier.seed(url("http://site.test/a#end"));
  const auto request = frontier.pop();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->url.href(), "http://site.test/a");
  EXPECT_EQ(store.found_from.at(request->id), 0);
  EXPECT_FALSE(frontier.pop());
}

TEST(Frontier, NoPatternForbidsASeed) {
  MemoryStore store;
  crawler::Scope scope = site_scope();
  scope.exclude = {*crawler::Pattern::parse("*")};
  Frontier frontier(store, {.scope = std::move(scope)}, {});
  frontier.seed(numbered(1));
  EXPECT_TRUE(frontier.pop());
}

TEST(Frontier, ASeedMayBeFollowedToItsOwnersOtherSite) {
  Popped seed("http://site.test/");
  EXPECT_EQ(seed.frontier.judge(seed.request, url("https://www.site.test/")), Hop::kFollow);
  EXPECT_EQ(seed.frontier.judge(seed.request, url("https://other.test/")), Hop::kRefused);
  EXPECT_EQ(seed.frontier.judge(seed.request, url("ftp://site.test/")), Hop::kRefused);
  Request link = seed.request;
  link.depth = 1;
  EXPECT_EQ(seed.frontier.judge(link, url("https://www.site.test/")), Hop::kRefused);
  EXPECT_EQ(seed.frontier.judge(link, url("https://site.test/")), Hop::kFollow);
}

TEST(Frontier, AReservedTargetIsSeenAndItsSiteBelongsToTheCrawl) {
  Popped seed("http://site.test/");
  const Url target = url("https://www.site.test/");
  seed.frontier.reserve(seed.request, target);
  EXPECT_EQ(seed.frontier.judge(seed.request, target), Hop::kSeen);
  EXPECT_TRUE(seed.store.sites.empty()) << "stored only with its page";
  const Page settled = seed.settle_failure(404, {target});
  EXPECT_EQ(seed.store.sites, std::vector<std::string>{"www.site.test"});
  EXPECT_EQ(settled.redirects, std::vector<crawler::UrlId>{seed.request.id});
  EXPECT_EQ(settled.id, seed.store.ids.at("https://www.site.test/"));
  EXPECT_EQ(seed.frontier.judge(seed.request, target), Hop::kSeen);
  push(seed.frontier, url("https://www.site.test/a"));
  EXPECT_EQ(seed.frontier.pop()->url.href(), "https://www.site.test/a");
}

TEST(Frontier, ARedirectIsFoundFromTheOneBeforeIt) {
  Popped seed("http://site.test/");
  const Page settled = seed.settle_failure(404, {numbered(1), numbered(2)});
  const auto first = seed.store.ids.at(numbered(1).href());
  EXPECT_EQ(settled.redirects, (std::vector<crawler::UrlId>{seed.request.id, first}));
  EXPECT_EQ(seed.store.found_from.at(settled.id), first);
  EXPECT_EQ(seed.frontier.waiting(), 0U);
}

TEST(Frontier, AGuessThatGetsNoAnswerIsFollowedByItsHttpForm) {
  Popped guess("https://site.test:8443/a?b", true);
  guess.settle_failure(0);
  const auto next = guess.frontier.pop();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->url.href(), "http://site.test:8443/a?b");
  EXPECT_EQ(guess.store.found_from.at(next->id), guess.request.id);
  EXPECT_FALSE(guess.frontier.pop());
}

TEST(Frontier, AGuessThatGetsAnAnswerIsNot) {
  for (const int status : {404, 503}) {
    Popped guess("https://site.test/", true);
    guess.settle_failure(status);
    EXPECT_EQ(guess.frontier.waiting(), 0U);
  }
}

TEST(Frontier, AGuessThatAnsweredWithARedirectToADeadHostIsNot) {
  Popped guess("https://site.test/", true);
  guess.settle_failure(0, {url("https://www.site.test/")});
  EXPECT_EQ(guess.frontier.waiting(), 0U);
}

TEST(Frontier, ASchemeThatTheUserGaveIsKept) {
  Popped seed("https://site.test/");
  seed.settle_failure(0);
  EXPECT_EQ(seed.frontier.waiting(), 0U);
}

}  // namespace
