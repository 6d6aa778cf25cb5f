#include "indexer/terms.hpp"

#include <limits>

#include "indexer/tokenizer.hpp"

namespace indexer {

static_assert(kMaxTermBytes <= std::numeric_limits<unsigned char>::max());

Terms::Terms(std::string_view text) {
  bytes_.reserve(text.size() + text.size() / 8);
  for (const Token& token : tokenize(text)) {
    bytes_ += static_cast<char>(token.term.size());
    bytes_ += token.term;
  }
}

}  // namespace indexer
