#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "indexer/language.hpp"
#include "indexer/stems.hpp"
#include "indexer/tokenizer.hpp"

namespace indexer {

/// A stretch of a text, in bytes.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< one past the last

  bool empty() const { return begin == end; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// What a word of a text is found by.
struct WordTerm {
  std::string_view term;
  Span span;  ///< of the text
};

/// Makes the terms of the words of one text. One thread.
class WordTerms {
 public:
  WordTerms(std::string_view text, Languages languages, Purpose purpose);

  /// Of a word of ASCII letters and digits, as long as possible. Good until the next call, and so below.
  std::span<const WordTerm> of_ascii(Span word);

  /// Of another word, which has been folded.
  std::span<const WordTerm> of_folded(Span word, std::string_view folded);

 private:
  void clear();
  void add(std::string_view term, Span span);
  void add_stem(std::string_view stem, Span span);
  void settle();
  void add_stems(std::string_view word, std::string_view folded, Span span);
  void add_parts(Span word);
  bool may_have_sign(Span word) const;
  bool add_with_sign(Span word, std::string_view folded);

  std::string_view text_;
  Languages languages_;
  Purpose purpose_;
  Stems& stems_;
  std::vector<char> bytes_;  // of terms, but for a stem that is the last one
  std::size_t used_ = 0;
  std::vector<WordTerm> terms_;
  bool is_settled_ = true;
};

}  // namespace indexer
