#include "indexer/terms.hpp"

#include <cstdint>

#include "indexer/tokenizer.hpp"

namespace indexer {

Terms::Terms(std::string_view text, Language language) {
  static_assert(kMaxTermBytes < kAlternative);
  bytes_.reserve(text.size() + text.size() / 4);  // names stand there in parts, too
  std::uint32_t positions = 0;
  for (const Token& token : tokenize(text, language)) {
    const bool is_alternative = token.position < positions;
    positions = token.position + 1;
    bytes_ += static_cast<char>(token.term.size() | (is_alternative ? kAlternative : 0u));
    bytes_ += token.term;
  }
}

}  // namespace indexer
