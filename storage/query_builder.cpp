#include "storage/query_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "indexer/characters.hpp"
#include "indexer/questions.hpp"
#include "indexer/stop_words.hpp"
#include "indexer/tokenizer.hpp"

namespace storage {
namespace {

constexpr std::size_t kMostConditions = 16;
constexpr std::size_t kMostNotices = 8;
constexpr std::size_t kLeastPrefix = 3;  // characters: what begins with fewer may be a tenth of the index

/// Whether words with `between` between them hang together: only what holds names, numbers, paths and addresses
/// together makes them so. A comma does not, nor a bracket.
bool hangs_together(std::string_view between) {
  constexpr std::string_view kApostrophe = "\u2019";
  return between == kApostrophe || between.find_first_not_of("_.:'-/\\@#&+~") == std::string_view::npos;
}

/// Its form without a stem.
std::string folded(std::string_view word) {
  for (const indexer::Token& token : indexer::tokenize(word, {}, indexer::Purpose::kQuery)) {
    return std::string(token.term);
  }
  return {};
}

std::size_t characters_in(std::string_view text) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); at = indexer::decode(text, at).end) ++characters;
  return characters;
}

Word::Place place_of(std::string_view field) {
  constexpr std::string_view kTitle = "title";
  return field.empty()                   ? Word::Place::kAnywhere
         : field.size() == kTitle.size() ? Word::Place::kTitle
                                         : Word::Place::kPath;
}

/// A term whose field has no such value is text with its field.
Term as_text(const Term& term) {
  const std::string_view text(term.field.data(), static_cast<std::size_t>(term.text.end() - term.field.begin()));
  return {.kind = Term::Kind::kText, .field = {}, .text = text, .is_excluded = term.is_excluded};
}

std::vector<Phrase> each_once(std::vector<Phrase> phrases) {
  std::vector<Phrase> once;
  for (Phrase& phrase : phrases) {
    if (std::ranges::find(once, phrase) == once.end()) once.push_back(std::move(phrase));
  }
  return once;
}

/// As much of what was typed as a notice has room for.
std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 60;
  if (text.size() <= kMost) return std::string(text);
  std::size_t end = 0;
  for (std::size_t next = 0; next <= kMost; next = indexer::decode(text, next).end) end = next;
  return std::string(text.substr(0, end)) + "...";
}

}  // namespace

void QueryBuilder::add(const Term& term) {
  if (term.kind == Term::Kind::kOr && last_ != Kind::kNone && !pending_or_) {
    pending_or_ = term;
    return;
  }
  const std::string_view wanted = wanted_of(term.field);
  if (wanted.empty()) return add_words(term);
  if (auto condition = parse_condition(term.field, term.text)) return add_condition(*condition, term.is_excluded);
  notice(fmt::format("{}: wants {}: \"{}\" is looked for as text.", term.field, wanted, shown(term.text)));
  add_words(as_text(term));
}

void QueryBuilder::add_condition(Condition condition, bool is_excluded) {
  join(Kind::kCondition);
  condition.is_excluded = is_excluded;
  auto& conditions = query_.filter.conditions;
  if (std::ranges::find(conditions, condition) != conditions.end()) return;
  if (conditions.size() == kMostConditions) {
    return notice(fmt::format("Only the first {} conditions count.", kMostConditions));
  }
  conditions.push_back(std::move(condition));
}

void QueryBuilder::add_words(const Term& term) {
  const bool is_before_quote = term.text.end() != typed_.end() && term.text.ends_with(':');
  const std::string_view unknown = term.field.empty() && term.kind == Term::Kind::kText
                                       ? unknown_field(term.text, is_before_quote)
                                       : std::string_view();
  if (!unknown.empty()) {
    notice(fmt::format("{}: is looked for as text: there are title:, url:, site:, lang:, type:, before: and after:.",
                       shown(unknown)));
  }
  std::vector<Group> groups = groups_of(term);
  if (groups.empty()) return;
  if (!term.is_excluded) return add_wanted(std::move(groups));
  join(Kind::kExcluded);
  if (term.kind == Term::Kind::kText && term.field.empty()) left_out_.push_back(term.text);
  std::ranges::move(groups, std::back_inserter(excluded_));
}

void QueryBuilder::add_wanted(std::vector<Group> groups) {
  const bool are_alternatives = pending_or_ && last_ == Kind::kWords;
  join(Kind::kWords);
  auto first = groups.begin();
  if (are_alternatives) {
    groups_.back().is_said = true;
    std::ranges::move(first->phrases, std::back_inserter(groups_.back().phrases));
    ++first;
  }
  std::move(first, groups.end(), std::back_inserter(groups_));
}

/// What an OR between the last term and the next one comes to.
void QueryBuilder::join(Kind next) {
  const bool says_something = last_ == next && (next == Kind::kWords || next == Kind::kCondition);
  if (pending_or_ && !says_something) notice("OR stands between words or phrases; another one says nothing.");
  pending_or_.reset();
  last_ = next;
}

Query QueryBuilder::finish() {
  if (pending_or_) {
    const Term word = *std::exchange(pending_or_, std::nullopt);
    std::ranges::move(groups_of(word), std::back_inserter(groups_));
  }
  look_for_excluded();
  for (Group& group : excluded_) std::ranges::move(group.phrases, std::back_inserter(query_.excluded));
  query_.excluded = each_once(std::move(query_.excluded));
  take_phrases(std::exchange(groups_, {}));
  return std::move(query_);
}

/// Where there is nothing else, and tells what is left out where there is.
void QueryBuilder::look_for_excluded() {
  if (groups_.empty() && query_.filter.empty() && !excluded_.empty()) {
    groups_ = std::exchange(excluded_, {});
    notice("There is nothing but what is to be left out: it is looked for instead.");
    return;
  }
  for (const std::string_view word : left_out_) {
    notice(fmt::format("Without pages that have \"{}\"; to look for it, put it in quotes: \"-{}\".", shown(word),
                       shown(word)));
  }
}

/// Each once, words that say next to nothing aside, unless there are no others.
void QueryBuilder::take_phrases(std::vector<Group> groups) {
  std::vector<Group> once;
  for (Group& group : groups) {
    group.phrases = each_once(std::move(group.phrases));
    const auto known = std::ranges::find(once, group.phrases, &Group::phrases);
    if (known == once.end()) {
      once.push_back(std::move(group));
    } else {
      known->emphasis += 1;
    }
  }
  const bool has_others = !std::ranges::all_of(once, [&](const Group& group) { return says_nothing(group); });
  for (const Group& group : once) {
    if (has_others && says_nothing(group)) {
      query_.optional.push_back(group.phrases.front());
      continue;
    }
    query_.groups.push_back(group.phrases.size());
    for (const Phrase& phrase : group.phrases) {
      query_.phrases.push_back(phrase);
      query_.emphasis.push_back(std::sqrt(group.emphasis));  // the second time says less than the first
    }
  }
  look_for_question(once);
}

bool QueryBuilder::says_nothing(const Group& group) const {
  const Phrase& phrase = group.phrases.front();
  return !group.is_said && phrase.size() == 1 && indexer::is_stop_word(folded(phrase.front().text), query_.languages);
}

/// As "what is a binary heap": the verb among the words in front, and nothing but what is asked for behind them.
void QueryBuilder::look_for_question(const std::vector<Group>& groups) {
  const auto is_asked_for = [&](const Group& group) {
    return !says_nothing(group) && group.phrases.size() == 1 &&
           group.phrases.front().front().place == Word::Place::kAnywhere;
  };
  const auto subject = std::ranges::find_if_not(groups, [&](const Group& group) { return says_nothing(group); });
  if (subject == groups.end() || !std::all_of(subject, groups.end(), is_asked_for)) return;
  const auto begins_question = [&](const Group& word, const Group& next) {
    return indexer::asks_what_is(folded(word.phrases.front().front().text), folded(next.phrases.front().front().text),
                                 query_.languages);
  };
  const auto question = std::adjacent_find(groups.begin(), subject, begins_question);
  if (question == subject) return;
  query_.asks_what = true;
  const auto verb = query_.optional.begin() + (question - groups.begin()) + 1;
  std::rotate(query_.optional.begin(), verb, verb + 1);
}

std::vector<QueryBuilder::Group> QueryBuilder::groups_of(const Term& term) {
  std::vector<Group> groups;
  const bool is_quoted = term.kind == Term::Kind::kQuoted;
  for (Phrase& phrase : phrases_of(term.text, is_quoted)) {
    for (Word& word : phrase) word.place = place_of(term.field);
    groups.push_back({.phrases = {std::move(phrase)}, .is_said = is_quoted || !term.field.empty()});
  }
  if (!is_quoted && !groups.empty()) widen_by_star(groups.back(), term.text);
  return groups;
}

/// The words of `text`, as phrases.
std::vector<Phrase> QueryBuilder::phrases_of(std::string_view text, bool is_quoted) {
  std::vector<Phrase> phrases;
  std::size_t words = 0;
  std::size_t end = 0;
  for (const indexer::Token& token : indexer::tokenize(text, query_.languages, indexer::Purpose::kQuery)) {
    if (token.position < words) {
      phrases.back().back().terms.emplace_back(token.term);
      continue;
    }
    if (words_left_ == 0) {
      notice("Only the first 64 words count.");
      break;
    }
    --words_left_;
    ++words;
    if (phrases.empty() || (!is_quoted && !hangs_together(text.substr(end, token.begin - end)))) phrases.emplace_back();
    end = token.end;
    const std::string_view word = text.substr(token.begin, end - token.begin);
    phrases.back().push_back({.text = std::string(word),
                              .terms = {std::string(token.term)},
                              .begin = static_cast<std::uint32_t>(word.data() - typed_.data())});
  }
  return phrases;
}

/// A star right behind the last word of `text` adds an alternative, in which that is a beginning.
void QueryBuilder::widen_by_star(Group& last, std::string_view text) {
  const Word& word = last.phrases.back().back();
  const bool has_star = text.ends_with('*') && typed_.data() + word.begin + word.text.size() + 1 == text.end();
  if (!has_star || stars_left_ == 0) return;
  std::string beginning = folded(word.text);
  if (characters_in(beginning) < kLeastPrefix) return;
  --stars_left_;
  Phrase alternative = last.phrases.back();
  alternative.back().terms = {std::move(beginning)};
  alternative.back().is_prefix = true;
  last.phrases.push_back(std::move(alternative));
  last.is_said = true;
}

void QueryBuilder::notice(std::string sentence) {
  const bool is_known = std::ranges::find(query_.notices, sentence) != query_.notices.end();
  if (!is_known && query_.notices.size() < kMostNotices) query_.notices.push_back(std::move(sentence));
}

}  // namespace storage
