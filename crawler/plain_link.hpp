#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "crawler/url.hpp"

namespace crawler {

/// Links that need nothing but cutting and joining: a fragment, a query, a path (absolute, or relative with "../" at
/// its front only), or an http(s) URL with a host of lower-case letters, with nothing in it to be trimmed, decoded,
/// encoded or normalized. That is nearly every link, and one pass and one allocation do it.
class PlainLink {
 public:
  /// What `UrlParser` would say; nothing if the link is not plain, or `base` not http(s): then ask that.
  static std::optional<Url> resolve(std::string_view link, const Url& base);

 private:
  /// Where the parts end in a text that begins with a path.
  struct Ends {
    std::size_t path = 0;
    std::size_t query = 0;
  };

  static std::optional<Url> resolve_full(std::string_view link, std::size_t scheme_end);
  static std::optional<Url> resolve_path(std::string_view link, const Url& base);
  static std::optional<Ends> scan(std::string_view text);
};

}  // namespace crawler
