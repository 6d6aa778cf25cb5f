#include "crawler/url.hpp"

#include <fmt/format.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <limits>
#include <string>

#include "base/ascii.hpp"
#include "crawler/percent_encode.hpp"
#include "crawler/plain_link.hpp"
#include "crawler/url_parser.hpp"

namespace crawler {
namespace {

constexpr base::ByteSet kTrimmed = base::kControls | base::ByteSet(" ");
constexpr base::ByteSet kDropped = base::ByteSet("\t\n\r");
constexpr base::ByteSet kUnclean = kDropped | base::kNonAscii;

// The most that one byte can become: one that is not UTF-8 is replaced by "%EF%BF%BD".
constexpr std::uint64_t kGrowth = 9;
// Offsets are of 32 bits; a few bytes are left for what the parser adds.
constexpr std::uint64_t kLongestBytes = std::numeric_limits<std::uint32_t>::max() - 64;

std::string_view trim(std::string_view input) {
  while (!input.empty() && kTrimmed.contains(input.front())) input.remove_prefix(1);
  while (!input.empty() && kTrimmed.contains(input.back())) input.remove_suffix(1);
  return input;
}

/// Ill-formed UTF-8 replaced by U+FFFD, tabs and line ends dropped.
std::string clean(std::string_view input) {
  std::string text;
  icu::UnicodeString::fromUTF8(icu::StringPiece(input.data(), static_cast<int>(input.size()))).toUTF8String(text);
  std::erase_if(text, [](char c) { return kDropped.contains(c); });
  return text;
}

/// Names the input, in a form that is short and safe to print.
base::Error no_url(std::string_view input, std::string_view why) {
  constexpr std::size_t kShownBytes = 100;
  std::string shown;
  append_percent_encoded(shown, input.substr(0, kShownBytes), kControlEncodeSet);
  if (input.size() > kShownBytes) shown += "...";
  return {.kind = base::ErrorKind::kSkip, .what = fmt::format("\"{}\" is not a URL: {}", shown, why)};
}

base::Result<Url> parse_against(std::string_view input, const Url* base) {
  const std::uint64_t base_bytes = base != nullptr ? base->href().size() : 0;
  if (base_bytes + kGrowth * input.size() > kLongestBytes) return std::unexpected(no_url(input, "it is too long"));
  if (base != nullptr) {
    if (auto plain = PlainLink::resolve(input, *base)) return *std::move(plain);
  }
  std::string_view text = trim(input);
  std::string cleaned;
  if (kUnclean.find_in(text) < text.size()) text = cleaned = clean(text);
  auto url = UrlParser(text, base).parse();
  if (!url) return std::unexpected(no_url(text, url.error()));
  return *std::move(url);
}

}  // namespace

base::Result<Url> Url::parse(std::string_view input) {
  return parse_against(input, nullptr);
}

base::Result<Url> Url::parse(std::string_view input, const Url& base) {
  return parse_against(input, &base);
}

std::string_view Url::scheme() const {
  return part(0, scheme_end_);
}

std::string_view Url::host() const {
  return part(host_begin_, host_end_);
}

std::string_view Url::port() const {
  return part(std::min(host_end_ + 1, authority_end()), authority_end());
}

std::string_view Url::path() const {
  return part(path_begin_, query_begin_);
}

std::string_view Url::query() const {
  return part(query_begin_, fragment_begin_);
}

std::string_view Url::fragment() const {
  return std::string_view(href_).substr(fragment_begin_);
}

std::string_view Url::site() const {
  return part(host_begin_, authority_end());
}

bool Url::is_http() const {
  return scheme() == "http" || scheme() == "https";
}

Url Url::without_fragment() const {
  Url page = *this;
  page.href_.resize(fragment_begin_);
  return page;
}

std::string_view Url::part(std::uint32_t begin, std::uint32_t end) const {
  return std::string_view(href_).substr(begin, end - begin);
}

}  // namespace crawler
