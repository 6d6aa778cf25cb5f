#include "indexer/word_memory.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <thread>

namespace indexer {
namespace {

bool knows(KnownWords& words, std::string_view word) {
  return words.find(word, word.size(), [](const auto&) {});
}

TEST(WordMemory, IsOfOneThreadAndOneLanguage) {
  std::thread([] {
    KnownWords& english = WordMemory::of_this_thread(Language::of_tag("en")).terms;
    EXPECT_FALSE(knows(english, "words"));
    english.remember("words", "\4word");
    english.remember("somethingLonger", "\17somethinglonger");
    EXPECT_EQ(&WordMemory::of_this_thread(Language::of_tag("en")).terms, &english);
    EXPECT_TRUE(knows(english, "words"));
    EXPECT_TRUE(knows(english, "somethingLonger"));
    EXPECT_FALSE(knows(WordMemory::of_this_thread(Language::of_tag("de")).terms, "words"));
    std::thread([&] {
      EXPECT_NE(&WordMemory::of_this_thread(Language::of_tag("en")).terms, &english);
      EXPECT_FALSE(knows(WordMemory::of_this_thread(Language::of_tag("en")).terms, "words"));
    }).join();
  }).join();
}

TEST(WordMemory, OfAllLanguagesIsThereAtATime) {
  std::thread([] {
    for (const std::string_view tag : {"en", "de", "fr", "ru", "fi", "tr", "el", "ar"}) {
      WordMemory& memory = WordMemory::of_this_thread(Language::of_tag(tag));
      memory.short_stems.remember({tag, tag.size()}, tag);
    }
    for (const std::string_view tag : {"en", "de", "fr", "ru", "fi", "tr", "el", "ar"}) {
      WordMemory& memory = WordMemory::of_this_thread(Language::of_tag(tag));
      EXPECT_EQ(memory.short_stems.find({tag, tag.size()})->view(), tag);
      EXPECT_EQ(memory.short_stems.find({"a", 1}), nullptr);
    }
  }).join();
}

}  // namespace
}  // namespace indexer
