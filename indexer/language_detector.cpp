#include "indexer/language_detector.hpp"

// CLD2's header uses FILE.
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>
#include <cstddef>

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

/// Whether one word in ten is one of those that English cannot do without; of manuals four in five pages are told so.
bool is_plain_english(std::string_view text) {
  constexpr auto kWords =
      std::to_array<std::string_view>({"the", "of", "and", "to", "is", "for", "that", "this", "with", "are"});
  std::size_t words = 0;
  std::size_t found = 0;
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && !base::kLetters.contains(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && base::kLetters.contains(text[at])) ++at;
    const std::string_view word = text.substr(begin, at - begin);
    words += !word.empty();
    found += word.size() <= 4 && std::ranges::find(kWords, word) != kWords.end();
  }
  return words >= 20 && found * 10 >= words;
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
  if ((declared.empty() || primary(declared) == "en") && is_plain_english(sample)) {
    return std::string(declared.empty() ? "en" : declared);
  }
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
