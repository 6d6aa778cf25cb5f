#pragma once

#include <string>
#include <string_view>

namespace crawler {

/// What a server's copy of a page is known by (RFC 9110, 8.8), as it was sent. Asked with these, the server answers 304
/// if it still has that copy. Empty: it sent none.
struct Validators {
  std::string etag{};
  std::string last_modified{};

  bool empty() const { return etag.empty() && last_modified.empty(); }

  friend bool operator==(const Validators&, const Validators&) = default;
};

/// `value` if it can be sent back as it came: printable ASCII, of at most 1 kB; else nothing. (An `ETag` may have other
/// bytes; whoever sends such is asked without conditions.)
std::string validator(std::string_view value);

}  // namespace crawler
