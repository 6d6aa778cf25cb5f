#include "crawler/url_parser.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "crawler/host.hpp"
#include "crawler/percent_encode.hpp"

namespace crawler {

// https://url.spec.whatwg.org/#special-scheme
struct UrlParser::SpecialScheme {
  std::string_view name;
  std::string_view default_port;
};

namespace {

constexpr base::ByteSet kNotInScheme = ~(base::kLetters | base::kDigits | base::ByteSet("+-."));
constexpr base::ByteSet kEndOfSegment = base::ByteSet("/?#");
constexpr base::ByteSet kEndOfSpecialSegment = base::ByteSet("/\\?#");
constexpr base::ByteSet kEndOfPath = base::ByteSet("?#");
constexpr base::ByteSet kEndOfQuery = base::ByteSet("#");

std::unexpected<UrlParser::Reason> failure(UrlParser::Reason why) {
  return std::unexpected(why);
}

/// Whether `segment` is so many dots, of which any may be written "%2e".
bool is_dots(std::string_view segment, int count) {
  for (; count > 0; --count) {
    if (segment.starts_with('.')) {
      segment.remove_prefix(1);
    } else if (segment.starts_with("%2e") || segment.starts_with("%2E")) {
      segment.remove_prefix(3);
    } else {
      return false;
    }
  }
  return segment.empty();
}

// https://url.spec.whatwg.org/#windows-drive-letter
bool is_drive_letter(std::string_view text) {
  return text.size() == 2 && base::kLetters.contains(text[0]) && (text[1] == ':' || text[1] == '|');
}

// https://url.spec.whatwg.org/#start-with-a-windows-drive-letter
bool starts_with_drive_letter(std::string_view text) {
  return is_drive_letter(text.substr(0, 2)) && (text.size() == 2 || kEndOfSpecialSegment.contains(text[2]));
}

/// "/C:", if that is the first segment of `path`; else nothing. Parsed paths write the drive with a colon.
std::string_view drive_of(std::string_view path) {
  const std::string_view drive = path.substr(0, 3);
  const bool is_segment = path.size() == 3 || (path.size() > 3 && path[3] == '/');
  return is_segment && is_drive_letter(drive.substr(1)) && drive.ends_with(':') ? drive : std::string_view();
}

/// Where the colon before the port stands: the first outside of brackets, or the end.
std::size_t find_port(std::string_view host_and_port) {
  bool in_brackets = false;
  for (std::size_t i = 0; i < host_and_port.size(); ++i) {
    const char c = host_and_port[i];
    if (c == ':' && !in_brackets) return i;
    if (c == '[' || c == ']') in_brackets = c == '[';
  }
  return host_and_port.size();
}

}  // namespace

const UrlParser::SpecialScheme* UrlParser::find_special(std::string_view scheme) {
  static constexpr SpecialScheme kSchemes[] = {
      {"https", "443"}, {"http", "80"}, {"file", ""}, {"ftp", "21"}, {"ws", "80"}, {"wss", "443"},
  };
  const auto* const found = std::ranges::find(kSchemes, scheme, &SpecialScheme::name);
  return found == std::end(kSchemes) ? nullptr : found;
}

std::expected<Url, UrlParser::Reason> UrlParser::parse() {
  // One allocation, unless much has to be percent-encoded.
  url_.href_.reserve((base_ != nullptr ? base_->href_.size() : 0) + rest_.size() + 8);
  if (const Step parsed = scheme(); !parsed) return failure(parsed.error());
  return std::move(url_);
}

// "Scheme start", "scheme" and the states after it that only count slashes.
UrlParser::Step UrlParser::scheme() {
  const std::size_t colon = kNotInScheme.find_in(rest_);
  if (colon == rest_.size() || rest_[colon] != ':' || !base::kLetters.contains(rest_[0])) return no_scheme();

  append_scheme(base::ascii_lower(rest_.substr(0, colon)));
  rest_.remove_prefix(colon + 1);
  if (is_file()) return file();
  if (special()) {
    const bool same_as_base = base_ != nullptr && base_->scheme() == url_.scheme();
    return same_as_base && !rest_.starts_with("//") ? relative() : authority();
  }
  if (rest_.starts_with("//")) return authority();
  if (!rest_.starts_with('/')) return opaque_path();
  rest_.remove_prefix(1);
  append_no_host();
  return path();
}

UrlParser::Step UrlParser::no_scheme() {
  if (base_ == nullptr) return failure("it has no scheme, and nothing to be relative to");
  append_scheme(base_->scheme());
  if (is_file()) return file();
  if (!base_->has_opaque_path()) return relative();
  if (!rest_.starts_with('#')) return failure("nothing but a fragment can be relative to its base");
  inherit_authority();
  inherit_path();
  inherit_query();
  return fragment();
}

// "Relative", and that half of "file" which is the same but for drive letters.
UrlParser::Step UrlParser::relative() {
  if (at_slash()) return relative_slash();
  inherit_authority();
  if (at_end_of_path()) {
    inherit_path();
    if (rest_.starts_with('?')) return query();
    inherit_query();
    return fragment();
  }
  if (!is_file() || !starts_with_drive_letter(rest_)) {
    inherit_path();
    shorten_path();
  }
  return path();
}

UrlParser::Step UrlParser::relative_slash() {
  if (rest_.size() > 1 && is_slash(rest_[1])) return authority();
  rest_.remove_prefix(1);
  inherit_authority();
  return path();
}

// "Authority", and the states before it that skip slashes: two, or as many as there are for a special scheme.
UrlParser::Step UrlParser::authority() {
  for (int slashes = 0; at_slash() && (special() || slashes < 2); ++slashes) rest_.remove_prefix(1);
  url_.href_ += "//";
  std::string_view text = take_until(end_of_segment());
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    append_credentials(text.substr(0, at));
    text.remove_prefix(at + 1);
    if (text.empty()) return failure("a user, but no host");
  }
  const Step parsed = host_and_port(text);
  return parsed ? path_start() : parsed;
}

UrlParser::Step UrlParser::host_and_port(std::string_view text) {
  const std::size_t colon = find_port(text);
  const bool has_colon = colon < text.size();
  if (colon == 0 && (special() || has_colon)) return failure("the host is empty");
  const auto host = parse_host(text.substr(0, colon), special());
  if (!host) return failure(host.error());
  append_host(*host);
  return has_colon ? append_port(text.substr(colon + 1)) : Step();
}

UrlParser::Step UrlParser::file() {
  if (at_slash()) return file_slash();
  if (base_is_file()) return relative();
  append_empty_host();
  return path();
}

UrlParser::Step UrlParser::file_slash() {
  rest_.remove_prefix(1);
  if (at_slash()) return file_host();
  if (!base_is_file()) {
    append_empty_host();
    return path();
  }
  inherit_authority();
  if (!starts_with_drive_letter(rest_)) url_.href_ += drive_of(base_->path());
  return path();
}

UrlParser::Step UrlParser::file_host() {
  rest_.remove_prefix(1);
  const std::string_view text = rest_.substr(0, end_of_segment().find_in(rest_));
  if (is_drive_letter(text)) {  // "file://C:/" means "file:///C:/"
    append_empty_host();
    return path();
  }
  rest_.remove_prefix(text.size());
  if (text.empty()) {
    append_empty_host();
    return path_start();
  }
  const auto host = parse_host(text, special());
  if (!host) return failure(host.error());
  url_.href_ += "//";
  append_host(*host == "localhost" ? "" : *host);
  return path_start();
}

UrlParser::Step UrlParser::path_start() {
  if (at_slash()) {
    rest_.remove_prefix(1);
    return path();
  }
  return special() ? path() : query();  // the others may have no path at all
}

// Segments up to the path's end; `rest_` is behind the slash of the first.
UrlParser::Step UrlParser::path() {
  for (;;) {
    const std::string_view segment = take_until(end_of_segment());
    const bool last = !at_slash();
    append_segment(segment, last);
    if (last) return query();
    rest_.remove_prefix(1);
  }
}

UrlParser::Step UrlParser::opaque_path() {
  append_no_host();
  std::string_view text = take_until(kEndOfPath);
  // A space at its end, where a query or fragment follows, would not survive without them.
  const bool ends_in_space = text.ends_with(' ');
  if (ends_in_space) text.remove_suffix(1);
  append_percent_encoded(url_.href_, text, kControlEncodeSet);
  if (ends_in_space) url_.href_ += "%20";
  return query();
}

UrlParser::Step UrlParser::query() {
  end_path();
  append_percent_encoded(url_.href_, take_until(kEndOfQuery), special() ? kSpecialQueryEncodeSet : kQueryEncodeSet);
  return fragment();
}

UrlParser::Step UrlParser::fragment() {
  url_.fragment_begin_ = end();
  append_percent_encoded(url_.href_, rest_, kFragmentEncodeSet);
  return {};
}

void UrlParser::append_scheme(std::string_view scheme) {
  url_.href_ += scheme;
  url_.scheme_end_ = end();
  url_.href_ += ':';
  special_ = find_special(scheme);
}

void UrlParser::append_credentials(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view user = text.substr(0, colon);
  const std::string_view password = text.substr(std::min(colon + 1, text.size()));
  append_percent_encoded(url_.href_, user, kUserinfoEncodeSet);
  if (!password.empty()) url_.href_ += ':';
  append_percent_encoded(url_.href_, password, kUserinfoEncodeSet);
  if (!user.empty() || !password.empty()) url_.href_ += '@';
}

void UrlParser::append_host(std::string_view host) {
  url_.host_begin_ = end();
  url_.href_ += host;
  url_.host_end_ = url_.path_begin_ = end();
}

// "/path" and "a:b": the host is null, which is less than empty.
void UrlParser::append_no_host() {
  append_host("");
}

void UrlParser::append_empty_host() {
  url_.href_ += "//";
  append_host("");
}

UrlParser::Step UrlParser::append_port(std::string_view digits) {
  constexpr std::uint32_t kLargest = 65535;
  std::uint32_t port = 0;
  for (const char digit : digits) {
    if (!base::kDigits.contains(digit)) return failure("the port is not a number");
    port = port * 10 + static_cast<std::uint32_t>(digit - '0');
    if (port > kLargest) return failure("the port is over 65535");
  }
  const std::string text = std::to_string(port);
  if (digits.empty() || (special() && text == special_->default_port)) return {};
  url_.href_ += ':';
  url_.href_ += text;
  url_.path_begin_ = end();
  return {};
}

void UrlParser::append_segment(std::string_view text, bool last) {
  if (is_dots(text, 2)) {
    shorten_path();
    if (last) url_.href_ += '/';
  } else if (is_dots(text, 1)) {
    if (last) url_.href_ += '/';
  } else {
    const bool drive = is_file() && url_.path_begin_ == end() && is_drive_letter(text);
    url_.href_ += '/';
    append_percent_encoded(url_.href_, text, kPathEncodeSet);
    if (drive) url_.href_.back() = ':';
  }
}

// A segment less, unless it is a drive.
void UrlParser::shorten_path() {
  const std::string_view path = std::string_view(url_.href_).substr(url_.path_begin_);
  if (path.empty() || (is_file() && drive_of(path) == path)) return;
  url_.href_.resize(url_.path_begin_ + path.rfind('/'));
}

// A path of two slashes and no host before it would be read as a host.
void UrlParser::end_path() {
  if (!url_.has_host() && url_.path_begin_ + 1 < end() && url_.href_.compare(url_.path_begin_, 2, "//") == 0) {
    url_.href_.insert(url_.path_begin_, "/.");
    url_.path_begin_ += 2;
  }
  url_.query_begin_ = end();
}

void UrlParser::inherit_authority() {
  url_.href_.assign(base_->href_, 0, base_->authority_end());
  url_.scheme_end_ = base_->scheme_end_;
  url_.host_begin_ = base_->host_begin_;
  url_.host_end_ = base_->host_end_;
  url_.path_begin_ = end();
}

void UrlParser::inherit_path() {
  url_.href_ += base_->path();
}

void UrlParser::inherit_query() {
  end_path();
  url_.href_ += base_->query();
}

bool UrlParser::is_file() const {
  return special() && special_->name == "file";
}

bool UrlParser::is_slash(char c) const {
  return c == '/' || (c == '\\' && special());
}

bool UrlParser::at_slash() const {
  return !rest_.empty() && is_slash(rest_.front());
}

const base::ByteSet& UrlParser::end_of_segment() const {
  return special() ? kEndOfSpecialSegment : kEndOfSegment;
}

std::string_view UrlParser::take_until(const base::ByteSet& end) {
  const std::string_view taken = rest_.substr(0, end.find_in(rest_));
  rest_.remove_prefix(taken.size());
  return taken;
}

bool UrlParser::at_end_of_path() const {
  return rest_.empty() || kEndOfPath.contains(rest_.front());
}

std::uint32_t UrlParser::end() const {
  return static_cast<std::uint32_t>(url_.href_.size());
}

}  // namespace crawler
