#include "views/explanation.hpp"

#include <gtest/gtest.h>

namespace views {
namespace {

using storage::Explanation;

Explanation known(std::string state, std::string reason = {}) {
  Explanation known;
  known.crawl = "http://site.test/ host";
  known.url = "http://site.test/a";
  known.state = std::move(state);
  known.reason = std::move(reason);
  known.depth = 1;
  known.found_along = {{.url = "http://site.test/", .state = "page", .reason = {}}};
  return known;
}

std::string told(const Explanation& known) {
  std::string text;
  for (const std::string& sentence : sentences(known)) text += sentence + "\n";
  return text;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Explain, EachRuleNamesWhatWouldLetTheUrlIn) {
  EXPECT_TRUE(has(told(known("refused", "scope")), "--allow-host site.test"));
  EXPECT_TRUE(has(told(known("refused", "redirects out of the crawl's scope")), "--allow-host"));
  EXPECT_TRUE(has(told(known("refused", "pattern")), "--exclude"));
  EXPECT_TRUE(has(told(known("refused", "nofollow")), "sitedex crawl http://site.test/a"));
  EXPECT_TRUE(has(told(known("refused", "robots.txt")), "--ignore-robots"));
  EXPECT_TRUE(has(told(known("refused", "trap: repeated path segments")), "--traps off"));
  EXPECT_TRUE(has(told(known("refused", "forgotten")), "takes it as new"));
  EXPECT_TRUE(has(told(known("refused", "a rule of tomorrow")), "a rule of tomorrow"));
}

TEST(Explain, EveryStateHasItsSentence) {
  for (const char* state : {"page", "alias", "skipped", "failed", "deferred", "refused", "waiting", "target", "new"}) {
    const auto said = sentences(known(state, "some reason"));
    ASSERT_FALSE(said.empty()) << state;
    for (const std::string& sentence : said)
      EXPECT_TRUE(sentence.ends_with('.') || has(sentence, "crawl http")) << sentence;
  }
}

TEST(Explain, AFailureSaysWhatCanBeDone) {
  Explanation failed = known("failed", "answered with status 404");
  for (const auto& [status, advice] : std::initializer_list<std::pair<int, std::string_view>>{
           {404, "Fix the links"}, {401, "Credentials"}, {429, "--delay"}, {503, "The server failed (503)"}}) {
    failed.status = status;
    EXPECT_TRUE(has(told(failed), advice)) << told(failed);
  }
  EXPECT_TRUE(has(told(known("failed", "connection refused")), "no answer: connection refused"));
}

TEST(Explain, AUrlThatIsTooDeepSaysSo) {
  Explanation waiting = known("waiting");
  waiting.depth = 4;
  EXPECT_TRUE(has(told(waiting), "goes on from there"));
  waiting.max_depth = 3;
  EXPECT_TRUE(has(told(waiting), "--max-depth 3")) << told(waiting);
}

TEST(Explain, AnAliasNamesWhatItStandsForStepByStep) {
  Explanation alias = known("alias", "names another URL as canonical");
  alias.stands_for = {{.url = "http://site.test/b", .state = "alias", .reason = "redirects to another URL"},
                      {.url = "http://site.test/c", .state = "failed", .reason = "answered with status 404"}};
  EXPECT_TRUE(has(told(alias),
                  "It names another URL as canonical and stands for that one: http://site.test/b, and that "
                  "for http://site.test/c, which is no page but failed: answered with status 404."))
      << told(alias);
}

TEST(Explain, APageThatIsKeptSaysWhy) {
  Explanation held = known("failed", "timed out");
  held.is_held = held.is_indexed = true;
  EXPECT_TRUE(has(told(held), "no evidence that it is gone"));
  Explanation old = known("page");
  old.is_of_earlier_round = true;
  EXPECT_TRUE(has(told(old), "has not come upon it yet"));
  old.crawl_is_finished = true;
  EXPECT_TRUE(has(told(old), "nothing led there any more"));
}

TEST(Explain, ACanonicalThatWasNotFollowedSaysWhy) {
  Explanation page = known("page");
  page.canonical = "http://other.test/";
  page.canonical_reason = "canonical URL is out of scope";
  EXPECT_TRUE(has(told(page),
                  "It names http://other.test/ as canonical, which was not followed: canonical URL is out of scope."));
}

TEST(Explain, OfWhatWasNeverSeenItSaysWhatToDo) {
  const auto url = crawler::Url::parse("http://site.test/x#part").value();
  const auto said = sentences(url, {.nearest = {"http://site.test/y"},
                                    .refusals = {{.rule = "pattern", .count = 1'200}},
                                    .has_uncounted = true,
                                    .crawls = {"http://site.test/ host"}});
  std::string text;
  for (const std::string& sentence : said) text += sentence + "\n";
  EXPECT_TRUE(has(text, "never seen"));
  EXPECT_TRUE(has(text, "http://site.test/y"));
  EXPECT_TRUE(has(text, "1200 by pattern"));
  EXPECT_TRUE(has(text, "may be one of those"));
  EXPECT_TRUE(has(text, "sitedex crawl http://site.test/x\n"));
}

}  // namespace
}  // namespace views
