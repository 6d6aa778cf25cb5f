#pragma once

#include <string_view>

#include "base/ascii.hpp"

namespace indexer {

/// Whether there is a mark in the text that ends sentences, in Latin, Cyrillic or Greek script or in those of East
/// Asia.
constexpr bool has_sentence_end(std::string_view text) {
  constexpr base::ByteSet kMarks(".!?");
  return kMarks.find_in(text) < text.size() || text.contains("。");
}

}  // namespace indexer
