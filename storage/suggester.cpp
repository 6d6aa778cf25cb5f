#include "storage/suggester.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "indexer/tokenizer.hpp"
#include "storage/spelling.hpp"

namespace storage {
namespace {

constexpr std::size_t kLeastLetters = 3;
constexpr std::size_t kMostLetters = 30;
constexpr std::size_t kLongWord = 7;   // in which two mistakes are one too many for nobody
constexpr std::size_t kBeginning = 3;  // letters that are right where there are two mistakes
constexpr std::size_t kMostCounted = 1000;
constexpr std::size_t kMostWords = 12;  // of a query that are looked at
constexpr std::size_t kMostForms = 4;   // terms whose written forms are looked up
constexpr double kOtherFirstLetter = 0.1;
constexpr double kSecondMistake = 0.1;
constexpr std::size_t kRare = 10;    // pages: a word that no more have may be mistyped there, too
constexpr std::size_t kClearly = 5;  // times as many pages: less may be chance

std::string folded(std::string_view word) {
  for (const indexer::Token& token : indexer::tokenize(word, {}, indexer::Purpose::kQuery)) {
    return std::string(token.term);
  }
  return {};
}

std::vector<std::string> terms_of(std::string_view word, indexer::Languages languages) {
  std::vector<std::string> terms;
  for (const indexer::Token& token : indexer::tokenize(word, languages, indexer::Purpose::kQuery)) {
    if (token.position > 0) return {};
    terms.emplace_back(token.term);
  }
  return terms;
}

bool may_be_mistyped(std::string_view word) {
  const bool has_digit = std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
  const std::size_t letters = letters_of(word).size();
  return !has_digit && letters >= kLeastLetters && letters <= kMostLetters;
}

/// How likely a word is meant by another one: as likely as it is common, but for what is seldom mistyped.
double likelihood(std::size_t pages, std::string_view typed, std::string_view other, std::size_t mistakes) {
  const bool begins_alike = letters_of(typed).front() == letters_of(other).front();
  return static_cast<double>(pages) * (begins_alike ? 1 : kOtherFirstLetter) * (mistakes > 1 ? kSecondMistake : 1);
}

}  // namespace

std::optional<std::string> Suggester::suggest(std::string_view typed, const Query& query, std::size_t found,
                                              const Deadline& deadline) {
  if (found > kFew || deadline.is_over()) return std::nullopt;
  deadline_ = &deadline;
  languages_ = query.languages;
  const TimeLimit limit(connection_, deadline);
  try {
    return best(typed, query, found);
  } catch (const Interrupted&) {
    return std::nullopt;
  }
}

std::optional<std::string> Suggester::best(std::string_view typed, const Query& query, std::size_t found) {
  std::vector<Change> changed = changes(typed, words_of(query));
  if (changed.empty()) return std::nullopt;
  std::string suggestion;
  std::size_t at = 0;
  for (const Change& change : changed) {
    suggestion.append(typed.substr(at, change.begin - at)).append(change.text);
    at = change.end;
  }
  suggestion += typed.substr(at);
  const Query other = parse_query(suggestion, query.languages);
  const std::size_t finds = vocabulary_.count(match_expression(other), kMostCounted, other.filter);
  return finds > found * kClearly ? std::optional(suggestion) : std::nullopt;
}

/// But for alternatives, of which there are others.
std::vector<Suggester::Typed> Suggester::words_of(const Query& query) {
  std::vector<Typed> words;
  std::size_t first = 0;
  for (const std::size_t count : query.groups) {
    const Phrase& phrase = query.phrases[first];
    first += count;
    if (count > 1) continue;
    for (const Word& word : phrase) {
      if (words.size() == kMostWords) break;
      words.push_back({.word = &word,
                       .folded = folded(word.text),
                       .pages = vocabulary_.count(expression_of(word.text), kMostCounted)});
    }
  }
  std::ranges::sort(words, {}, [](const Typed& typed) { return typed.word->begin; });
  return words;
}

/// None if there is a word that no page has and that is like no other.
std::vector<Suggester::Change> Suggester::changes(std::string_view typed, const std::vector<Typed>& words) {
  std::vector<Change> changes;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].pages > kRare) continue;
    const std::size_t from = changes.empty() ? 0 : changes.back().end;
    if (words[i].word->begin < from) continue;  // it was joined with the one before
    Change change = change_of(typed, words, i);
    const bool is_likely = change.weight > static_cast<double>(words[i].pages * kClearly) && change.begin >= from;
    if (!is_likely && words[i].pages == 0) return {};
    if (is_likely) changes.push_back(std::move(change));
  }
  return changes;
}

/// The likeliest one of a word.
Suggester::Change Suggester::change_of(std::string_view typed, const std::vector<Typed>& words, std::size_t i) {
  std::vector<Change> choices{split(words[i])};
  if (i > 0) choices.push_back(join(typed, words[i - 1], words[i]));
  if (i + 1 < words.size()) choices.push_back(join(typed, words[i], words[i + 1]));
  choices.push_back(correct(words[i]));
  return std::ranges::max(choices, {}, &Change::weight);
}

Suggester::Change Suggester::correct(const Typed& typed) {
  if (!may_be_mistyped(typed.folded)) return {};
  std::vector<Candidate> candidates = near(typed);
  const std::size_t most = letters_of(typed.folded).size() < kLongWord ? 1 : 2;
  if (candidates.empty() && most == 2) candidates = farther(typed);
  std::ranges::stable_sort(candidates, std::greater(), &Candidate::weight);
  if (candidates.size() > kMostForms) candidates.resize(kMostForms);
  const std::size_t begin = typed.word->begin;
  Change best{.begin = begin, .end = begin + typed.word->text.size(), .text = {}};
  for (const Candidate& candidate : candidates) {
    if (candidate.weight <= best.weight) break;
    for (const std::string& form : vocabulary_.forms(candidate.word, candidate.expression, candidate.terms)) {
      const std::size_t mistakes = edit_distance(letters_of(typed.folded), letters_of(folded(form)), most);
      const double weight = candidate.weight * (mistakes > 1 ? kSecondMistake : 1);
      if (mistakes == 0 || mistakes > most || weight <= best.weight) continue;
      best.text = form;
      best.weight = weight;
    }
  }
  return best;
}

/// Words at an edit distance of 1, whatever their first letter.
std::vector<Suggester::Candidate> Suggester::near(const Typed& typed) {
  std::vector<Candidate> candidates;
  std::unordered_set<std::string> tried{expression_of(typed.folded)};
  std::vector<std::vector<std::string>> known{typed.word->terms};
  for (const std::string& word : one_edit_away(typed.folded)) {
    if (deadline_->is_over()) break;
    std::string expression = expression_of(word);
    if (!tried.insert(expression).second) continue;
    const std::size_t pages = vocabulary_.count(expression, kMostCounted);
    if (pages == 0) continue;
    std::vector<std::string> terms = terms_of(word, languages_);
    if (terms.empty() || std::ranges::find(known, terms) != known.end()) continue;
    known.push_back(terms);
    candidates.push_back({.word = word,
                          .expression = std::move(expression),
                          .terms = std::move(terms),
                          .weight = likelihood(pages, typed.folded, word, 1)});
  }
  return candidates;
}

/// Terms at an edit distance of 2 that begin alike.
std::vector<Suggester::Candidate> Suggester::farther(const Typed& typed) {
  std::vector<Candidate> candidates;
  std::string beginning;
  for (const std::string_view letter : letters_of(typed.folded)) {
    if (beginning.size() < kBeginning) beginning += letter;
  }
  for (const Vocabulary::Term& term : vocabulary_.terms_from(beginning)) {
    if (deadline_->is_over()) break;
    const Letters letters = letters_of(term.text);
    const auto is_like = [&](const std::string& own) { return edit_distance(letters_of(own), letters, 2) <= 2; };
    if (term.pages == 0 || !std::ranges::any_of(typed.word->terms, is_like)) continue;
    candidates.push_back({.word = term.text,
                          .expression = fmt::format("\"{}\"", term.text),
                          .terms = {term.text},
                          .weight = likelihood(term.pages, typed.folded, term.text, 1)});
  }
  return candidates;
}

Suggester::Change Suggester::join(std::string_view typed, const Typed& first, const Typed& second) {
  const std::size_t begin = first.word->begin;
  const std::size_t first_end = begin + first.word->text.size();
  const std::size_t end = second.word->begin + second.word->text.size();
  if (second.word->begin < first_end || typed.substr(first_end, second.word->begin - first_end) != " ") return {};
  std::string text = first.word->text + second.word->text;
  const std::size_t pages = vocabulary_.count(expression_of(text), kMostCounted);
  return {.begin = begin, .end = end, .text = std::move(text), .weight = static_cast<double>(pages)};
}

Suggester::Change Suggester::split(const Typed& typed) {
  const std::string_view word = typed.word->text;
  Change best{.begin = typed.word->begin, .end = typed.word->begin + word.size(), .text = {}};
  const Letters letters = letters_of(word);
  if (!may_be_mistyped(typed.folded)) return {};
  std::size_t at = letters.front().size();
  for (std::size_t i = 1; i + 2 < letters.size() && !deadline_->is_over(); ++i) {
    at += letters[i].size();
    std::string words = fmt::format("{} {}", word.substr(0, at), word.substr(at));
    const auto pages = static_cast<double>(vocabulary_.count(expression_of(words), kMostCounted));
    if (pages <= best.weight) continue;
    best.text = std::move(words);
    best.weight = pages;
  }
  return best;
}

/// Of words without quotes, as a phrase.
std::string Suggester::expression_of(std::string_view words) const {
  return fmt::format("\"{}{}\"", indexer::language_mark(languages_), words);
}

}  // namespace storage
