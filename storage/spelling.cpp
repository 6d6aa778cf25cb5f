#include "storage/spelling.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>

#include "indexer/characters.hpp"

namespace storage {
namespace {

// Without diacritics, as terms are.
constexpr std::array<std::string_view, 3> kAlphabets{"abcdefghijklmnopqrstuvwxyz", "αβγδεζηθικλμνξοπρστυφχψω",
                                                     "абвгдеежзииклмнопрстуфхцчшщъыьэюя"};

/// The one that has the first letter of a word; none if no alphabet has it.
Letters alphabet_of(const Letters& word) {
  for (const std::string_view alphabet : kAlphabets) {
    if (!word.empty() && alphabet.contains(word.front())) return letters_of(alphabet);
  }
  return {};
}

std::string joined(std::span<const std::string_view> letters) {
  std::string word;
  for (const std::string_view letter : letters) word += letter;
  return word;
}

}  // namespace

Letters letters_of(std::string_view word) {
  Letters letters;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t end = indexer::decode(word, at).end;
    letters.push_back(word.substr(at, end - at));
    at = end;
  }
  return letters;
}

std::size_t edit_distance(const Letters& a, const Letters& b, std::size_t most) {
  const std::size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > most) return most + 1;
  std::array<std::vector<std::size_t>, 3> rows;  // this one, the one before, and the one before that
  rows.fill(std::vector<std::size_t>(b.size() + 1));
  std::iota(rows[0].begin(), rows[0].end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::rotate(rows.begin(), rows.end() - 1, rows.end());
    rows[0][0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = rows[1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      rows[0][j] = std::min({rows[1][j] + 1, rows[0][j - 1] + 1, change});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) rows[0][j] = std::min(rows[0][j], rows[2][j - 2] + 1);
    }
  }
  return std::min(rows[0][b.size()], most + 1);
}

lazy::generator<std::string> one_edit_away(std::string_view word) {
  const Letters letters = letters_of(word);
  const Letters alphabet = alphabet_of(letters);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const std::string before = joined(std::span(letters).first(i));
    const std::string after = joined(std::span(letters).subspan(i + 1));
    std::string dropped = before + after;
    co_yield std::move(dropped);
    if (i + 1 < letters.size()) {
      std::string swapped = before;
      swapped.append(letters[i + 1]).append(letters[i]).append(joined(std::span(letters).subspan(i + 2)));
      co_yield std::move(swapped);
    }
    for (const std::string_view letter : alphabet) {
      std::string changed = before;
      changed.append(letter).append(after);
      co_yield std::move(changed);
      std::string added = before;
      added.append(letter).append(letters[i]).append(after);
      co_yield std::move(added);
    }
  }
  for (const std::string_view letter : alphabet) {
    std::string added(word);
    added.append(letter);
    co_yield std::move(added);
  }
}

}  // namespace storage
