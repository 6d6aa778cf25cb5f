#pragma once

#include <curl/curl.h>

#include "base/error.hpp"

namespace crawler {

/// What libcurl's failure means for a crawl. The words depend on the code alone (and for a failed connection on
/// `os_errno`), so that they are the same in every run; which kind of time-out it was depends on chance, and is not
/// told.
base::Error curl_error(CURLcode code, long os_errno);

}  // namespace crawler
