#include "crawler/cookie_jars.hpp"

#include <algorithm>
#include <new>

namespace crawler {
namespace {

std::size_t count_cookies(CURL* easy) {
  curl_slist* list = nullptr;
  curl_easy_getinfo(easy, CURLINFO_COOKIELIST, &list);
  const CurlList owner(list);
  std::size_t count = 0;
  for (; list != nullptr; list = list->next) ++count;
  return count;
}

}  // namespace

CookieJar::CookieJar() : share_(curl_share_init()) {
  if (!share_ || curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE) != CURLSHE_OK) {
    throw std::bad_alloc();
  }
}

void CookieJar::count(CURL* easy) {
  if (++set_since_ < kMaxCookies) return;
  set_since_ = 0;
  if (count_cookies(easy) > kMaxCookies) curl_easy_setopt(easy, CURLOPT_COOKIELIST, "ALL");  // forgets all
}

std::shared_ptr<CookieJar> CookieJars::of(std::uint64_t session) {
  if (session == 0) return nullptr;
  auto found = jars_.find(session);
  if (found == jars_.end()) {
    if (jars_.size() == kMaxJars)
      jars_.erase(std::ranges::min_element(jars_, {}, [](const auto& jar) { return jar.second.at; }));
    found = jars_.emplace(session, Used{.jar = std::make_shared<CookieJar>()}).first;
  }
  found->second.at = ++clock_;
  return found->second.jar;
}

}  // namespace crawler
