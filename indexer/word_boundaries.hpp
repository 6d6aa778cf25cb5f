#pragma once

#include <cstddef>
#include <string_view>

namespace indexer {

/// The byte offset of the next word boundary after the boundary `begin`, as the default rules of UAX 29 (Unicode Text
/// Segmentation, section 4.1) have it; `begin` must be inside `text`, which is UTF-8 (a byte that is none counts as a
/// character by itself). Space and punctuation lie between boundaries too. Any thread.
///
/// The rules look back only as far as the last boundary, so this needs no state: all boundaries of a text are
/// 0, word_end(text, 0), word_end(text, word_end(text, 0)) and so on. All of them together take linear time.
std::size_t word_end(std::string_view text, std::size_t begin);

}  // namespace indexer
