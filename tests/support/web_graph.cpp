#include "tests/support/web_graph.hpp"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <random>
#include <string_view>

namespace support {
namespace {

constexpr std::string_view kOrigin = "http://web.test";
constexpr std::string_view kFolder = "/n/";
constexpr std::string_view kSitemap = "/sitemap";

using Kind = WebGraph::Kind;
using crawler::Response;

Kind kind_of(std::size_t draw) {
  if (draw < 62) return Kind::kPage;
  if (draw < 80) return Kind::kRedirect;
  if (draw < 84) return Kind::kRefresh;
  if (draw < 90) return Kind::kMissing;
  return draw < 96 ? Kind::kFile : Kind::kLeavesSite;
}

std::string words_of(std::size_t self) {
  std::string words = "<p>";
  for (std::size_t word = 0; word < 100; ++word) words += fmt::format("word{} ", (self * 7 + word) * word % 997);
  return words;
}

std::string html(const WebGraph::Node& node, std::size_t self, const std::string& origin) {
  std::string page = fmt::format("<!doctype html><title>Page {0}</title><h1>Hello {0}</h1>", self);
  if (node.canonical) page += fmt::format("<link rel=canonical href='/n/{}'>", *node.canonical);
  for (const auto& [target, nofollow] : node.links) {
    const std::string rel = nofollow ? " rel='external nofollow'" : "";
    // The forms that links come in; all of them name the same URL.
    switch (target % 4) {
      case 0:
        page += fmt::format("<a href='{}/n/{}'{}>x</a>", origin, target, rel);
        break;
      case 1:
        page += fmt::format("<p><a href='/n/{}'{}>y</a>", target, rel);
        break;
      case 2:
        page += fmt::format("<map><area href={}#part{}></map>", target, rel);
        break;
      default:
        page += fmt::format("<div><a href='./x/../{}'{}>z</a>", target, rel);
        break;
    }
  }
  if (node.links_elsewhere) page += "<a href='http://elsewhere.test/" + std::to_string(self) + "'>away</a>";
  return page;
}

/// Each stands on half of the pages, on a third of them ..., and is that of an edition, which other webs may share.
std::string repeated_blocks(std::uint32_t edition, const std::function<std::size_t(std::size_t)>& draw) {
  std::string blocks;
  if (draw(2) == 0) blocks += fmt::format("<h2>Written for edition {}</h2>", edition % 3);
  if (draw(2) == 0) blocks += fmt::format("<p>This is the manual of edition {}, and no other.</p>", edition % 2);
  if (draw(5) < 2) blocks += fmt::format("<p>Send what is wrong with edition {} to its editors.</p>", edition % 4);
  if (draw(3) == 0) blocks += "<pre>first\n\n  second</pre>";
  return blocks;
}

base::Result<Response> failure(std::size_t attempt, bool asks_for_long_pause) {
  Response busy{.status = 503, .headers = {}};
  if (asks_for_long_pause) busy.headers.emplace_back("retry-after", "3600");
  if (asks_for_long_pause || attempt % 2 == 0) return busy;
  return base::fail(base::ErrorKind::kRetryLater, "the connection was closed");
}

std::size_t number_in(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

WebGraph::WebGraph(std::uint32_t seed, std::size_t size, Features features) : is_wordy_(features.is_wordy) {
  std::mt19937 random(seed);
  const auto draw = [&](std::size_t below) { return static_cast<std::size_t>(random()) % below; };
  nodes_.resize(size);
  for (Node& node : nodes_) {
    const bool is_start = &node == nodes_.data();
    node.kind = is_start ? Kind::kPage : kind_of(draw(100));
    const std::size_t links = node.kind == Kind::kPage ? draw(8) : 1;
    for (std::size_t i = 0; i < links; ++i) {
      const bool nofollow = features.nofollow && node.kind == Kind::kPage && draw(4) == 0;
      node.links.push_back({.target = draw(size), .nofollow = nofollow});
    }
    node.links_elsewhere = draw(5) == 0;
    if (is_start) continue;
    if (draw(12) == 0 && !features.is_steady) node.failures = kAlways;
    if (features.passing_failures && draw(4) == 0) node.failures = 1 + draw(6);
    node.asks_for_long_pause = features.passing_failures && draw(3) == 0;
    node.is_disallowed = features.robots && draw(6) == 0;
  }
  for (Node& node : nodes_) {
    if (features.repeats) node.repeated = repeated_blocks(seed, draw);
    if (!features.duplicates || node.kind != Kind::kPage) continue;
    if (draw(3) == 0) node.canonical = draw(size);
    if (draw(3) == 0) continue;
    const std::size_t other = draw(size);
    if (nodes_[other].kind != Kind::kPage || nodes_[other].shows) continue;
    node.shows = other;
    node.is_variant = draw(2) == 0;
    if (draw(2) == 0) nodes_[other].canonical = draw(2) == 0 ? other : static_cast<std::size_t>(&node - nodes_.data());
  }
  for (int i = 0; i < 6; ++i) nodes_.front().links.push_back({.target = draw(size)});
  if (features.robots && features.passing_failures && draw(3) == 0) robots_failures_ = draw(8);
  if (features.sitemaps) sitemaps_.resize(1 + draw(3));
  for (auto& sitemap : sitemaps_) {
    for (std::size_t i = draw(12); i > 0; --i) sitemap.push_back(draw(size));
  }
}

std::string WebGraph::url(std::size_t node) {
  return std::string(kOrigin) + std::string(kFolder) + std::to_string(node);
}

base::Result<Response> WebGraph::answer(const crawler::Url& url, std::size_t attempt) const {
  const std::string origin = std::string(url.scheme()) + "://" + std::string(url.site());
  if (url.path() == "/robots.txt") return answer_robots(attempt);
  if (url.path().starts_with(kSitemap)) return answer_sitemap(url.path(), origin);
  return answer_node(number_in(url.path().substr(kFolder.size())), origin, attempt);
}

base::Result<Response> WebGraph::answer_robots(std::size_t attempt) const {
  if (attempt <= robots_failures_) return failure(attempt, false);
  Response response{.status = 200, .headers = {{"content-type", "text/plain"}}, .body = "User-agent: *\n"};
  for (const Node& node : nodes_) {
    if (!node.is_disallowed) continue;
    response.body += "Disallow: " + std::string(kFolder) + std::to_string(&node - nodes_.data()) + "$\n";
  }
  return response;
}

/// /sitemap.xml is the index, /sitemap/NUMBER one of those that it names.
Response WebGraph::answer_sitemap(std::string_view path, const std::string& origin) const {
  if (sitemaps_.empty()) return {.status = 404};
  Response response{.status = 200, .headers = {{"content-type", "application/xml"}}};
  if (path == "/sitemap.xml") {
    response.body = "<sitemapindex>";
    for (std::size_t i = 0; i < sitemaps_.size(); ++i) {
      response.body += "<sitemap><loc>" + origin + "/sitemap/" + std::to_string(i) + "</loc></sitemap>";
    }
    response.body += "</sitemapindex>";
    return response;
  }
  response.body = "<urlset>";
  for (const std::size_t node : sitemaps_.at(number_in(path.substr(kSitemap.size() + 1)))) {
    response.body += "<url><loc>" + origin + std::string(kFolder) + std::to_string(node) + "</loc></url>";
  }
  response.body += "</urlset>";
  return response;
}

base::Result<Response> WebGraph::answer_node(std::size_t self, const std::string& origin, std::size_t attempt) const {
  const Node& node = nodes_.at(self);
  // Whoever does not count requests sees the failures that are for good.
  const bool fails = node.failures == kAlways || (attempt != kAlways && attempt <= node.failures);
  if (fails) return failure(attempt, node.asks_for_long_pause);
  Response response{.status = 200, .headers = {{"content-type", "text/html; charset=utf-8"}}};
  switch (node.kind) {
    case Kind::kPage:
      response.body = html(shown_by(self), node.shows.value_or(self), origin);
      if (is_wordy_) response.body += words_of(node.shows.value_or(self));
      response.body += shown_by(self).repeated;
      if (node.is_variant) response.body += fmt::format("<!-- {} -->", self);
      break;
    case Kind::kRedirect:
      response.status = 302;
      response.headers.emplace_back("location", "../n/" + std::to_string(node.links.front().target));
      break;
    case Kind::kRefresh:
      response.headers.emplace_back("refresh", "0; url=" + std::to_string(node.links.front().target));
      break;
    case Kind::kMissing:
      response.status = 404;
      break;
    case Kind::kFile:
      response.headers = {{"content-type", "application/pdf"}};
      response.body = "%PDF-1.4";
      break;
    case Kind::kLeavesSite:
      response.status = 301;
      response.headers.emplace_back("location", "http://elsewhere.test/");
      break;
  }
  return response;
}

}  // namespace support
