#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.hpp"
#include "indexer/characters.hpp"
#include "indexer/main_content.hpp"
#include "tests/support/page_suite.hpp"
#include "tests/support/test_data.hpp"

namespace indexer {
namespace {

// Two published collections of pages whose main text people have marked. How they are scored: see their READMEs.

double f1(double precision, double recall) {
  return 2 * precision * recall / (precision + recall);
}

nlohmann::json truth_of(const std::filesystem::path& suite) {
  std::ifstream file(suite / "ground-truth.json");
  return nlohmann::json::parse(file);
}

std::map<std::string, std::string> main_texts(const std::filesystem::path& suite) {
  std::map<std::string, std::string> texts;
  html::PageReader pages;
  const crawler::ContentReader::Options options;
  crawler::ContentReader reader(options, pages);
  for (const support::SuitePage& page : support::list_pages(suite / "pages.tsv", suite)) {
    const auto content = support::read_page(reader, page);
    if (content) texts[page.id] = main_text(content->outline);
  }
  return texts;
}

/// Runs of letters and digits.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text, at);
    if (character(next.code_point).kind != CharacterKind::kSeparator || text[at] == '_') {
      words.back() += text.substr(at, next.end - at);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
    at = next.end;
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// Each run of four words, and how often it is there; of less than four, all.
std::map<std::vector<std::string>, int> shingles_of(std::string_view text) {
  const std::vector<std::string> words = words_of(text);
  std::map<std::vector<std::string>, int> shingles;
  for (auto begin = words.begin(); begin != words.end(); ++begin) {
    const auto size = std::min<std::ptrdiff_t>(4, words.end() - begin);
    if (size == 4 || begin == words.begin()) ++shingles[std::vector(begin, begin + size)];
  }
  return shingles;
}

int count_of(const std::map<std::vector<std::string>, int>& shingles) {
  int count = 0;
  for (const auto& [shingle, times] : shingles) count += times;
  return count;
}

TEST(MainContentSuites, FindsTheTextOfArticles) {
  const auto suite = support::test_data("extraction-articles");
  if (!suite) GTEST_SKIP() << "no extraction-articles; set SITEDEX_TEST_DATA";
  const auto found = main_texts(*suite);
  double precision = 0, recall = 0;
  int with_text = 0, pages = 0;
  const nlohmann::json truths = truth_of(*suite);
  for (const auto& [id, truth] : truths.items()) {
    const auto wanted = shingles_of(truth.at("articleBody").get<std::string>());
    const auto given = shingles_of(found.at(id));
    int common = 0;
    for (const auto& [shingle, times] : given) {
      const auto same = wanted.find(shingle);
      if (same != wanted.end()) common += std::min(times, same->second);
    }
    ++pages;
    recall += static_cast<double>(common) / count_of(wanted);
    if (given.empty()) continue;
    ++with_text;
    precision += static_cast<double>(common) / count_of(given);
  }
  EXPECT_GE(f1(precision / with_text, recall / pages), 0.98);
}

/// White space as single spaces, none at the ends.
std::string normalize(std::string_view text) {
  constexpr base::ByteSet kSpaces(" \t\n\v\f\r");
  std::string normal;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text, at);
    const bool is_space = kSpaces.contains(text[at]) || next.code_point == 0xA0;
    if (!is_space) {
      normal += text.substr(at, next.end - at);
    } else if (!normal.empty() && normal.back() != ' ') {
      normal += ' ';
    }
    at = next.end;
  }
  if (normal.ends_with(' ')) normal.pop_back();
  return normal;
}

TEST(MainContentSuites, FindsTheWantedPartsOfPagesInManyLanguages) {
  const auto suite = support::test_data("extraction-multilingual");
  if (!suite) GTEST_SKIP() << "no extraction-multilingual; set SITEDEX_TEST_DATA";
  const auto found = main_texts(*suite);
  int wanted = 0, wanted_found = 0, unwanted_found = 0;
  const nlohmann::json truths = truth_of(*suite);
  for (const auto& [id, truth] : truths.items()) {
    const std::string text = normalize(found.at(id));
    for (const std::string piece : truth.at("with")) {
      ++wanted;
      wanted_found += text.contains(normalize(piece)) ? 1 : 0;
    }
    for (const std::string piece : truth.at("without")) unwanted_found += text.contains(normalize(piece)) ? 1 : 0;
  }
  EXPECT_GE(f1(static_cast<double>(wanted_found) / (wanted_found + unwanted_found),
               static_cast<double>(wanted_found) / wanted),
            0.955);
}

}  // namespace
}  // namespace indexer
