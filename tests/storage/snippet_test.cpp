#include "storage/snippet.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/support/query_laws.hpp"
#include "tests/support/random_text.hpp"

namespace storage {
namespace {

/// The snippet with its matches in brackets, and dots where it was cut.
std::string show(std::string_view text, std::string_view query, const SnippetOptions& options = {}) {
  const Snippet snippet = make_snippet(text, parse_query(query), options);
  std::string shown = snippet.text;
  for (auto match = snippet.matches.rbegin(); match != snippet.matches.rend(); ++match) {
    shown.insert(match->end, "]").insert(match->begin, "[");
  }
  return (snippet.cut_before ? "..." : "") + shown + (snippet.cut_after ? "..." : "");
}

std::string filler(int words) {
  std::string text;
  for (int i = 0; i < words; ++i) text += "lorem ipsum ";
  return text;
}

TEST(Snippet, WordsAndPhrasesAreMarked) {
  EXPECT_EQ(show("To reclaim storage, VACUUM.", "vacuum"), "To reclaim storage, [VACUUM].");
  EXPECT_EQ(show("See pg_stat_activity, or activity.", "pg_stat_activity"), "See [pg_stat_activity], or activity.");
  EXPECT_EQ(show("A function of the window function.", "\"window function\""), "A function of the [window function].");
  EXPECT_EQ(show("Le café, l’été.", "CAFE ete"), "Le [café], l’[été].");
  EXPECT_EQ(show("東京都の天気", "京都"), "東[京都]の天気");
}

TEST(Snippet, MatchesThatOverlapAreOne) {
  EXPECT_EQ(show("a b c d", "\"a b\" \"b c\""), "[a b c] d");
  EXPECT_EQ(show("a b a b a", "\"a b a\" b"), "[a b a b a]");
}

TEST(Snippet, WhiteSpaceIsCollapsed) {
  EXPECT_EQ(show(" \n one\n\ntwo \t three ", "two"), "one [two] three");
}

TEST(Snippet, WithoutAMatchItIsTheBeginning) {
  EXPECT_EQ(show("One two three four five.", "six", {.max_bytes = 14}), "One two three...");
  EXPECT_EQ(show("", "six"), "");
  EXPECT_EQ(show("One", ""), "One");
}

TEST(Snippet, TheStretchWithMostOfTheWordsWins) {
  const std::string text = "Here is alpha alpha alpha. " + filler(50) + "Both alpha and beta. " + filler(50);
  EXPECT_EQ(show(text, "alpha beta", {.max_bytes = 30}), "...Both [alpha] and [beta]. lorem...");
  EXPECT_TRUE(show(text, "alpha", {.max_bytes = 30}).starts_with("Here is [alpha] [alpha] [alpha]."));
}

TEST(Snippet, WordsThatAreFarApartAreShownInTwoStretches) {
  const std::string text =
      filler(30) + "End. Here is alpha. " + filler(30) + "End. There are beta and gamma. " + filler(30);
  const std::string shown = show(text, "alpha beta gamma", {.max_bytes = 70});
  EXPECT_TRUE(shown.starts_with("...There are [beta] and [gamma]. lorem ... Here is [alpha]. lorem")) << shown;
  EXPECT_EQ(make_snippet(text, parse_query("alpha beta gamma"), {.max_bytes = 70}).place, text.find("beta"));
  const std::string one = show(text, "beta delta", {.max_bytes = 40});
  EXPECT_TRUE(one.starts_with("...There are [beta] and gamma. lorem")) << one;
}

// A long text is not cut into words as a whole.
TEST(Snippet, APhraseIsFoundBehindItsWordsByThemselves) {
  std::string text;
  for (int i = 0; i < 150; ++i) text += "It is shared, and a buffer is another thing. " + filler(i % 3 * 10);
  text += "See shared_buffers here. " + filler(500);
  EXPECT_NE(show(text, "shared_buffers").find("See [shared_buffers] here."), std::string::npos);
  EXPECT_FALSE(make_snippet(text, parse_query("\"shared thing\""), {}).cut_before) << "nowhere side by side";
}

TEST(Snippet, BeginsWithASentenceOrAWord) {
  EXPECT_EQ(show(filler(9) + "end. Now the needle is here. " + filler(9), "needle", {.max_bytes = 30}),
            "...Now the [needle] is here. lorem...");
  EXPECT_EQ(show(filler(9) + "the needle is here " + filler(9), "needle", {.max_bytes = 30}),
            "...ipsum the [needle] is here lorem...");
}

// Where the matches leave no room for a whole word before or after them, there is none.
TEST(Snippet, NeverBeginsOrEndsWithAPieceOfAWord) {
  const std::string text =
      "A sentence that comes before it. Somewhere alpha and beyond it omega elsewhere in the text.";
  EXPECT_EQ(show(text, "alpha omega", {.max_bytes = 30}), "...[alpha] and beyond it [omega]...");
}

TEST(Snippet, OfALongTextThePartIsScannedWhereThePhraseStandsThatComesLast) {
  const std::string text =
      "Head, a hay. " + filler(100) + "a haystack, a hay and a Needle, " + filler(100) + "hay needle";
  const SnippetOptions options{.max_bytes = 24, .scanned_bytes = 100};
  EXPECT_EQ(show(text, "needle", options), "...and a [Needle], lorem...");
  EXPECT_EQ(show(text, "needle hay", options), "...a [hay] and a [Needle],...");
  EXPECT_EQ(show(text, "\"and a\"", options), "...a hay [and a] Needle,...");
  EXPECT_EQ(show(text, "hay", options), "Head, a [hay]. lorem ipsum...");
  EXPECT_EQ(show(text, "stack", options), "Head, a hay. lorem ipsum...") << "no part of a word";
}

TEST(Snippet, OfALongTextNotMoreIsSearchedThanIsAllowed) {
  const std::string text = "Head. " + filler(100) + "needle";
  EXPECT_EQ(show(text, "needle", {.max_bytes = 12, .scanned_bytes = 100, .searched_bytes = 300}), "Head. lorem...");
}

TEST(Snippet, APhraseLongerThanTheSnippetIsCut) {
  const Snippet snippet = make_snippet("x a" + std::string(1000, '.') + "b", parse_query("\"a b\""));
  EXPECT_LE(snippet.text.size(), SnippetOptions{}.max_bytes);
  EXPECT_TRUE(snippet.cut_after);
}

TEST(Snippet, IsSoundForAnyTextAndQuery) {
  const auto alphabet = support::characters_of("aabbccdé漢字 \n \t. . _'!。\xFF\x80\xC3😀");
  std::mt19937 random(12);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = support::random_text(random, alphabet, 60);
    const Query query =
        parse_query(support::random_text(random, alphabet, 8) + " \"" + support::random_text(random, alphabet, 6));
    ASSERT_EQ(support::broken_snippet_law(text, query, {.max_bytes = 16 + random() % 40}), "")
        << testing::PrintToString(text);
  }
}

TEST(Snippet, HostileTextsTakeLinearTime) {
  std::string query;
  for (int length = 1; length < 11; ++length) {
    query += '"';
    for (int i = 0; i < length; ++i) query += "a ";
    query += '"';
  }
  std::string text;
  for (int i = 0; i < 5'000'000; ++i) text += "a ";
  EXPECT_EQ(make_snippet(text, parse_query(query)).matches.size(), 1u);
  EXPECT_TRUE(make_snippet(std::string(8 << 20, '\x80'), parse_query("a")).matches.empty());
}

}  // namespace
}  // namespace storage
