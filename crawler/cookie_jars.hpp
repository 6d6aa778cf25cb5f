#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>

#include "crawler/curl_handles.hpp"

namespace crawler {

/// The cookies that the requests of one session share, kept by libcurl: by RFC 6265, none for a public suffix, each of
/// 4 KiB at most. A site that sets very many makes it forget them all. One thread.
class CookieJar {
 public:
  static constexpr std::size_t kMaxCookies = 300;  ///< and as many more between two looks

  CookieJar();

  CURLSH* share() const { return share_.get(); }

  /// An answer set one more; `easy` is the handle that it came to.
  void count(CURL* easy);

 private:
  CurlShare share_;
  std::size_t set_since_ = 0;  ///< the last look
};

/// The jars of the sessions. One thread.
class CookieJars {
 public:
  static constexpr std::size_t kMaxJars = 256;  ///< the one longest unused is forgotten for a new one

  /// The session's jar, new and empty if there is none; null for session 0.
  std::shared_ptr<CookieJar> of(std::uint64_t session);

 private:
  struct Used {
    std::shared_ptr<CookieJar> jar;
    std::uint64_t at = 0;
  };

  std::map<std::uint64_t, Used> jars_;
  std::uint64_t clock_ = 0;
};

}  // namespace crawler
