#include "crawler/request_headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "base/ascii.hpp"
#include "crawler/content_decoder.hpp"

namespace crawler {
namespace {

/// Scheme, host, and a port that is not the scheme's own: RFC 6454, 4.
std::string origin(const Url& url) {
  return fmt::format("{}://{}", url.scheme(), url.site());
}

std::string origin(const std::string& text) {
  const base::Result<Url> url = Url::parse(text);
  if (!url || !url->is_http() || url->path() != "/" || text.contains('@')) {
    throw std::invalid_argument(fmt::format("\"{}\" is no origin: expected https://HOST[:PORT]", text));
  }
  return origin(*url);
}

/// "Name: value", or "Name;" for an empty value, as libcurl takes them.
std::string name_of(std::string_view line) {
  return base::ascii_lower(line.substr(0, line.find_first_of(":; ")));
}

std::string_view value_of(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t", std::min(line.find_first_of(":;"), line.size() - 1) + 1);
  return line.substr(std::min(begin, line.size()));
}

RequestHeaders::Lines lines(const CurlFetcherOptions& options, const std::string* authorization, bool is_named) {
  std::vector<std::string> headers{fmt::format("Accept-Encoding: {}", kAcceptedCodings)};
  if (authorization != nullptr) headers.push_back(fmt::format("Authorization: {}", *authorization));
  const auto says_accept = [](const std::string& line) { return name_of(line) == "accept"; };
  if (!options.accept.empty() && std::ranges::none_of(options.headers, says_accept)) {
    headers.push_back(fmt::format("Accept: {}", options.accept));
  }
  std::string cookie;
  for (const std::string& line : options.headers) {
    const std::string name = name_of(line);
    const bool is_secret = name == "authorization" || name == "cookie" || name == "proxy-authorization";
    const bool is_replaced = name == "authorization" && authorization != nullptr;
    if ((is_secret && !is_named) || is_replaced) continue;
    if (name != "cookie") {
      headers.push_back(line);
    } else if (const std::string_view value = value_of(line); !value.empty()) {
      cookie.append(cookie.empty() ? "" : "; ").append(value);
    }
  }
  return {.headers = curl_list(headers), .cookie = std::move(cookie)};
}

}  // namespace

RequestHeaders::RequestHeaders(const CurlFetcherOptions& options)
    : anywhere_{lines(options, nullptr, false), lines(options, nullptr, true)} {
  for (const auto& [where, value] : options.authorization) {
    at_origin_[origin(where)] = {lines(options, &value, false), lines(options, &value, true)};
  }
}

const RequestHeaders::Lines& RequestHeaders::of(const Fetch& fetch) const {
  const std::size_t which = fetch.is_named ? 1 : 0;
  if (at_origin_.empty()) return anywhere_[which];
  const auto found = at_origin_.find(origin(fetch.url));
  return (found == at_origin_.end() ? anywhere_ : found->second)[which];
}

}  // namespace crawler
