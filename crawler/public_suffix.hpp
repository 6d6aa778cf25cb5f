#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "crawler/text_hash.hpp"

namespace crawler {

/// The part of `host` (as `Url::host()` writes it) that one owner registered: a label and the public suffix behind it,
/// by https://publicsuffix.org/list/, private section included, in the newest edition that the system has. What has
/// none is its own: an IP address, a single label, a public suffix. A name with the root's dot behind it is another
/// host, as it is for the URL standard. A piece of `host`. 1 us. Any thread.
std::string_view registrable_domain(std::string_view host);

/// The hosts of one registrable domain. Those asked for lately are remembered: 20 ns for each of them, 2 ns for a host
/// elsewhere. One thread.
class RegistrableDomain {
 public:
  /// The domain that `host` is of.
  explicit RegistrableDomain(std::string_view host) : name_(registrable_domain(host)) {}

  bool contains(std::string_view host) const;

 private:
  std::string name_;
  mutable std::unordered_map<std::string, bool, TextHash, std::equal_to<>> known_;  ///< subdomains; bounded
};

}  // namespace crawler
