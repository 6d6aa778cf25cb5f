#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace indexer {

/// What the names of an element say of the text in it, from the weakest to the strongest: of several, the strongest
/// counts.
enum class NameSign : std::uint8_t {
  kNone,
  kSetting,   ///< what is laid around content: navigation, side bars, by-lines, tools, captions
  kContent,   ///< an article, a text, a recipe: what a page is for
  kAddition,  ///< what is offered besides: related pages, adverts, newsletters, buttons to share
  kOverlay,   ///< what is laid over the page: consent to cookies, dialogues
  kOutside,   ///< what is no part of the page's own text at all: footers, comments
  kEntry,     ///< "hentry" of the microformat hAtom: the entry itself, whatever else its names tell of its topics
};

struct NameReading {
  NameSign sign = NameSign::kNone;
  std::uint16_t word = 0;  ///< the one that says so, by its number among those that are known
};

/// How many words are known.
std::size_t count_name_words();

/// Reads `names`, separated by white space as in a `class` attribute. Each is cut into words at hyphens, underscores
/// and before capitals; letter case is ignored; words with digits before their end are made up by programs and skipped.
/// In a compound the last word tells what the thing is ("sidebar-content" is content, "content-sidebar" a side bar),
/// save that what is an addition or stronger stays so ("related-content"). What follows a "has", "with" or the like is
/// a state of the element and says nothing of it ("content-with-sidebar"). Words are English and those of other
/// languages that are met in names. Linear; pure.
NameReading read_names(std::string_view names);

/// `read_names`, and what it lately said remembered: elements of a page, and pages of a site, have the same names. One
/// thread.
class NameReader {
 public:
  /// That of the thread that calls, which lives as long.
  static NameReader& of_this_thread();

  NameReading read(std::string_view names);

 private:
  struct Entry {
    std::string names;
    NameReading reading;
  };

  static constexpr std::size_t kEntries = 512;    // a power of two
  static constexpr std::size_t kMostBytes = 256;  // of names that are remembered

  std::vector<Entry> entries_ = std::vector<Entry>(kEntries);
};

}  // namespace indexer
