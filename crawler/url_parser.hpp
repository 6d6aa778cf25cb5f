#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include "base/ascii.hpp"
#include "crawler/url.hpp"

namespace crawler {

/// The basic URL parser of https://url.spec.whatwg.org/#concept-basic-url-parser, without a state override, as a
/// recursive descent: the states that decide something are functions. Each takes what is its own from the front of
/// `rest_`, appends it to the serialization, and ends in the call of the next.
class UrlParser {
 public:
  /// Why an input is no URL, in words that need no freeing.
  using Reason = std::string_view;

  /// `input` is valid UTF-8, trimmed and without tabs and line ends. `base` may be null. Both outlive the parser.
  UrlParser(std::string_view input, const Url* base) : rest_(input), base_(base) {}

  /// Once.
  std::expected<Url, Reason> parse();

 private:
  struct SpecialScheme;
  using Step = std::expected<void, Reason>;

  static const SpecialScheme* find_special(std::string_view scheme);

  // The states, in the order of the standard.
  Step scheme();
  Step no_scheme();
  Step relative();
  Step relative_slash();
  Step authority();
  Step host_and_port(std::string_view text);
  Step file();
  Step file_slash();
  Step file_host();
  Step path_start();
  Step path();
  Step opaque_path();
  Step query();
  Step fragment();

  // What they append.
  void append_scheme(std::string_view scheme);
  void append_credentials(std::string_view text);
  void append_host(std::string_view host);
  void append_no_host();
  void append_empty_host();
  Step append_port(std::string_view digits);
  void append_segment(std::string_view text, bool last);
  void shorten_path();
  void end_path();

  // What a reference takes from its base: each appends its part behind those before it.
  void inherit_authority();  ///< with the scheme before it
  void inherit_path();
  void inherit_query();

  bool special() const { return special_ != nullptr; }
  bool is_file() const;
  bool base_is_file() const { return base_ != nullptr && base_->scheme() == "file"; }
  bool is_slash(char c) const;  ///< a special scheme's backslash is one
  bool at_slash() const;
  bool at_end_of_path() const;  ///< at '?', '#' or the end
  const base::ByteSet& end_of_segment() const;
  std::string_view take_until(const base::ByteSet& end);
  std::uint32_t end() const;  ///< of the serialization so far

  std::string_view rest_;
  const Url* base_;
  const SpecialScheme* special_ = nullptr;  ///< null for all other schemes
  Url url_;
};

}  // namespace crawler
