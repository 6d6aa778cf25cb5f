#include "server/response.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace server {
namespace {

TEST(Response, AnErrorIsJsonWhateverItsMessage) {
  const Response response = error_response(404, "not_found", "no \"\xff\x01\"");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.headers.get("Content-Type"), "application/json");
  const auto error = nlohmann::json::parse(std::get<std::string>(response.body));
  EXPECT_EQ(error["code"], "not_found");
  EXPECT_EQ(error["message"], "no \"\uFFFD\x01\"");
  EXPECT_EQ(error.size(), 2U);
}

TEST(Asset, IsTaggedByItsBytesAndCompressedWhereThatIsShorter) {
  const auto page = asset(std::string(10'000, 'a'), "text/html");
  EXPECT_FALSE(page->gzip.empty());
  EXPECT_LT(page->gzip.size(), 1'000U);
  EXPECT_EQ(page->tag, asset(std::string(10'000, 'a'), "text/css")->tag);
  EXPECT_NE(page->tag, asset(std::string(10'001, 'a'), "text/html")->tag);
  EXPECT_TRUE(page->tag.starts_with('"') && page->tag.ends_with('"'));
  EXPECT_TRUE(asset("a", "text/plain")->gzip.empty());
  EXPECT_TRUE(asset("", "text/plain")->gzip.empty());
}

}  // namespace
}  // namespace server
