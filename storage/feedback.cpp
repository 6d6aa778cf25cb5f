#include "storage/feedback.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "indexer/stop_words.hpp"
#include "indexer/tokenizer.hpp"
#include "storage/text_compression.hpp"

namespace storage {
namespace {

/// Of a longer text the beginning says what it is about.
constexpr std::size_t kMostBytes = 32 << 10;
/// Terms whose pages are counted: those that are in the best pages most.
constexpr std::size_t kMostCounted = 100;
/// How far pages with a term are counted: a term that more have is worth little, whatever their number.
constexpr std::int64_t kMostPages = 5000;
constexpr std::size_t kLeastBytes = 2;

bool may_tell(std::string_view term, indexer::Language language) {
  const bool is_number = std::ranges::all_of(term, [](char c) { return c >= '0' && c <= '9'; });
  return term.size() >= kLeastBytes && !is_number && !indexer::is_stop_word(term, language);
}

}  // namespace

Feedback::Feedback(Connection& connection, const Ranking& ranking)
    : ranking_(ranking),
      text_(connection.prepare(fmt::format("SELECT language, title, {} FROM pages WHERE id = ?", text_sql("body")))),
      count_(connection.prepare(fmt::format("SELECT count(*), max(id) FROM"
                                            " (SELECT rowid AS id FROM page_index WHERE page_index MATCH ?"
                                            " ORDER BY rowid LIMIT {})",
                                            kMostPages))) {}

void Feedback::rank(std::vector<Ranked>& best, const Candidates& candidates, double worth) {
  const Saturation saturation(ranking_, candidates.pages_of_index, candidates.words_of_index);
  std::vector<Words> pages;
  for (const Ranked& ranked : best) pages.push_back(words_of(ranked.id));
  const std::vector<Term> terms = terms_of(best, pages, saturation, candidates.pages_of_index);
  for (std::size_t i = 0; i < best.size(); ++i) {
    double similarity = 0;
    for (const Term& term : terms) {
      const auto found = pages[i].frequencies.find(term.text);
      if (found != pages[i].frequencies.end()) similarity += term.weight * saturation(found->second, pages[i].lengths);
    }
    best[i].add(ranking_.feedback * worth * similarity, &Ranked::feedback);
  }
}

Feedback::Words Feedback::words_of(std::int64_t page) {
  Words words;
  const auto add = [&](std::string_view text, indexer::Language language, Column column) {
    const auto index = static_cast<std::size_t>(column);
    for (const indexer::Token& token : indexer::tokenize(text.substr(0, kMostBytes), language)) {
      words.lengths[index] = token.position + 1;
      if (may_tell(token.term, language)) words.frequencies[std::string(token.term)] += ranking_.columns[index].weight;
    }
  };
  for (const Row row : text_.rows(page)) {
    const auto language = indexer::Language::of_tag(row.text(0));
    add(row.text(1), language, Column::kTitle);
    add(row.text(2), language, Column::kBody);
  }
  return words;
}

/// With weights that together are 1.
std::vector<Feedback::Term> Feedback::terms_of(const std::vector<Ranked>& best, const std::vector<Words>& pages,
                                               const Saturation& saturation, double pages_of_index) {
  const std::size_t used = std::min(ranking_.feedback_pages, best.size());
  std::unordered_map<std::string_view, double> weights;
  for (std::size_t i = 0; i < used; ++i) {
    for (const auto& [term, frequency] : pages[i].frequencies) {
      weights[term] += best[i].score * saturation(frequency, pages[i].lengths);
    }
  }
  std::vector<Term> terms;
  for (const auto& [term, weight] : weights) terms.push_back({.text = std::string(term), .weight = weight});
  const auto keep_best = [&](std::size_t most) {
    std::ranges::sort(terms, [](const Term& a, const Term& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.text < b.text;
    });
    if (terms.size() > most) terms.resize(most);
  };
  keep_best(kMostCounted);
  for (Term& term : terms) term.weight *= worth_of(pages_of_index, pages_with(term.text, pages_of_index));
  keep_best(ranking_.feedback_terms);
  double sum = 0;
  for (const Term& term : terms) sum += term.weight;
  for (Term& term : terms) term.weight /= sum;
  return terms;
}

/// Told from the beginning of the crawl, as far as they are counted.
double Feedback::pages_with(std::string_view term, double pages_of_index) {
  for (const Row row : count_.rows(fmt::format("\"{}\"", term))) {
    const auto pages = static_cast<double>(row.integer(0));
    if (row.integer(0) < kMostPages) return pages;
    return std::min(pages_of_index, pages * std::max(1.0, pages_of_index / static_cast<double>(row.integer(1))));
  }
  return 0;
}

}  // namespace storage
