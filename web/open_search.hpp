#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/request.hpp"
#include "storage/completion.hpp"

namespace web {

/// Scheme and authority by which the one who asks reaches us: `Host`, which the guard has checked, and "https" if a
/// proxy says so in `X-Forwarded-Proto`. Whoever makes that up fools only oneself.
std::string base_url(const server::Request& request);

/// An OpenSearch 1.1 description of the search page, by which a browser adds it to its search bar:
/// https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
std::string open_search_description(std::string_view title, std::string_view base, std::string_view icon);

/// Completions in the form that browsers ask for ("application/x-suggestions+json"): what was typed, texts,
/// descriptions, URLs.
std::string open_search_suggestions(std::string_view typed, const std::vector<storage::Completion>& completions,
                                    std::string_view base);

}  // namespace web
