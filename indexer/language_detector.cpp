#include "indexer/language_detector.hpp"

// CLD2's header uses FILE.
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/ascii.hpp"

namespace indexer {
namespace {

constexpr std::size_t kSampleBytes = 1024;
/// Of a shorter text a detector says anything.
constexpr std::size_t kLeastBytes = 48;

/// From a third of the text on, for what comes first is often a menu.
std::string_view sample_of(std::string_view text) {
  if (text.size() <= kSampleBytes) return text;
  const auto begin_of_character = [&](std::size_t at) {
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return at;
  };
  const std::size_t wanted = std::min(text.size() / 3, text.size() - kSampleBytes);
  const std::size_t begin = begin_of_character(wanted);
  return text.substr(begin, begin_of_character(wanted + kSampleBytes) - begin);
}

/// A word of four letters at most as a number.
constexpr std::uint32_t packed(std::string_view word) {
  std::uint32_t number = 0;
  for (const char c : word) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

bool says_little(std::uint32_t word) {
  switch (word) {
    case packed("the"):
    case packed("of"):
    case packed("and"):
    case packed("to"):
    case packed("is"):
    case packed("for"):
    case packed("that"):
    case packed("this"):
    case packed("with"):
    case packed("are"):
      return true;
    default:
      return false;
  }
}

/// Whether of so many words one is of those that English cannot do without.
bool is_plain_english(std::string_view text, std::size_t one_in) {
  std::size_t words = 0;
  std::size_t found = 0;
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && !base::kLetters.contains(text[at])) ++at;
    const std::size_t begin = at;
    std::uint32_t word = 0;
    for (; at < text.size() && base::kLetters.contains(text[at]); ++at) {
      word = word << 8 | static_cast<unsigned char>(text[at]);
    }
    words += at > begin;
    found += at - begin <= 4 && says_little(word);
  }
  return words >= 20 && found * one_in >= words;
}

/// What CLD2 calls otherwise than BCP 47's registry.
std::string tag_of(CLD2::Language language) {
  const std::string code = base::ascii_lower(CLD2::LanguageCode(language));
  return code == "iw" ? "he" : code == "jw" ? "jv" : code;
}

std::string_view primary(std::string_view tag) {
  return tag.substr(0, tag.find('-'));
}

}  // namespace

std::string detect_language(std::string_view text, std::string_view declared) {
  constexpr int kMostOfIt = 75;  // per cent of the text, so that what quotes another language keeps its own
  const std::string_view sample = sample_of(text);
  if (sample.size() < kLeastBytes) return std::string(declared);
  // Tables and code of manuals have few of them; where the page says that it is English, these are enough.
  if (declared.empty() && is_plain_english(sample, 10)) return "en";
  if (primary(declared) == "en" && is_plain_english(sample, 25)) return std::string(declared);
  const std::string hint(declared);
  const CLD2::CLDHints hints{hint.empty() ? nullptr : hint.c_str(), nullptr, CLD2::UNKNOWN_ENCODING,
                             CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int bytes = 0;
  bool is_reliable = false;
  CLD2::ExtDetectLanguageSummary(sample.data(), static_cast<int>(sample.size()), true, &hints, 0, languages.data(),
                                 percents.data(), scores.data(), nullptr, &bytes, &is_reliable);
  const bool is_known = is_reliable && languages[0] != CLD2::UNKNOWN_LANGUAGE && percents[0] >= kMostOfIt;
  std::string tag = tag_of(languages[0]);
  return !is_known || primary(tag) == primary(declared) ? std::string(declared) : tag;
}

}  // namespace indexer
