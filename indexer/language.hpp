#pragma once

#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace indexer {

/// A language whose words have a stemmer, or none. A small value.
class Language {
 public:
  /// None: words stay as they are.
  constexpr Language() = default;

  /// That of a tag (BCP 47, lower case), which its primary subtag tells ("en" of "en-us"); none if that has no stemmer.
  static Language of_tag(std::string_view tag);

  /// Its subtag of two letters (ISO 639-1); empty for none.
  std::string_view subtag() const;

  /// As Snowball calls it ("english"); null for none.
  const char* stemmer() const;

  /// 0 for none, else less than `kCount`.
  constexpr std::size_t number() const { return number_; }

  /// None, and those that Snowball 2.2 has stemmers for.
  static constexpr std::size_t kCount = 29;

  friend constexpr auto operator<=>(Language, Language) = default;

 private:
  friend class Languages;
  explicit constexpr Language(std::size_t number) : number_(static_cast<std::uint8_t>(number)) {}

  std::uint8_t number_ = 0;
};

/// A set of languages; "none" can be one of them. A small value.
class Languages {
 public:
  constexpr Languages() = default;
  constexpr Languages(Language language) { add(language); }  // NOLINT(google-explicit-constructor): a set of one

  constexpr void add(Language language) { bits_ |= std::uint32_t{1} << language.number(); }
  constexpr bool contain(Language language) const { return (bits_ >> language.number() & 1) != 0; }
  constexpr bool empty() const { return bits_ == 0; }

  class iterator {
   public:
    using value_type = Language;
    using difference_type = std::ptrdiff_t;

    constexpr iterator() = default;
    explicit constexpr iterator(std::uint32_t left) : left_(left) {}
    constexpr Language operator*() const { return Language(static_cast<std::size_t>(std::countr_zero(left_))); }
    constexpr iterator& operator++() {
      left_ &= left_ - 1;
      return *this;
    }
    constexpr void operator++(int) { ++*this; }
    friend constexpr bool operator==(iterator, iterator) = default;

   private:
    std::uint32_t left_ = 0;
  };

  constexpr iterator begin() const { return iterator(bits_); }
  constexpr iterator end() const { return iterator(); }

  friend constexpr bool operator==(Languages, Languages) = default;

 private:
  static_assert(Language::kCount <= 32);
  std::uint32_t bits_ = 0;
};

/// What stands before a text that is given to the index, so that its tokenizer knows the languages: U+E0001, then the
/// subtag of each in tag characters (Unicode 15, 23.9), "xx" for none. Nothing of it is seen, and other tokenizers take
/// it for nothing. Empty for no languages, and where "none" is the only one. UTF-8.
std::string language_mark(Languages languages);

/// A text without its mark.
struct MarkedText {
  Languages languages;
  std::string_view text;
};

/// Takes the mark from the beginning of a text; without one the only language is "none".
MarkedText take_language_mark(std::string_view text);

}  // namespace indexer
