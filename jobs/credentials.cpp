#include "jobs/credentials.hpp"

#include <algorithm>
#include <cstdint>

#include "crawler/percent_encode.hpp"

namespace jobs {
namespace {

using base::ErrorKind;
using base::fail;

/// RFC 4648, 4.
std::string base64(std::string_view bytes) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = at; i < at + 3; ++i) {
      group = group << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    }
    for (std::uint32_t i = 0; i < 4; ++i) {
      text += at + i > bytes.size() ? '=' : kAlphabet[group >> (18 - 6 * i) & 63];
    }
  }
  return text;
}

std::string basic(std::string_view login) {
  return "Basic " + base64(login);
}

/// Where a text's "user:password@" stands: behind the "//", up to and with the last '@' of the authority.
std::pair<std::size_t, std::size_t> credentials_in(std::string_view text) {
  const std::size_t slashes = text.find("://");
  const std::size_t begin = slashes == std::string_view::npos ? 0 : slashes + 3;
  const std::size_t end = std::min(text.find_first_of("/?#", begin), text.size());
  const std::size_t at = text.substr(0, end).rfind('@');
  return at == std::string_view::npos || at < begin ? std::pair(begin, begin) : std::pair(begin, at + 1);
}

}  // namespace

base::Result<std::string> parse_login(std::string_view text) {
  const std::size_t colon = text.find(':');
  const bool is_clean = std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
  if (colon != 0 && colon != std::string_view::npos && is_clean) return basic(text);
  return fail(ErrorKind::kTellUser, "expected NAME:PASSWORD");
}

base::Result<std::string> parse_bearer(std::string_view text) {
  const auto may_stand = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~+/=").contains(c);
  };
  if (!text.empty() && std::ranges::all_of(text, may_stand)) return "Bearer " + std::string(text);
  return fail(ErrorKind::kTellUser, "expected a token of letters, digits and -._~+/=");
}

std::pair<crawler::Url, std::string> take_credentials(const crawler::Url& url) {
  const std::string_view href = url.href();
  const auto [begin, end] = credentials_in(href);
  if (begin == end) return {url, ""};
  const std::string_view login = href.substr(begin, end - 1 - begin);
  const std::size_t colon = std::min(login.find(':'), login.size());
  const std::string name = crawler::percent_decode(login.substr(0, colon));
  const std::string password = crawler::percent_decode(login.substr(std::min(colon + 1, login.size())));
  return {*crawler::Url::parse(without_credentials(href)), basic(name + ":" + password)};
}

std::string without_credentials(std::string_view text) {
  const auto [begin, end] = credentials_in(text);
  return std::string(text.substr(0, begin)) + std::string(text.substr(end));
}

}  // namespace jobs
