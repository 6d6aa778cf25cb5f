#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/language.hpp"
#include "storage/query.hpp"

namespace storage {

struct SnippetOptions {
  indexer::Language language{};  ///< of the text
  std::size_t max_bytes = 240;
  std::size_t scanned_bytes = 1 << 12;   ///< how much of a text is cut into words: the part that promises most
  std::size_t searched_bytes = 1 << 21;  ///< how much is searched for that part, by all phrases together
};

/// The stretch of a text that best shows why it is a hit; or two, the better one first.
struct Snippet {
  /// Byte offsets in `text`.
  struct Match {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;  ///< one past the last

    friend bool operator==(const Match&, const Match&) = default;
  };

  /// Stands between two stretches.
  static constexpr std::string_view kGap = " ... ";

  std::string text{};            ///< white space collapsed to single spaces, none at either end
  std::vector<Match> matches{};  ///< where it says what was asked for: not empty, in order, none right behind another
  bool cut_before = false;       ///< something of the text comes before
  bool cut_after = false;        ///< something of the text comes after
  std::size_t place = 0;         ///< of what was asked for, as byte offset in the text
  bool is_of_rest = false;       ///< the text is that around a page's main content
};

/// Makes the snippet of `text` for `query`: the earliest stretch that fits and has the most different phrases of the
/// query, and among these the most matches. Begins with a sentence where one begins near enough, else with a word; ends
/// with a word. Without a match it is the beginning of the text. Where a phrase is not in that stretch but elsewhere in
/// the text, each of two stretches has half of the room: the second is the best for what the first has not. Pure; a few
/// nanoseconds for each byte scanned.
///
/// Of a text longer than `scanned_bytes` a stretch is the best of a part: the beginning if each phrase stands there,
/// else what is around the first place of the phrase that comes last.
Snippet make_snippet(std::string_view text, const Query& query, const SnippetOptions& options = {});

/// `of_body`, a page's, or the snippet of its `rest` if only that has what was asked for.
Snippet or_of_rest(Snippet of_body, std::string_view rest, const Query& query, const SnippetOptions& options = {});

/// That of a page: of its main content, unless only the rest has what was asked for.
Snippet make_snippet(std::string_view body, std::string_view rest, const Query& query,
                     const SnippetOptions& options = {});

}  // namespace storage
