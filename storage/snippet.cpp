#include "storage/snippet.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <iterator>
#include <optional>
#include <ranges>
#include <utility>

#include "storage/phrase_finder.hpp"

namespace storage {
namespace {

struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;

  friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// The matches of a stretch that slides over a text.
class Window {
 public:
  Window(std::size_t phrases, std::size_t most_bytes) : counts_(phrases), most_bytes_(most_bytes) {}

  void add(const FoundPhrase& found) {
    if (counts_[found.phrase]++ == 0) ++distinct_;
    matches_.push_back(found);
    while (matches_.size() > 1 && found.end - matches_.front().begin > most_bytes_) {
      if (--counts_[matches_.front().phrase] == 0) --distinct_;
      matches_.pop_front();
    }
  }

  std::pair<std::size_t, std::size_t> score() const { return {distinct_, matches_.size()}; }

  /// The first match to end need not be the first to begin.
  Stretch stretch() const { return {std::ranges::min(matches_, {}, &FoundPhrase::begin).begin, matches_.back().end}; }

 private:
  std::deque<FoundPhrase> matches_;
  std::vector<std::size_t> counts_;  // of each phrase in the window
  std::size_t distinct_ = 0;
  std::size_t most_bytes_;
};

/// The stretch that has to be shown, at most `most_bytes`; empty, at the beginning, if nothing was found.
Stretch best_stretch(const std::vector<FoundPhrase>& all_found, std::size_t phrases, std::size_t most_bytes) {
  Window window(phrases, most_bytes);
  Stretch best;
  std::pair<std::size_t, std::size_t> best_score;
  for (const FoundPhrase& found : all_found) {
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
  // What is to be shown stands within a long word, "Exception" in "BaseException": all of that is.
  for (std::size_t begin = first_word; begin > 0 && at - begin <= room; --begin) {
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

/// Finds where words stand in a text that begin so, as far as can be seen without cutting it into words, in a tenth of
/// the time: by their beginning in ASCII letters of any case. Linear in all.
class BeginningFinder {
 public:
  BeginningFinder(std::string_view text, std::string_view beginning)
      : text_(text),
        wanted_(kBetweenWords + std::string(beginning)),
        rare_(rarest(wanted_)),
        next_{text.find(wanted_[rare_], rare_), text.find(upper(wanted_[rare_]), rare_)} {}

  /// The next place; the end of the text if there is none.
  std::size_t next() {
    while (true) {
      std::size_t& nearest = next_[0] <= next_[1] ? next_[0] : next_[1];
      if (nearest == std::string_view::npos) return text_.size();
      const std::size_t place = nearest - rare_;
      nearest = text_.find(text_[nearest], nearest + 1);
      if (std::ranges::equal(text_.substr(place, wanted_.size()), wanted_, is_alike)) return place;
    }
  }

 private:
  std::string_view text_;
  std::string wanted_;
  std::size_t rare_;
  std::array<std::size_t, 2> next_;  // of the rarest character, in lower and in upper case
};

/// Where the longest word of `phrase` stands first in `text` with the others beside it; if they never are, where it
/// stands first at all. The end of `text` if it does not stand there.
std::size_t first_place(std::string_view text, const Phrase& phrase) {
  constexpr int kMostTries = 100;
  constexpr std::size_t kBeside = 64;
  const auto beginnings = phrase | std::views::transform(common_beginning);
  const std::string_view longest = std::ranges::max(beginnings, {}, &std::string_view::size);
  BeginningFinder finder(text, longest);
  const std::size_t first = finder.next();
  std::size_t place = first;
  for (int tries = 0; tries < kMostTries && place < text.size(); ++tries, place = finder.next()) {
    const std::string_view around = text.substr(place - std::min(place, kBeside), 2 * kBeside);
    const auto is_there = [&](std::string_view word) { return BeginningFinder(around, word).next() < around.size(); };
    if (std::ranges::all_of(beginnings, is_there)) return place;
  }
  return first;
}

bool overlap(const Stretch& a, const Stretch& b) {
  return a.begin <= b.end && b.begin <= a.end;
}

/// A stretch of a text as it is shown.
struct Fragment {
  Stretch source{};       ///< in the text
  std::size_t place = 0;  ///< of the first match, in the text
  std::string text{};
  std::vector<Snippet::Match> matches{};
  std::vector<bool> has{};  ///< which of the query's phrases
};

Snippet snippet_of(Fragment fragment, std::string_view text) {
  return {.text = std::move(fragment.text),
          .matches = std::move(fragment.matches),
          .cut_before = fragment.source.begin > 0,
          .cut_after = fragment.source.end < text.size(),
          .place = fragment.place};
}

/// Shows `second` behind `snippet`.
void append(Snippet& snippet, const Fragment& second, std::string_view text) {
  snippet.text += Snippet::kGap;
  const auto offset = static_cast<std::uint32_t>(snippet.text.size());
  snippet.text += second.text;
  for (const auto& [begin, end] : second.matches) snippet.matches.push_back({offset + begin, offset + end});
  snippet.cut_after = second.source.end < text.size();
}

/// Makes the snippet of one text.
class SnippetMaker {
 public:
  SnippetMaker(std::string_view text, const Query& query, const SnippetOptions& options)
      : text_(text), query_(query), options_(options), finder_(query, options.language) {}

  Snippet make() {
    const Phrases all(query_.phrases.size(), true);
    Fragment whole = make_fragment(all, options_.max_bytes);
    Phrases missing = whole.has;
    missing.flip();
    const bool has_room = options_.max_bytes >= 8 * Snippet::kGap.size();
    if (!has_room || whole.matches.empty() || !have_common(missing, all)) return snippet_of(std::move(whole), text_);
    const std::size_t half = (options_.max_bytes - Snippet::kGap.size()) / 2;
    Fragment first = make_fragment(all, half);
    const Fragment second = make_fragment(missing, half);
    if (first.matches.empty() || !have_common(second.has, missing) || overlap(first.source, second.source)) {
      return snippet_of(std::move(whole), text_);
    }
    Snippet snippet = snippet_of(std::move(first), text_);
    append(snippet, second, text_);
    return snippet;
  }

 private:
  /// Which of the query's.
  using Phrases = std::vector<bool>;

  static bool have_common(const Phrases& a, const Phrases& b) {
    return std::ranges::any_of(std::views::iota(std::size_t{0}, a.size()), [&](std::size_t i) { return a[i] && b[i]; });
  }

  /// The part of the text to look for the best stretch in.
  Stretch part_to_scan(const Phrases& wanted) const {
    const auto count = static_cast<std::size_t>(std::ranges::count(wanted, true));
    const std::string_view searched = text_.substr(0, options_.searched_bytes / std::max<std::size_t>(count, 1));
    std::size_t last = 0;
    for (std::size_t i = 0; text_.size() > options_.scanned_bytes && i < wanted.size(); ++i) {
      const std::size_t place = wanted[i] ? first_place(searched, query_.phrases[i]) : searched.size();
      if (place < searched.size()) last = std::max(last, place);
    }
    const std::size_t before = options_.scanned_bytes / 4;
    Stretch part;
    if (last + before > options_.scanned_bytes) part.begin = last - before;
    while (part.begin < last && !begins_word(text_, part.begin)) ++part.begin;
    part.end = part.begin + std::min(text_.size() - part.begin, options_.scanned_bytes);
    while (part.end > part.begin && !begins_character(text_, part.end)) --part.end;
    return part;
  }

  /// What of `wanted` stands in a part of the text. The one that was asked for last is remembered.
  std::vector<FoundPhrase> find_in(const Stretch& part, const Phrases& wanted) {
    if (scanned_ != part) {
      found_.clear();
      for (const FoundPhrase& found : finder_.find(text_.substr(part.begin, part.end - part.begin)))
        found_.push_back(found);
      scanned_ = part;
    }
    std::vector<FoundPhrase> found;
    std::ranges::copy_if(found_, std::back_inserter(found), [&](const auto& phrase) { return wanted[phrase.phrase]; });
    return found;
  }

  Fragment make_fragment(const Phrases& wanted, std::size_t max_bytes) {
    const Stretch part = part_to_scan(wanted);
    const std::string_view seen = text_.substr(part.begin, part.end - part.begin);
    const bool fits = seen.size() <= max_bytes;
    const Stretch best = best_stretch(find_in(part, wanted), wanted.size(), max_bytes);
    const Stretch shown = fits ? Stretch{0, seen.size()} : best;
    const std::size_t room = max_bytes - (shown.end - shown.begin);
    const std::size_t begin = begin_before(seen, shown.begin, room);
    const std::size_t end = end_after(seen, shown.end, room - (shown.begin - begin));
    Fragment fragment{.source = {part.begin + begin, part.begin + end}, .place = part.begin + best.begin};
    fragment.text = collapse_space(seen.substr(begin, end - begin));
    mark_matches(fragment);
    return fragment;
  }

  /// Collapsing white space neither makes nor parts a word, so the matches are found again where they now stand.
  void mark_matches(Fragment& fragment) {
    fragment.has.resize(query_.phrases.size());
    auto& matches = fragment.matches;
    for (const FoundPhrase& found : finder_.find(fragment.text)) {
      fragment.has[found.phrase] = true;
      Snippet::Match match{static_cast<std::uint32_t>(found.begin), static_cast<std::uint32_t>(found.end)};
      while (!matches.empty() && matches.back().end >= match.begin) {
        match.begin = std::min(match.begin, matches.back().begin);
        matches.pop_back();
      }
      matches.push_back(match);
    }
  }

  std::string_view text_;
  const Query& query_;
  const SnippetOptions& options_;
  PhraseFinder finder_;
  std::optional<Stretch> scanned_;
  std::vector<FoundPhrase> found_;  // in what was scanned
};

}  // namespace

Snippet make_snippet(std::string_view text, const Query& query, const SnippetOptions& options) {
  return SnippetMaker(text, query, options).make();
}

Snippet or_of_rest(Snippet of_body, std::string_view rest, const Query& query, const SnippetOptions& options) {
  if (!of_body.matches.empty() || rest.empty()) return of_body;
  Snippet other = make_snippet(rest, query, options);
  if (other.matches.empty()) return of_body;
  other.is_of_rest = true;
  return other;
}

Snippet make_snippet(std::string_view body, std::string_view rest, const Query& query, const SnippetOptions& options) {
  return or_of_rest(make_snippet(body, query, options), rest, query, options);
}

}  // namespace storage
