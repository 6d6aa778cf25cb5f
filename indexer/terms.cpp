#include "indexer/terms.hpp"

#include <cassert>
#include <cstdint>
#include <utility>

#include "indexer/tokenizer.hpp"

namespace indexer {

Terms::Terms(std::string_view text, Language language, std::span<const std::size_t> ends) {
  static_assert(kMaxTermBytes < kAlternative);
  bytes_.reserve(text.size() + text.size() / 4);  // names stand there in parts, too
  ends_.reserve(ends.size());
  std::uint32_t positions = 0;
  for (const Token& token : tokenize(text, language)) {
    while (ends_.size() < ends.size() && token.begin >= ends[ends_.size()]) ends_.push_back(bytes_.size());
    const bool is_alternative = token.position < positions;
    positions = token.position + 1;
    bytes_ += static_cast<char>(token.term.size() | (is_alternative ? kAlternative : 0u));
    bytes_ += token.term;
  }
  ends_.resize(ends.size(), bytes_.size());
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
