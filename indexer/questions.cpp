#include "indexer/questions.hpp"

#include <algorithm>
#include <array>

namespace indexer {
namespace {

struct Question {
  std::string_view subtag;
  std::array<std::string_view, 2> words;
  std::array<std::string_view, 4> verbs;
};

/// Folded. Of languages in which an answer has the words of the question, in another order.
constexpr auto kQuestions = std::to_array<Question>({
    {"da", {"hvad", "hvem"}, {"er", "var"}},
    {"de", {"was", "wer"}, {"ist", "sind", "war", "waren"}},
    {"en", {"what", "who"}, {"is", "are", "was", "were"}},
    {"es", {"que", "quien"}, {"es", "son", "era", "fue"}},
    {"it", {"cosa", "chi"}, {"e", "sono", "era"}},
    {"nl", {"wat", "wie"}, {"is", "zijn", "was", "waren"}},
    {"no", {"hva", "hvem"}, {"er", "var"}},
    {"pt", {"que", "quem"}, {"e", "sao", "era", "foi"}},
    {"sv", {"vad", "vem"}, {"ar", "var"}},
});

bool is_one_of(std::string_view word, const auto& words) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

bool asks_what_is(std::string_view word, std::string_view verb, Languages languages) {
  if (word.empty() || verb.empty()) return false;
  return std::ranges::any_of(kQuestions, [&](const Question& question) {
    return languages.contain(Language::of_tag(question.subtag)) && is_one_of(word, question.words) &&
           is_one_of(verb, question.verbs);
  });
}

}  // namespace indexer
