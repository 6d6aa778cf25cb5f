#include "crawler/canonicalizer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "crawler/percent_encode.hpp"

namespace crawler {
namespace {

using namespace std::string_view_literals;

constexpr std::array kDefaultNames = {
    // campaigns: Google Analytics, Matomo and Piwik, HubSpot, Mailchimp, Marketo, Klaviyo, Vero, Omeda, AT Internet
    "utm_*"sv, "mtm_*"sv, "matomo_*"sv, "pk_campaign"sv, "pk_kwd"sv, "pk_keyword"sv, "piwik_*"sv, "_hsenc"sv, "_hsmi"sv,
    "__hs*"sv, "hsctatracking"sv, "mc_cid"sv, "mc_eid"sv, "mkt_tok"sv, "_ke"sv, "_kx"sv, "vero_id"sv, "vero_conv"sv,
    "oly_anon_id"sv, "oly_enc_id"sv, "xtor"sv, "_openstat"sv,
    // clicks: Google, Meta, Microsoft, Yandex, X, TikTok, LinkedIn, Pinterest, Instagram, Impact
    "gclid"sv, "gclsrc"sv, "gbraid"sv, "wbraid"sv, "dclid"sv, "_ga"sv, "_gl"sv, "_gac"sv, "fbclid"sv, "msclkid"sv,
    "yclid"sv, "ysclid"sv, "twclid"sv, "ttclid"sv, "li_fat_id"sv, "epik"sv, "igshid"sv, "irclickid"sv,
    // sessions: PHP, Java, ASP, ASP.NET, ColdFusion, osCommerce, Zen Cart
    "phpsessid"sv, "jsessionid"sv, "aspsessionid*"sv, "asp.net_sessionid"sv, "cfid"sv, "cftoken"sv, "oscsid"sv,
    "zenid"sv};

/// Calls `visit` with each piece of `text` between separators.
template <typename Visit>
void for_each_piece(std::string_view text, char separator, Visit visit) {
  for (;;) {
    const std::size_t end = text.find(separator);
    visit(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

/// https://url.spec.whatwg.org/#single-dot-path-segment and the double-dot one.
bool is_dot_segment(std::string_view segment) {
  const std::string dots = percent_decode(segment);
  return dots == "." || dots == "..";
}

}  // namespace

base::Result<Canonicalizer> Canonicalizer::parse(std::span<const std::string_view> names) {
  Canonicalizer canonicalizer;
  for (const std::string_view name : names) {
    std::string text = base::ascii_lower(name);
    const bool is_suffix = text.starts_with('*');
    if (is_suffix) text.erase(0, 1);
    const bool is_prefix = text.ends_with('*');
    if (is_prefix) text.pop_back();
    if (name.empty() || text.contains('*')) {
      return base::fail(base::ErrorKind::kTellUser,
                        fmt::format("parameter '{}': expected a name, with '*' only at its beginning or end", name));
    }
    if (is_prefix && is_suffix) {
      canonicalizer.infixes_.push_back(std::move(text));
    } else if (is_prefix) {
      canonicalizer.prefixes_.push_back(std::move(text));
    } else if (is_suffix) {
      canonicalizer.suffixes_.push_back(std::move(text));
    } else {
      canonicalizer.names_.push_back(std::move(text));
    }
  }
  std::ranges::sort(canonicalizer.names_);
  return canonicalizer;
}

std::span<const std::string_view> Canonicalizer::default_names() {
  return kDefaultNames;
}

Url Canonicalizer::canonicalize(Url url) const {
  const bool has_path_parameters = url.path().contains(';');
  if ((url.query().empty() && !has_path_parameters) || !url.is_http()) return url;
  const std::string path = has_path_parameters ? kept_of_path(url.path()) : std::string(url.path());
  const std::string query = kept_of_query(url.query());
  if (path.size() == url.path().size() && query.size() == url.query().size()) return url;
  const std::string_view href = url.href();
  const std::string_view before = href.substr(0, static_cast<std::size_t>(url.path().data() - href.data()));
  auto canonical = Url::parse(fmt::format("{}{}{}{}", before, path, query, url.fragment()));
  return canonical ? *std::move(canonical) : url;
}

bool Canonicalizer::drops(std::string_view parameter) const {
  const std::string name = base::ascii_lower(percent_decode(parameter.substr(0, parameter.find('='))));
  if (name.empty()) return false;
  const auto is_start = [&](const std::string& prefix) { return name.starts_with(prefix); };
  const auto is_end = [&](const std::string& suffix) { return name.ends_with(suffix); };
  const auto is_inside = [&](const std::string& infix) { return name.contains(infix); };
  return std::ranges::binary_search(names_, name) || std::ranges::any_of(prefixes_, is_start) ||
         std::ranges::any_of(suffixes_, is_end) || std::ranges::any_of(infixes_, is_inside);
}

std::string Canonicalizer::kept_of_path(std::string_view path) const {
  std::string kept;
  for_each_piece(path.substr(1), '/', [&](std::string_view segment) {
    kept += '/';
    kept += segment.contains(';') ? kept_of_segment(segment) : segment;
  });
  return kept;
}

std::string Canonicalizer::kept_of_segment(std::string_view segment) const {
  std::string kept(segment.substr(0, segment.find(';')));
  if (is_dot_segment(kept)) return std::string(segment);  // by itself it would lead elsewhere
  for_each_piece(segment.substr(kept.size() + 1), ';', [&](std::string_view parameter) {
    if (drops(parameter)) return;
    kept += ';';
    kept += parameter;
  });
  return kept;
}

std::string Canonicalizer::kept_of_query(std::string_view query) const {
  if (query.empty()) return "";
  std::string kept;
  bool dropped = false;
  char separator = '?';
  for_each_piece(query.substr(1), '&', [&](std::string_view parameter) {
    if (drops(parameter)) {
      dropped = true;
      return;
    }
    kept += separator;
    kept += parameter;
    separator = '&';
  });
  return dropped && kept == "?" ? "" : kept;
}

}  // namespace crawler
