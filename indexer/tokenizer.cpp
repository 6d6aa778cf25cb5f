#include "indexer/tokenizer.hpp"

#include <unicode/uchar.h>
#include <unicode/uvernum.h>
#include <unicode/uversion.h>

#include <array>
#include <cassert>
#include <limits>

#include "indexer/word_terms.hpp"
#include "indexer/words.hpp"

namespace indexer {
namespace {

/// Grows with every change of the rules here, in words.cpp, word_terms.cpp, stemmer.cpp, characters.cpp and
/// word_boundaries.cpp.
constexpr int kRulesVersion = 3;

/// The tokens of all words but of those that `filter`, if there is one, keeps out.
lazy::generator<const Token&> tokens_of(std::string_view text, Languages languages, Purpose purpose,
                                        const TermFilter* filter) {
  assert(text.size() <= std::numeric_limits<std::uint32_t>::max());
  WordTerms terms(text, languages, purpose);
  Token token;
  for (Words words(text); words.next(); ++token.position) {
    if (filter != nullptr && words.is_ascii() && !filter->passes(text.substr(words.span().begin, words.span().size())))
      continue;
    for (const WordTerm& made : terms.of(words)) {
      token.term = made.term;
      token.begin = static_cast<std::uint32_t>(made.span.begin);
      token.end = static_cast<std::uint32_t>(made.span.end);
      co_yield token;
    }
  }
}

}  // namespace

lazy::generator<const Token&> tokenize(std::string_view text, Languages languages, Purpose purpose) {
  return tokens_of(text, languages, purpose, nullptr);
}

lazy::generator<const Token&> tokenize(std::string_view text, Language language, const TermFilter& filter) {
  return tokens_of(text, language, Purpose::kDocument, &filter);
}

std::string analyzer_version() {
  UVersionInfo version;
  std::array<char, U_MAX_VERSION_STRING_LENGTH> icu{};
  u_getVersion(version);
  u_versionToString(version, icu.data());
  std::array<char, U_MAX_VERSION_STRING_LENGTH> unicode{};
  u_getUnicodeVersion(version);
  u_versionToString(version, unicode.data());
  return "sitedex " + std::to_string(kRulesVersion) + ", ICU " + icu.data() + ", Unicode " + unicode.data();
}

}  // namespace indexer
