#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "storage/searcher.hpp"
#include "web/assets.hpp"

namespace web {

inline constexpr std::size_t kHitsOnPage = 10;
/// As far as one may go on; further on only a narrower query helps.
inline constexpr std::size_t kMostPages = 100;

/// What is asked of the search page.
struct Asked {
  std::string query;                   ///< as it was typed
  std::size_t page = 1;                ///< from 1 to kMostPages
  std::optional<std::string> wider{};  ///< what was looked for in its place: `with_open_end`

  /// What other queries are made of.
  const std::string& searched() const { return wider ? *wider : query; }
};

/// Makes the search page in all its states: complete HTML documents, that need no script. All that was typed or comes
/// from the index is escaped. Any thread; `assets` outlives it.
class SearchPage {
 public:
  /// `title` is the page's name.
  SearchPage(std::string title, const Assets& assets) : title_(std::move(title)), assets_(assets) {}

  /// The page before anything is asked.
  std::string empty() const;
  /// What was found, or that nothing was.
  std::string found(const Asked& asked, const storage::Results& results) const;
  /// Why there is no answer, and what to do: plain text.
  std::string failed(const Asked& asked, std::string_view what, std::string_view advice) const;

 private:
  std::string document(const Asked& asked, std::string_view title, std::string_view main) const;

  std::string title_;
  const Assets& assets_;
};

}  // namespace web
