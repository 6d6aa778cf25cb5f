#include "indexer/terms.hpp"

#include <cassert>
#include <utility>

#include "indexer/word_terms.hpp"
#include "indexer/words.hpp"

namespace indexer {

Terms::Terms(std::string_view text, Language language, std::span<const std::size_t> ends) {
  PackedTermsWriter packed(text.size() + text.size() / 4);  // names stand there in parts, too
  ends_.reserve(ends.size());
  WordTerms terms(text, language, Purpose::kDocument);
  for (Words words(text); words.next();) {
    while (ends_.size() < ends.size() && words.span().begin >= ends[ends_.size()]) ends_.push_back(packed.bytes());
    terms.write(words, packed);
  }
  ends_.resize(ends.size(), packed.bytes());
  bytes_ = std::move(packed).finish();
}

void Terms::move_pieces(const std::vector<bool>& moves, Terms& to) {
  if (empty()) return;
  assert(moves.size() == ends_.size());
  std::string left;
  left.reserve(bytes_.size());
  std::size_t begin = 0;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    (moves[i] ? to.bytes_ : left).append(bytes_, begin, ends_[i] - begin);
    begin = ends_[i];
  }
  bytes_ = std::move(left);
  ends_.clear();
}

}  // namespace indexer
