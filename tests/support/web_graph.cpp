#include "tests/support/web_graph.hpp"

#include <charconv>
#include <random>

namespace support {
namespace {

constexpr std::string_view kOrigin = "http://web.test";
constexpr std::string_view kFolder = "/n/";

using Kind = WebGraph::Kind;

Kind kind_of(unsigned draw) {
  if (draw < 60) return Kind::kPage;
  if (draw < 83) return Kind::kRedirect;
  if (draw < 88) return Kind::kMissing;
  if (draw < 93) return Kind::kBroken;
  return draw < 97 ? Kind::kFile : Kind::kLeavesSite;
}

std::string html(const WebGraph::Node& node, std::size_t self, const std::string& origin) {
  std::string page = "<!doctype html><title>Page " + std::to_string(self) + "</title><h1>Hello</h1>";
  for (const std::size_t link : node.links) {
    // The forms that links come in; all of them name the same URL.
    switch (link % 4) {
      case 0:
        page += "<a href='" + origin + "/n/" + std::to_string(link) + "'>x</a>";
        break;
      case 1:
        page += "<p><a href='/n/" + std::to_string(link) + "'>y</a>";
        break;
      case 2:
        page += "<map><area href=" + std::to_string(link) + "#part></map>";
        break;
      default:
        page += "<div><a href='./x/../" + std::to_string(link) + "'>z</a>";
        break;
    }
  }
  if (node.links_elsewhere) page += "<a href='http://elsewhere.test/" + std::to_string(self) + "'>away</a>";
  return page;
}

}  // namespace

WebGraph::WebGraph(std::uint32_t seed, std::size_t size) {
  std::mt19937 random(seed);
  const auto draw = [&](std::size_t below) { return static_cast<std::size_t>(random()) % below; };
  nodes_.resize(size);
  for (Node& node : nodes_) {
    node.kind = &node == nodes_.data() ? Kind::kPage : kind_of(static_cast<unsigned>(draw(100)));
    const std::size_t links = node.kind == Kind::kPage ? draw(8) : 1;
    for (std::size_t i = 0; i < links; ++i) node.links.push_back(draw(size));
    node.links_elsewhere = draw(5) == 0;
  }
  for (int i = 0; i < 6; ++i) nodes_.front().links.push_back(draw(size));
}

std::string WebGraph::url(std::size_t node) {
  return std::string(kOrigin) + std::string(kFolder) + std::to_string(node);
}

base::Result<crawler::Response> WebGraph::answer(const crawler::Url& url) const {
  const std::string_view number = url.path().substr(kFolder.size());
  std::size_t self = 0;
  std::from_chars(number.data(), number.data() + number.size(), self);
  const std::string origin = std::string(url.scheme()) + "://" + std::string(url.site());
  const Node& node = nodes_.at(self);
  crawler::Response response{.status = 200, .headers = {{"content-type", "text/html; charset=utf-8"}}};
  switch (node.kind) {
    case Kind::kPage:
      response.body = html(node, self, origin);
      break;
    case Kind::kRedirect:
      response.status = 302;
      response.headers.emplace_back("location", "../n/" + std::to_string(node.links.front()));
      break;
    case Kind::kMissing:
      response.status = 404;
      break;
    case Kind::kBroken:
      return base::fail(base::ErrorKind::kRetryLater, "the connection was closed");
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
