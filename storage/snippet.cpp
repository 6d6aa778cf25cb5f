#include "storage/snippet.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <ranges>
#include <unordered_map>
#include <utility>

#include "indexer/tokenizer.hpp"
#include "lazy/generator.hpp"

namespace storage {
namespace {

/// Where a phrase of the query stands in a text.
struct Found {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t phrase = 0;
};

struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The words of a query that a term may stand for.
using WordIds = std::vector<std::size_t>;

/// The phrases of a query, recognised from the stream of a text's tokens by their last words.
class PhraseMatcher {
 public:
  explicit PhraseMatcher(const Query& query) {
    std::vector<Word> words;
    for (const Phrase& phrase : query.phrases) {
      WordIds& ids = phrases_.emplace_back();
      for (const Word& word : phrase) ids.push_back(number(words, word));
      longest_ = std::max(longest_, ids.size());
    }
    for (auto& [term, ids] : words_of_) add_beginnings(term, ids);
  }

  std::size_t phrases() const { return phrases_.size(); }

  /// Takes the next token; false if no phrase has such a word, and so none ends here.
  bool take(const indexer::Token& token) {
    const WordIds* const words = words_of(token.term);
    if (words == nullptr) return false;
    if (places_.empty() || places_.back().position != token.position) {
      places_.push_back({.position = token.position, .seen = {}});
      if (places_.size() > longest_) places_.pop_front();
    }
    places_.back().seen.push_back({.words = words, .begin = token.begin});
    return true;
  }

  /// Whether `phrase` ends with the token that was taken last; then where it begins.
  const std::uint32_t* begin_of(std::size_t phrase) const {
    const WordIds& ids = phrases_[phrase];
    if (ids.size() > places_.size()) return nullptr;
    const auto first = places_.end() - static_cast<std::ptrdiff_t>(ids.size());
    if (places_.back().position - first->position + 1 != ids.size()) return nullptr;
    if (!places_.back().seen.back().may_be(ids.back())) return nullptr;
    const std::uint32_t* begin = &places_.back().seen.back().begin;
    for (std::size_t i = ids.size() - 1; i-- > 0;) {
      const auto& seen = first[static_cast<std::ptrdiff_t>(i)].seen;
      const auto found = std::ranges::find_if(seen, [&](const Seen& token) { return token.may_be(ids[i]); });
      if (found == seen.end()) return nullptr;
      begin = &found->begin;
    }
    return begin;
  }

 private:
  struct Seen {
    bool may_be(std::size_t word) const { return std::ranges::find(*words, word) != words->end(); }

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

  void add_beginnings(std::string_view term, WordIds& ids) const {
    for (const auto& [text, word] : beginnings_) {
      if (term.starts_with(text)) ids.push_back(word);
    }
  }

  /// The words that `term` may stand for; null for none. What begins as some do becomes known when it comes.
  const WordIds* words_of(std::string_view term) {
    const auto known = words_of_.find(std::string(term));
    if (known != words_of_.end()) return &known->second;
    WordIds ids;
    add_beginnings(term, ids);
    return ids.empty() ? nullptr : &words_of_.emplace(term, std::move(ids)).first->second;
  }

  std::size_t number(std::vector<Word>& words, const Word& word) {
    const auto known = std::ranges::find(words, word);
    const auto id = static_cast<std::size_t>(known - words.begin());
    if (known == words.end()) {
      words.push_back(word);
      if (word.is_prefix) {
        beginnings_.push_back({.text = word.terms.front(), .word = id});
      } else {
        for (const std::string& term : word.terms) words_of_[term].push_back(id);
      }
    }
    return id;
  }

  std::unordered_map<std::string, WordIds> words_of_;
  std::vector<Beginning> beginnings_;
  std::vector<WordIds> phrases_;
  std::size_t longest_ = 0;
  std::deque<Place> places_;  // the last ones, as many as the longest phrase
};

/// Where the phrases of `query` stand in `text`, in order of their ends.
lazy::generator<Found> find_phrases(std::string_view text, const Query& query, indexer::Language language) {
  PhraseMatcher matcher(query);
  for (const indexer::Token& token : indexer::tokenize(text, language)) {
    if (!matcher.take(token)) continue;
    for (std::size_t phrase = 0; phrase < matcher.phrases(); ++phrase) {
      const std::uint32_t* const begin = matcher.begin_of(phrase);
      if (begin == nullptr) continue;
      Found found{*begin, token.end, phrase};
      co_yield std::move(found);
    }
  }
}

/// The matches of a stretch that slides over a text.
class Window {
 public:
  Window(std::size_t phrases, std::size_t most_bytes) : counts_(phrases), most_bytes_(most_bytes) {}

  void add(const Found& found) {
    if (counts_[found.phrase]++ == 0) ++distinct_;
    matches_.push_back(found);
    while (matches_.size() > 1 && found.end - matches_.front().begin > most_bytes_) {
      if (--counts_[matches_.front().phrase] == 0) --distinct_;
      matches_.pop_front();
    }
  }

  std::pair<std::size_t, std::size_t> score() const { return {distinct_, matches_.size()}; }

  /// The first match to end need not be the first to begin.
  Stretch stretch() const { return {std::ranges::min(matches_, {}, &Found::begin).begin, matches_.back().end}; }

 private:
  std::deque<Found> matches_;
  std::vector<std::size_t> counts_;  // of each phrase in the window
  std::size_t distinct_ = 0;
  std::size_t most_bytes_;
};

/// The stretch that has to be shown, at most `most_bytes`; empty, at the beginning, if `query` is nowhere in `text`.
Stretch best_stretch(std::string_view text, const Query& query, const SnippetOptions& options) {
  const std::size_t most_bytes = options.max_bytes;
  Window window(query.phrases.size(), most_bytes);
  Stretch best;
  std::pair<std::size_t, std::size_t> best_score;
  for (const Found& found : find_phrases(text, query, options.language)) {
    window.add(found);
    if (window.score() <= best_score) continue;
    best_score = window.score();
    best = window.stretch();
  }
  if (best.end - best.begin > most_bytes) best.end = best.begin;  // a phrase with a long gap in it
  return best;
}

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool begins_character(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}
bool begins_word(std::string_view text, std::size_t at) {
  return at == 0 || (is_space(text[at - 1]) && !is_space(text[at]));
}

bool begins_sentence(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  for (const std::string_view stop : {"\n", ". ", "! ", "? ", "\u3002", "\uFF01", "\uFF1F"}) {
    if (before.ends_with(stop)) return true;
  }
  return at == 0;
}

// More than most words have: who looks further for the end of one is in a script without spaces.
constexpr std::size_t kWordBytes = 32;

/// Where a snippet begins that must show `at` and has `room` bytes for what is around it: most of them may go to reach
/// the beginning of the sentence, half of them to words that are none.
std::size_t begin_before(std::string_view text, std::size_t at, std::size_t room) {
  const std::size_t first_sentence = at - std::min(at, room - room / 4);
  for (std::size_t begin = at; begin > first_sentence; --begin) {
    if (begins_sentence(text, begin)) return begin;
  }
  if (first_sentence == 0) return 0;
  const std::size_t first_word = at - std::min(at, room / 2);
  for (std::size_t begin = first_word; begin <= std::min(at, first_word + kWordBytes); ++begin) {
    if (begins_word(text, begin)) return begin;
  }
  std::size_t begin = first_word;
  while (begin < at && !begins_character(text, begin)) ++begin;
  return begin;
}

/// Where a snippet ends that must show what is before `at` and may end `room` bytes after it.
std::size_t end_after(std::string_view text, std::size_t at, std::size_t room) {
  const std::size_t last = at + std::min(text.size() - at, room);
  if (last == text.size()) return last;
  for (std::size_t next = last + 1; next > at && next + kWordBytes > last; --next) {
    if (is_space(text[next - 1])) return next - 1;
  }
  std::size_t end = last;
  while (end > at && !begins_character(text, end)) --end;
  return end;
}

std::string collapse_space(std::string_view text) {
  std::string collapsed;
  bool space = false;
  for (const char c : text) {
    if (!is_space(c)) {
      if (space && !collapsed.empty()) collapsed += ' ';
      collapsed += c;
    }
    space = is_space(c);
  }
  return collapsed;
}

constexpr char kBetweenWords = '\0';

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
bool is_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_alike(char c, char wanted) {
  return wanted == kBetweenWords ? !is_of_word(c) : c == wanted || c == upper(wanted);
}

/// The place in `wanted` of the character that is the rarest one in most texts.
std::size_t rarest(std::string_view wanted) {
  constexpr std::string_view kCommon = "zqxjkvbpygfwmucldrhsnioate";  // the commonest last
  const auto commonness = [&](std::size_t at) {
    return wanted[at] == kBetweenWords ? kCommon.size() + 1 : kCommon.find(wanted[at]) + 1;
  };
  return std::ranges::min(std::views::iota(std::size_t{0}, wanted.size()), {}, commonness);
}

/// What words with the same stem most often begin with.
std::string_view common_beginning(const Word& word) {
  std::string_view beginning = word.terms.front();
  for (const std::string& term : word.terms) {
    const auto apart = std::ranges::mismatch(beginning, term).in1;
    beginning = beginning.substr(0, static_cast<std::size_t>(apart - beginning.begin()));
  }
  return beginning;
}

/// Where the longest word of `phrase` stands first in `text`, as far as can be seen without cutting it into words, in a
/// tenth of the time: by its beginning in ASCII letters of any case. The end of `text` if it does not stand so.
std::size_t first_place(std::string_view text, const Phrase& phrase) {
  const auto beginnings = phrase | std::views::transform(common_beginning);
  const std::string wanted = kBetweenWords + std::string(std::ranges::max(beginnings, {}, &std::string_view::size));
  const std::size_t rare = rarest(wanted);
  std::array<std::size_t, 2> next{text.find(wanted[rare], rare), text.find(upper(wanted[rare]), rare)};
  while (true) {
    std::size_t& nearest = next[0] <= next[1] ? next[0] : next[1];
    if (nearest == std::string_view::npos) return text.size();
    const std::string_view there = text.substr(nearest - rare, wanted.size());
    if (std::ranges::equal(there, wanted, is_alike)) return nearest - rare;
    nearest = text.find(text[nearest], nearest + 1);
  }
}

/// The part of `text` to look for the best stretch in.
Stretch part_to_scan(std::string_view text, const Query& query, const SnippetOptions& options) {
  const std::string_view searched =
      text.substr(0, options.searched_bytes / std::max<std::size_t>(query.phrases.size(), 1));
  std::size_t last = 0;
  if (text.size() > options.scanned_bytes) {
    for (const Phrase& phrase : query.phrases) {
      const std::size_t place = first_place(searched, phrase);
      if (place < searched.size()) last = std::max(last, place);
    }
  }
  const std::size_t before = options.scanned_bytes / 4;
  Stretch part;
  if (last + before > options.scanned_bytes) part.begin = last - before;
  while (part.begin < last && !begins_word(text, part.begin)) ++part.begin;
  part.end = part.begin + std::min(text.size() - part.begin, options.scanned_bytes);
  while (part.end > part.begin && !begins_character(text, part.end)) --part.end;
  return part;
}

std::vector<Snippet::Match> mark_matches(std::string_view text, const Query& query, indexer::Language language) {
  std::vector<Snippet::Match> matches;
  for (const Found& found : find_phrases(text, query, language)) {
    Snippet::Match match{static_cast<std::uint32_t>(found.begin), static_cast<std::uint32_t>(found.end)};
    while (!matches.empty() && matches.back().end > match.begin) {
      match.begin = std::min(match.begin, matches.back().begin);
      matches.pop_back();
    }
    matches.push_back(match);
  }
  return matches;
}

}  // namespace

Snippet make_snippet(std::string_view text, const Query& query, const SnippetOptions& options) {
  const Stretch part = part_to_scan(text, query, options);
  const std::string_view seen = text.substr(part.begin, part.end - part.begin);
  const Stretch shown = seen.size() <= options.max_bytes ? Stretch{0, seen.size()} : best_stretch(seen, query, options);
  const std::size_t room = options.max_bytes - (shown.end - shown.begin);
  const std::size_t begin = begin_before(seen, shown.begin, room);
  const std::size_t end = end_after(seen, shown.end, room - (shown.begin - begin));
  Snippet snippet;
  snippet.text = collapse_space(seen.substr(begin, end - begin));
  snippet.cut_before = part.begin + begin > 0;
  snippet.cut_after = part.begin + end < text.size();
  // Collapsing white space neither makes nor parts a word, so the matches are found again where they now stand.
  snippet.matches = mark_matches(snippet.text, query, options.language);
  return snippet;
}

}  // namespace storage
