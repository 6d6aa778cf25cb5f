#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/known_words.hpp"
#include "indexer/language.hpp"
#include "indexer/packed_terms.hpp"
#include "indexer/stems.hpp"
#include "indexer/tokenizer.hpp"
#include "indexer/words.hpp"

namespace indexer {

/// What a word of a text is found by.
struct WordTerm {
  std::string_view term;
  Span span;  ///< of the text
};

/// Makes the terms of the words of one text. One thread.
class WordTerms {
 public:
  WordTerms(std::string_view text, Languages languages, Purpose purpose);

  /// Those of the word that `words`, which reads the same text, has come to. Good until the next call.
  std::span<const WordTerm> of(const Words& words);

  /// Writes them, packed.
  void write(const Words& words, PackedTermsWriter& to);

 private:
  std::string_view written(const Span& word) const { return text_.substr(word.begin, word.size()); }
  bool is_remembered(bool is_ascii, const Span& word) const;
  bool add_known(const Span& word);
  void make(const Words& words);
  std::string_view pack();
  void add_ascii(Span word);
  void add_folded(Span word, std::string_view folded);
  void clear();
  void add(std::string_view term, Span span);
  void add_stems(std::string_view word, std::string_view folded, Span span);
  void add_parts(Span word);
  bool may_have_sign(const Span& word) const;
  bool add_with_sign(Span word, std::string_view folded);

  std::string_view text_;
  Languages languages_;
  Purpose purpose_;
  Stems& stems_;
  KnownWords* known_;        // none for what depends on more than a word and a language
  std::vector<char> bytes_;  // of terms
  std::size_t used_ = 0;
  std::vector<WordTerm> terms_;
  std::string packed_;
};

}  // namespace indexer
