#pragma once

#include <curl/curl.h>

#include <memory>
#include <span>
#include <string>

namespace crawler {

/// Calls `close` on what a `unique_ptr` held.
template <auto close>
struct CurlCloser {
  template <typename Handle>
  void operator()(Handle* handle) const {
    close(handle);
  }
};
using CurlEasy = std::unique_ptr<CURL, CurlCloser<curl_easy_cleanup>>;
using CurlMulti = std::unique_ptr<CURLM, CurlCloser<curl_multi_cleanup>>;
using CurlShare = std::unique_ptr<CURLSH, CurlCloser<curl_share_cleanup>>;
using CurlList = std::unique_ptr<curl_slist, CurlCloser<curl_slist_free_all>>;

/// libcurl's list of these lines, which it copies; null if there are none.
CurlList curl_list(std::span<const std::string> lines);

}  // namespace crawler
