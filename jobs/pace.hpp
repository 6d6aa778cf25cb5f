#pragma once

#include <string>
#include <string_view>

#include "jobs/crawl_options.hpp"

namespace jobs {

/// How fast a host will be asked, and, where that is by default gently, how to change it for a site of one's own:
/// "8 requests at a time". `host` as `Url::host()` gives it.
std::string pace(const CrawlOptions& options, std::string_view host);

}  // namespace jobs
