#include "indexer/language.hpp"

#include <algorithm>
#include <array>

namespace indexer {
namespace {

struct Stemmed {
  std::string_view subtag;
  const char* stemmer;
};

// In the order of their numbers, which stand in no file.
constexpr auto kStemmed = std::to_array<Stemmed>({
    {"", nullptr},        {"ar", "arabic"},     {"ca", "catalan"},    {"da", "danish"},    {"de", "german"},
    {"el", "greek"},      {"en", "english"},    {"es", "spanish"},    {"eu", "basque"},    {"fi", "finnish"},
    {"fr", "french"},     {"ga", "irish"},      {"hi", "hindi"},      {"hu", "hungarian"}, {"hy", "armenian"},
    {"id", "indonesian"}, {"it", "italian"},    {"lt", "lithuanian"}, {"ne", "nepali"},    {"nl", "dutch"},
    {"no", "norwegian"},  {"pt", "portuguese"}, {"ro", "romanian"},   {"ru", "russian"},   {"sr", "serbian"},
    {"sv", "swedish"},    {"ta", "tamil"},      {"tr", "turkish"},    {"yi", "yiddish"},
});
static_assert(kStemmed.size() == Language::kCount);

constexpr std::string_view kMark = "\U000E0001";
constexpr std::string_view kNone = "xx";
constexpr std::string_view kTagPrefix = "\xF3\xA0\x81";  // of U+E0041 to U+E007F, all but the last byte

void append_tag(std::string& mark, std::string_view subtag) {
  for (const char letter : subtag) {
    mark += kTagPrefix;
    mark += static_cast<char>(letter ^ 0xC0);  // 0x61 is the last byte 0xA1
  }
}

/// The letter that a tag character at the beginning of `text` stands for, which is taken; 0 if there is none.
char take_tag_letter(std::string_view& text) {
  if (text.size() <= kTagPrefix.size() || !text.starts_with(kTagPrefix)) return 0;
  const char letter = static_cast<char>(text[kTagPrefix.size()] ^ 0xC0);
  if (letter < 'a' || letter > 'z') return 0;
  text.remove_prefix(kTagPrefix.size() + 1);
  return letter;
}

}  // namespace

Language Language::of_tag(std::string_view tag) {
  std::string_view primary = tag.substr(0, tag.find('-'));
  if (primary == "nb" || primary == "nn") primary = "no";
  if (primary.empty()) return {};
  const auto found = std::ranges::find(kStemmed, primary, &Stemmed::subtag);
  return found == kStemmed.end() ? Language() : Language(static_cast<std::size_t>(found - kStemmed.begin()));
}

std::string_view Language::subtag() const {
  return kStemmed[number_].subtag;
}

const char* Language::stemmer() const {
  return kStemmed[number_].stemmer;
}

std::string language_mark(Languages languages) {
  if (languages.empty() || languages == Languages(Language())) return {};
  std::string mark(kMark);
  for (const Language language : languages) append_tag(mark, language == Language() ? kNone : language.subtag());
  return mark;
}

MarkedText take_language_mark(std::string_view text) {
  MarkedText marked{.languages = {}, .text = text};
  if (text.starts_with(kMark)) {
    marked.text.remove_prefix(kMark.size());
    while (const char first = take_tag_letter(marked.text)) {
      const std::array<char, 2> subtag{first, take_tag_letter(marked.text)};
      marked.languages.add(Language::of_tag({subtag.data(), subtag.size()}));
    }
  }
  if (marked.languages.empty()) marked.languages.add(Language());
  return marked;
}

}  // namespace indexer
