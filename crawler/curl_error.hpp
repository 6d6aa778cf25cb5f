#pragma once

#include <curl/curl.h>

#include "base/error.hpp"

namespace crawler {

/// What libcurl knows of a failure beside its code.
struct CurlFailure {
  long os_errno = 0;
  long certificate = 0;   ///< OpenSSL's verdict on the server's
  long proxy_status = 0;  ///< its answer to CONNECT, if there was one
};

/// What libcurl's failure means for a crawl. The words depend on the code and `failure` alone, so that they are the
/// same in every run; which kind of time-out it was depends on chance, and is not told.
base::Error curl_error(CURLcode code, const CurlFailure& failure);

}  // namespace crawler
