#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/language.hpp"
#include "lazy/generator.hpp"
#include "storage/page_filter.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// The words that an index has. One thread.
class Vocabulary {
 public:
  explicit Vocabulary(Connection& connection);

  /// A term of the index, which most often is a stem.
  struct Term {
    std::string text;
    std::size_t pages = 0;  ///< that have it
  };

  /// How many pages match an FTS5 expression, and pass `filter`, counted as far as `most`. Some 10 us for an expression
  /// that none matches.
  std::size_t count(std::string_view expression, std::size_t most, const PageFilter& filter = {});

  /// The terms that begin so, in the order of their bytes. FTS5 reads what the index has of each.
  lazy::generator<Term> terms_from(std::string beginning);

  /// Words of pages that match `expression`, whose terms are some of `terms`: as they are written in titles, headings
  /// and texts, with their case folded (`indexer::fold_case`), the commonest first. Looks at some titles and few texts,
  /// among them texts that have `word`, in lower case, if there are; some milliseconds.
  std::vector<std::string> forms(std::string_view word, std::string_view expression,
                                 const std::vector<std::string>& terms);

 private:
  Connection& connection_;
  Statement count_, terms_, titles_, texts_, texts_with_;
};

}  // namespace storage
