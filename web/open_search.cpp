#include "web/open_search.hpp"

#include <fmt/format.h>

#include "base/cut_short.hpp"
#include "views/html.hpp"
#include "views/json.hpp"
#include "web/narrowing.hpp"

namespace web {

std::string base_url(const server::Request& request) {
  const bool is_https = request.headers.get("X-Forwarded-Proto") == "https";
  return fmt::format("{}://{}", is_https ? "https" : "http", request.headers.get("Host"));
}

std::string open_search_description(std::string_view title, std::string_view base, std::string_view icon) {
  constexpr std::size_t kMostShortNameBytes = 13;  // with the ellipsis no more than the 16 that the draft allows
  constexpr std::size_t kMostNameBytes = 45;       // 48
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>{short_name}</ShortName>
  <LongName>{long_name}</LongName>
  <Description>{long_name}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image width="16" height="16" type="image/svg+xml">{base}{icon}</Image>
  <Url type="text/html" method="get" template="{base}/?q={{searchTerms}}"/>
  <Url type="application/x-suggestions+json" method="get" template="{base}/suggest?q={{searchTerms}}"/>
  <Url type="application/opensearchdescription+xml" rel="self" template="{base}/opensearch.xml"/>
</OpenSearchDescription>
)",
                     fmt::arg("short_name", views::escaped(base::cut_short(title, kMostShortNameBytes))),
                     fmt::arg("long_name", views::escaped(base::cut_short(title, kMostNameBytes))),
                     fmt::arg("base", views::escaped(base)), fmt::arg("icon", icon));
}

std::string open_search_suggestions(std::string_view typed, const std::vector<storage::Completion>& completions,
                                    std::string_view base) {
  views::Json texts = views::Json::array(), descriptions = views::Json::array(), urls = views::Json::array();
  for (const auto& [text, url] : completions) {
    texts.push_back(text);
    descriptions.push_back("");
    urls.push_back(url.empty() ? std::string(base) + search_path(text) : url);
  }
  return views::dump(views::Json::array({typed, std::move(texts), std::move(descriptions), std::move(urls)}));
}

}  // namespace web
