#include "server/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace server {
namespace {

Router router_of(const std::vector<std::pair<Method, std::string>>& routes) {
  Router router;
  for (const auto& [method, pattern] : routes) router.add({.method = method, .pattern = pattern, .handler = {}});
  return router;
}

std::string pattern_of(const Found& found) {
  return found.route ? found.route->pattern : "";
}

TEST(Router, FindsTheRouteOfAPath) {
  const Router router =
      router_of({{Method::kGet, "/"}, {Method::kGet, "/api/v1/crawls"}, {Method::kGet, "/api/v1/crawls/{id}/events"}});
  EXPECT_EQ(pattern_of(router.find(Method::kGet, "/")), "/");
  EXPECT_EQ(pattern_of(router.find(Method::kGet, "/api/v1/crawls")), "/api/v1/crawls");
  const Found found = router.find(Method::kGet, "/api/v1/crawls/7/events");
  EXPECT_EQ(pattern_of(found), "/api/v1/crawls/{id}/events");
  EXPECT_EQ(found.captures, (Parameters{{"id", "7"}}));
}

TEST(Router, OtherPathsAreNowhere) {
  const Router router = router_of({{Method::kGet, "/a"}, {Method::kGet, "/a/{id}"}, {Method::kGet, "/a/{id}/b"}});
  for (const std::string_view path : {"/", "", "*", "/A", "/a/", "//a", "/a//b", "/a/1/", "/a/1/c", "/a/1/b/c"}) {
    const Found found = router.find(Method::kGet, path);
    EXPECT_EQ(found.route, nullptr) << path;
    EXPECT_TRUE(found.allowed.empty()) << path;
  }
}

TEST(Router, TheServerAsAWholeIsNotItsRoot) {
  EXPECT_EQ(router_of({{Method::kGet, "/"}}).find(Method::kGet, "*").route, nullptr);
}

TEST(Router, ATextGoesBeforeAName) {
  for (const bool text_first : {true, false}) {
    const std::string text = "/crawls/new", name = "/crawls/{id}";
    const Router router =
        router_of({{Method::kGet, text_first ? text : name}, {Method::kGet, text_first ? name : text}});
    EXPECT_EQ(pattern_of(router.find(Method::kGet, "/crawls/new")), text);
    EXPECT_EQ(pattern_of(router.find(Method::kGet, "/crawls/old")), name);
  }
}

// A path is one thing, with the methods of one pattern: POST /crawls/new is not POST /crawls/{id} of the name "new".
TEST(Router, ThePatternIsChosenBeforeTheMethod) {
  const Router router = router_of({{Method::kPost, "/crawls/{id}"}, {Method::kGet, "/crawls/new"}});
  const Found found = router.find(Method::kPost, "/crawls/new");
  EXPECT_EQ(found.route, nullptr);
  EXPECT_EQ(found.allowed, (std::vector{Method::kGet, Method::kHead, Method::kOptions}));
}

TEST(Router, KnowsTheMethodsOfAPath) {
  const Router router = router_of({{Method::kGet, "/{a}"}, {Method::kPut, "/{a}"}, {Method::kDelete, "/x/y"}});
  EXPECT_EQ(pattern_of(router.find(Method::kHead, "/1")), "/{a}");
  EXPECT_EQ(pattern_of(router.find(Method::kPut, "/1")), "/{a}");
  const Found found = router.find(Method::kDelete, "/1");
  EXPECT_EQ(found.route, nullptr);
  EXPECT_EQ(found.allowed, (std::vector{Method::kGet, Method::kHead, Method::kPut, Method::kOptions}));
  EXPECT_EQ(router.find(Method::kGet, "/x/y").allowed, (std::vector{Method::kDelete, Method::kOptions}));
}

TEST(Router, DecodesEachPartByItself) {
  const Router router = router_of({{Method::kGet, "/pages/{url}"}, {Method::kGet, "/a b"}});
  EXPECT_EQ(router.find(Method::kGet, "/pages/https%3A%2F%2Fx.example%2Fa%20b").captures,
            (Parameters{{"url", "https://x.example/a b"}}));
  EXPECT_EQ(pattern_of(router.find(Method::kGet, "/a%20b")), "/a b");
  EXPECT_EQ(router.find(Method::kGet, "/pages%2Fx").route, nullptr);
}

TEST(Router, RefusesWhatIsNoPatternOrThereAlready) {
  Router router = router_of({{Method::kGet, "/a"}});
  EXPECT_THROW(router.add({.pattern = "a", .handler = {}}), std::invalid_argument);
  EXPECT_THROW(router.add({.pattern = "/a", .handler = {}}), std::invalid_argument);
  EXPECT_NO_THROW(router.add({.method = Method::kPost, .pattern = "/a", .handler = {}}));
}

}  // namespace
}  // namespace server
