#include "indexer/term_filter.hpp"

#include "base/ascii.hpp"

namespace indexer {
namespace {

/// Those of the languages whose stemmers only take suffixes that texts are in most: in each a term begins as its word.
constexpr std::string_view kSuffixesOnly = "da de en es fi fr it no pt sv";

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

TermFilter::TermFilter(Language language)
    : is_open_(language != Language() && !kSuffixesOnly.contains(language.subtag())) {}

/// Of ".net" the word is "net".
void TermFilter::admit(std::string_view term) {
  const char first = term.size() > 1 && term[0] == '.' ? term[1] : term[0];
  begins_[static_cast<unsigned char>(first)] = true;
  begins_[static_cast<unsigned char>(upper(first))] = true;
  if (upper(first) != first) begins_part_[static_cast<unsigned char>(upper(first))] = true;
}

}  // namespace indexer
