#include "crawler/request_headers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/url.hpp"

namespace crawler {
namespace {

std::vector<std::string> lines(const RequestHeaders& headers, std::string_view url, bool is_named = false) {
  const RequestHeaders::Lines& chosen = headers.of({.url = Url::parse(url).value(), .is_named = is_named});
  std::vector<std::string> lines;
  for (const curl_slist* at = chosen.headers.get(); at != nullptr; at = at->next) lines.emplace_back(at->data);
  if (!chosen.cookie.empty()) lines.push_back("Cookie: " + chosen.cookie);
  return lines;
}

bool has(const std::vector<std::string>& lines, std::string_view line) {
  return std::ranges::find(lines, line) != lines.end();
}

TEST(RequestHeaders, AnAuthorizationGoesToItsOriginAndNowhereElse) {  // RFC 6454, 4
  const RequestHeaders headers(
      {.authorization = {{"https://docs.test", "Bearer one"}, {"http://docs.test:8080/", "Bearer two"}}});
  for (const char* url : {"https://docs.test/", "https://docs.test:443/a?b", "https://user@DOCS.test/"}) {
    EXPECT_TRUE(has(lines(headers, url), "Authorization: Bearer one")) << url;
  }
  EXPECT_TRUE(has(lines(headers, "http://docs.test:8080/a"), "Authorization: Bearer two"));
  for (const char* url : {"http://docs.test/", "https://docs.test:8443/", "https://docs.test:8080/",
                          "https://www.docs.test/", "https://docs.test.evil.test/", "https://docs.test.:443/"}) {
    EXPECT_EQ(lines(headers, url, true).size(), 1U) << url;
  }
}

TEST(RequestHeaders, AKeyThatIsNoOriginIsRefused) {
  for (const char* key : {"docs.test", "https://docs.test/path", "ftp://docs.test", "https://a@docs.test", ""}) {
    EXPECT_THROW(RequestHeaders({.authorization = {{key, "Bearer x"}}}), std::invalid_argument) << key;
  }
}

TEST(RequestHeaders, HeadersThatTellASecretGoToNamedHostsOnly) {
  const std::vector<std::string> secrets{"Authorization: Basic eA==", "cookie:a=b", "COOKIE:  c=d", "Cookie;",
                                         "Proxy-Authorization : Basic eA=="};
  std::vector<std::string> all = secrets;
  all.emplace_back("Accept-Language: pt");
  const RequestHeaders headers({.headers = all});
  const std::vector<std::string> unnamed = lines(headers, "https://docs.test/", false);
  EXPECT_EQ(unnamed.size(), 2U);
  EXPECT_TRUE(has(unnamed, "Accept-Language: pt"));
  const std::vector<std::string> named = lines(headers, "https://docs.test/", true);
  EXPECT_TRUE(has(named, secrets.front()));
  EXPECT_TRUE(has(named, secrets.back()));
  EXPECT_TRUE(has(named, "Cookie: a=b; c=d"));
}

TEST(RequestHeaders, AnOriginsAuthorizationReplacesTheOneForAll) {
  const RequestHeaders headers(
      {.headers = {"Authorization: for all"}, .authorization = {{"https://docs.test", "for one"}}});
  EXPECT_TRUE(has(lines(headers, "https://docs.test/", true), "Authorization: for one"));
  EXPECT_FALSE(has(lines(headers, "https://docs.test/", true), "Authorization: for all"));
  EXPECT_TRUE(has(lines(headers, "https://other.test/", true), "Authorization: for all"));
}

}  // namespace
}  // namespace crawler
