#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/language.hpp"
#include "indexer/tokenizer.hpp"
#include "lazy/generator.hpp"
#include "storage/query.hpp"

namespace storage {

/// Where a phrase of a query stands in a text.
struct FoundPhrase {
  std::size_t begin = 0;   ///< byte offset
  std::size_t end = 0;     ///< one past the last byte
  std::size_t phrase = 0;  ///< index in `Query::phrases`
};

/// Finds the phrases of a query in texts of one language, as the index has them: by the terms that the tokenizer makes.
/// One thread.
class PhraseFinder {
 public:
  PhraseFinder(const Query& query, indexer::Language language);

  /// Where they stand in `text`, in order of their ends. One text at a time; linear, a nanosecond a byte and more where
  /// words begin as those of the query do. `text` and this outlive the generator.
  lazy::generator<FoundPhrase> find(std::string_view text);

 private:
  /// The words of a query that a term may stand for.
  using WordIds = std::vector<std::size_t>;

  struct Seen {
    bool may_be(std::size_t word) const;

    const WordIds* words = nullptr;
    std::uint32_t begin = 0;
  };

  /// Where tokens stand that phrases have.
  struct Place {
    std::uint32_t position = 0;
    std::vector<Seen> seen;
  };

  struct Beginning {
    std::string text;
    std::size_t word = 0;
  };

  std::size_t number(std::vector<Word>& words, const Word& word);
  void add_beginnings(std::string_view term, WordIds& ids) const;
  const WordIds* words_of(std::string_view term);
  bool take(const indexer::Token& token);
  const std::uint32_t* begin_of(std::size_t phrase) const;

  indexer::Language language_;
  indexer::TermFilter filter_;
  std::map<std::string, WordIds, std::less<>> words_of_;
  std::vector<Beginning> beginnings_;
  std::vector<WordIds> phrases_;
  std::size_t longest_ = 0;
  std::deque<Place> places_;  // the last ones of the text, as many as the longest phrase
};

}  // namespace storage
