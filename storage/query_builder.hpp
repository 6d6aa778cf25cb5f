#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/query.hpp"
#include "storage/query_syntax.hpp"

namespace storage {

/// Makes a query of the terms of what was typed, one after the other.
class QueryBuilder {
 public:
  /// The views of terms lie in `typed`.
  QueryBuilder(std::string_view typed, indexer::Languages languages) : typed_(typed) { query_.languages = languages; }

  void add(const Term& term);

  /// Once, when all terms have been added.
  Query finish();

 private:
  enum class Kind : std::uint8_t { kNone, kWords, kCondition, kExcluded };

  /// Phrases of which one is enough.
  struct Group {
    std::vector<Phrase> phrases;
    bool is_said = false;  ///< so that a word that says next to nothing is one like others
    double emphasis = 1;
  };

  void add_condition(Condition condition, bool is_excluded);
  void add_words(const Term& term);
  void add_wanted(std::vector<Group> groups);
  void join(Kind next);
  void look_for_excluded();
  void take_phrases(std::vector<Group> groups);
  bool says_nothing(const Group& group) const;
  void look_for_question(const std::vector<Group>& groups);

  std::vector<Group> groups_of(const Term& term);
  std::vector<Phrase> phrases_of(std::string_view text, bool is_quoted);
  void widen_by_star(Group& last, std::string_view text);
  void notice(std::string sentence);

  std::string_view typed_;
  Query query_;
  std::vector<Group> groups_;
  std::vector<Group> excluded_;
  std::vector<std::string_view> left_out_;  ///< excluded words without quotes or a field
  std::optional<Term> pending_or_;          ///< whose other side is to come
  Kind last_ = Kind::kNone;
  std::size_t words_left_ = 64;
  std::size_t stars_left_ = 8;
};

}  // namespace storage
