#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace crawler {

/// A parsed, normalized URL as the WHATWG URL Standard defines it (https://url.spec.whatwg.org/, "URL record"), kept
/// as its serialization and the offsets of the parts:
///
///     https://user:pw@example.com:8080/a/b?q=1#top
///          |  |       |          |   |    |   |
///          |  |       host_begin |   |    |   fragment_begin (the '#'), or the end
///          |  credentials        |   |    query_begin (the '?'), or the fragment's
///          scheme_end (the ':')  |   path_begin
///                                host_end
///
/// Two URLs are the same page to a crawler when `href()` without the fragment is equal. A value; any thread.
class Url {
 public:
  /// Parses an absolute URL of any scheme; ask `is_http()`. Any bytes may come in: what is not UTF-8 becomes U+FFFD. An
  /// error is of kind kSkip, and its words are short, printable ASCII.
  static base::Result<Url> parse(std::string_view input);

  /// Parses `input` against `base`: what an `href` on the page `base` leads to. Some 0.1 us for the common forms of
  /// link. Queries are encoded as UTF-8, whatever the encoding of the page.
  static base::Result<Url> parse(std::string_view input, const Url& base);

  /// The serialization, fragment included.
  const std::string& href() const { return href_; }
  std::string_view scheme() const;    ///< lower case, without the colon
  std::string_view host() const;      ///< punycode and lower case; IPv6 in brackets; may be empty
  std::string_view port() const;      ///< decimal digits; empty for the scheme's default
  std::string_view path() const;      ///< with the leading slash for http and https
  std::string_view query() const;     ///< with the leading '?', or empty
  std::string_view fragment() const;  ///< with the leading '#', or empty

  /// `host`, and `:port` where the port is not the scheme's default: what names a site. http and https alike.
  std::string_view site() const;

  bool is_http() const;  ///< http or https
  Url without_fragment() const;

  friend bool operator==(const Url& a, const Url& b) { return a.href_ == b.href_; }

 private:
  friend class PlainLink;
  friend class UrlParser;
  Url() = default;

  bool has_host() const { return host_begin_ > scheme_end_ + 1; }  ///< else it is null, which is less than empty
  bool has_opaque_path() const { return !has_host() && !path().starts_with('/'); }
  std::uint32_t authority_end() const { return has_host() ? path_begin_ : host_end_; }
  std::string_view part(std::uint32_t begin, std::uint32_t end) const;

  std::string href_;
  std::uint32_t scheme_end_ = 0;
  std::uint32_t host_begin_ = 0;
  std::uint32_t host_end_ = 0;
  std::uint32_t path_begin_ = 0;
  std::uint32_t query_begin_ = 0;
  std::uint32_t fragment_begin_ = 0;
};

}  // namespace crawler
