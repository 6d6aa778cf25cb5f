// A site without end, made from numbers: what a crawl of any length is measured on; run by scripts/bench-endless.
//
//   sitedex_endless_site
//
// Serves it on loopback, prints its address ("http://127.0.0.1:PORT"), and ends with its standard input. Page n is
// /p/n; it has 200 to 400 words that no other page has in that order, and links to ten pages that no other page links
// to. A breadth-first crawl from page 0 meets them in the order of their numbers.

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <system_error>

#include "tests/support/web_server.hpp"

namespace {

using Number = std::uint64_t;

constexpr Number kLinks = 10;
constexpr Number kLastPage = (std::numeric_limits<Number>::max() - kLinks) / kLinks;  // whose links have a number, too
constexpr std::string_view kPages = "/p/";

/// The word of that rank among all words, the shortest first.
std::string word(Number rank) {
  constexpr std::string_view kConsonants = "bcdfghjklmnprstvwz";
  constexpr std::string_view kVowels = "aeiou";
  constexpr Number kSyllables = kConsonants.size() * kVowels.size();
  std::string letters;
  for (Number rest = rank + 1; rest > 0; rest = (rest - 1) / kSyllables) {
    const Number syllable = (rest - 1) % kSyllables;
    letters += kConsonants[syllable / kVowels.size()];
    letters += kVowels[syllable % kVowels.size()];
  }
  return letters;
}

/// Words as often as in a language: the word of rank r one r-th as often as the first one (Zipf), and the vocabulary
/// of the first n pages together as the root of n (Heaps): some 100,000 words for 10,000 pages, a million for a
/// million.
class Words {
 public:
  explicit Words(Number page)
      : random_(page), log_vocabulary_(std::log(1000 * std::sqrt(static_cast<double>(page + 1)))) {}

  std::string next() {
    return word(static_cast<Number>(std::exp(std::uniform_real_distribution(0.0, log_vocabulary_)(random_))) - 1);
  }

  /// With a point at the end.
  std::string sentence(Number length) {
    std::string text = next();
    while (--length > 0) text += ' ' + next();
    return text + ". ";
  }

  Number between(Number least, Number most) { return std::uniform_int_distribution(least, most)(random_); }

 private:
  std::mt19937_64 random_;
  double log_vocabulary_;
};

std::string text(Words& words) {
  std::string paragraphs;
  Number left = words.between(200, 400);
  while (left > 0) {
    const Number length = std::min(left, words.between(30, 80));
    left -= length;
    paragraphs += "<p>" + words.sentence(length) + "</p>\n";
  }
  return paragraphs;
}

std::string page(Number number) {
  Words words(number);
  const std::string title = words.sentence(4);
  std::string html =
      "<!DOCTYPE html>\n<html lang=en><title>" + title + "</title>\n<h1>" + title + "</h1>\n" + text(words);
  for (Number next = number * kLinks + 1; next <= number * kLinks + kLinks; ++next) {
    html += "<a href=" + std::string(kPages) + std::to_string(next) + ">" + words.next() + "</a>\n";
  }
  return html;
}

/// The page that a target names.
std::optional<Number> number_of(std::string_view target) {
  if (!target.starts_with(kPages)) return std::nullopt;
  target.remove_prefix(kPages.size());
  Number number = 0;
  const auto [end, error] = std::from_chars(target.begin(), target.end(), number);
  const bool is_number = error == std::errc() && end == target.end() && number <= kLastPage;
  return is_number ? std::optional(number) : std::nullopt;
}

support::Answer answer(const support::SeenRequest& request) {
  if (request.target == "/robots.txt") return support::raw(support::response(200, "User-agent: *\nAllow: /\n"));
  const auto number = number_of(request.target);
  return support::raw(number ? support::html(page(*number)) : support::response(404, "not here"));
}

}  // namespace

int main() {
  const support::WebServer server(answer, support::WebServer::Memory::kNone);
  std::cout << server.url("") << '\n' << std::flush;
  std::cin.ignore(std::numeric_limits<std::streamsize>::max());
}
