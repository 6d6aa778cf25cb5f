#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "storage/deadline.hpp"
#include "storage/query.hpp"
#include "storage/vocabulary.hpp"

namespace storage {

/// Says what may have been meant by a query that finds nothing, or next to nothing: with words of the index's own
/// pages. One thread.
///
/// A word that no page has, of three letters or more and without digits, is taken for
/// - one at an edit distance of 1, or, from seven letters on, of 2, if it begins alike; the first letter is seldom
/// wrong;
/// - two words that stand next to each other in a page ("windowfunction");
/// - one with its neighbour ("postgre sql");
/// whichever most pages have. So is one that few pages have, if many more have the other: there, too, it may be
/// mistyped.
class Suggester {
 public:
  explicit Suggester(Connection& connection) : connection_(connection), vocabulary_(connection) {}

  /// Hits up to which a query finds next to nothing.
  static constexpr std::size_t kFew = 2;
  /// What a person does not notice beside the search.
  static constexpr std::chrono::milliseconds kTime{60};

  /// `typed` with other words, which finds clearly more than the `found` pages with all words of `query`; nothing if
  /// there is none, or it was not found before the deadline. Takes 10 us for each word that is tried.
  std::optional<std::string> suggest(std::string_view typed, const Query& query, std::size_t found,
                                     const Deadline& deadline = Deadline(kTime));

 private:
  /// A word of the query that may be another one.
  struct Typed {
    const Word* word;
    std::string folded;
    std::size_t pages;  ///< that have it
  };

  /// What to put in the place of something that was typed.
  struct Change {
    std::size_t begin = 0;  ///< byte offsets
    std::size_t end = 0;
    std::string text;
    double weight = 0;  ///< how likely it is what was meant
  };

  struct Candidate {
    std::string word;
    std::string expression;
    std::vector<std::string> terms;
    double weight;
  };

  std::optional<std::string> best(std::string_view typed, const Query& query, std::size_t found);
  std::vector<Typed> words_of(const Query& query);
  std::vector<Change> changes(std::string_view typed, const std::vector<Typed>& words);
  Change change_of(std::string_view typed, const std::vector<Typed>& words, std::size_t i);
  Change correct(const Typed& typed);
  Change join(std::string_view typed, const Typed& first, const Typed& second);
  Change split(const Typed& typed);
  std::vector<Candidate> near(const Typed& typed);
  std::vector<Candidate> farther(const Typed& typed);
  std::string expression_of(std::string_view words) const;

  Connection& connection_;
  Vocabulary vocabulary_;
  const Deadline* deadline_ = nullptr;  ///< of the present suggestion
  indexer::Languages languages_{};      ///< of its query
};

}  // namespace storage
