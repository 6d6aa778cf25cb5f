#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace storage {

/// A part of what was typed, as it is written; `text` and `field` lie in what was typed.
struct Term {
  enum class Kind : std::uint8_t {
    kText,    ///< up to white space or a quote
    kQuoted,  ///< between quotes, which are no part of it
    kOr,      ///< `OR`, in upper case, by itself
  };

  Kind kind = Kind::kText;
  std::string_view field{};  ///< what stands before the colon, if `text` belongs to a field that is known
  std::string_view text{};
  bool is_excluded = false;  ///< a minus stands before it that means so
};

/// Whether `name`, in any case, is a field: title, url, site, lang, type, before, after.
bool is_field(std::string_view name);

/// What looks like a field in `text`, but is not known: lower-case letters with a colon and a letter or quote behind
/// them. Empty for `std::vector`, `http://...`, `12:30`, `C:\`.
std::string_view unknown_field(std::string_view text, bool is_before_quote);

/// Parts what was typed at white space and quotes (also curly ones; a quote that is not closed closes at the end). Any
/// bytes; linear time.
///
/// A minus excludes what it stands directly before, if that is a quote, a field or a word of two letters or more, and
/// white space, an opening bracket or nothing stands before the minus. So `-Wall` does, but not `-l`, `-1`, `--all`,
/// `-std=c++17`, `a-b`. Nothing is excluded by what ends as a sentence or a question: "What is -Wall?"
std::vector<Term> read_terms(std::string_view typed);

}  // namespace storage
