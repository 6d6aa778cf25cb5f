#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "crawler/fetcher.hpp"

namespace support {

/// A small random web, made from a number: pages that link to each other, redirects, failures, files, links that lead
/// elsewhere. Node 0 is the start and always a page. An answer depends on the URL alone.
class WebGraph {
 public:
  enum class Kind : std::uint8_t { kPage, kRedirect, kMissing, kBroken, kFile, kLeavesSite };

  struct Node {
    Kind kind = Kind::kPage;
    std::vector<std::size_t> links;  ///< of a page, in document order, with repetitions; the target of a redirect
    bool links_elsewhere = false;    ///< a page that also links to another site
  };

  WebGraph(std::uint32_t seed, std::size_t size);

  const std::vector<Node>& nodes() const { return nodes_; }

  /// "http://web.test/n/NODE".
  static std::string url(std::size_t node);

  /// What the server of this web answers; links to itself name the host that was asked.
  base::Result<crawler::Response> answer(const crawler::Url& url) const;

 private:
  std::vector<Node> nodes_;
};

}  // namespace support
