#include "html/tags.hpp"

#include <cstring>
#include <ranges>

#include "base/ascii.hpp"

namespace html {
namespace {

auto trait_table() {
  std::array<std::uint32_t, GUMBO_TAG_LAST + 1> table{};
  const auto add = [&table](std::uint32_t traits, std::string_view names) {
    for (const auto name : std::views::split(names, ' ')) table[tag_named(std::string_view(name))] |= traits;
  };
  add(kVoid,
      "area base basefont bgsound br embed frame hr image img input keygen link menuitem meta param source track wbr "
      "isindex");
  add(kOutside, "html head body");
  add(kSpecial,
      "address applet article aside blockquote body button caption center col colgroup dd details dir div dl dt "
      "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup html li listing marquee "
      "menu nav noscript object ol p pre section select summary table tbody td template tfoot th thead tr ul mi mo mn "
      "ms mtext annotation-xml foreignobject desc");
  add(kScope | kListScope | kButtonScope,
      "applet caption html marquee object table td template th mi mo mn ms mtext annotation-xml foreignobject desc");
  add(kListScope, "ol ul");
  add(kButtonScope, "button");
  add(kTableScope, "html table template");
  const std::string_view blocks =
      "address article aside blockquote center details dir div dl fieldset figcaption figure footer header hgroup main "
      "menu nav ol p section summary ul";
  add(kBlock | kClosesP, blocks);
  add(kClosesP, "dd dt form h1 h2 h3 h4 h5 h6 hr li listing plaintext pre xmp");
  add(kBlockEnd,
      "address applet article aside blockquote button center dd details dir div dl dt fieldset figcaption figure "
      "footer header hgroup listing main marquee menu nav object ol pre section summary ul");
  add(kFormatting, "a b big code em font i nobr s small strike strong tt u");
  add(kMarker, "applet caption marquee object td template th");
  add(kHeading, "h1 h2 h3 h4 h5 h6");
  add(kRow, "caption col colgroup tbody tfoot thead tr");
  add(kRow | kCell, "td th");
  add(kRaw, "iframe noembed noframes plaintext script style textarea title xmp");
  add(kBreakout,
      "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu "
      "meta nobr ol p pre ruby s small span strike strong sub sup table tt u ul var");
  add(kHtmlInside, "foreignobject desc title mi mo mn ms mtext");
  add(kTablePart, "table tbody tfoot thead tr");
  add(kImpliedEnd, "dd dt li option optgroup p rp rb rt rtc");
  add(kNewLine,
      "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
      "h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol p pre section summary table tbody td "
      "tfoot th thead tr ul");
  add(kUnseen,
      "head base basefont bgsound link meta title script style template noscript select datalist textarea iframe "
      "noembed noframes svg math");
  add(kPreformatted, "pre listing xmp");
  add(kLeads, "a area base link meta");
  add(kShown, "a img video audio object embed iframe frame input select textarea svg");
  return table;
}

/// Tags by those names that fit into a machine word, which are nearly all that are met: a table with open addressing.
class ShortNames {
 public:
  static constexpr std::size_t kMostBytes = sizeof(std::uint64_t);

  ShortNames() {
    for (int tag = 0; tag < GUMBO_TAG_UNKNOWN; ++tag) {
      const std::string_view name = gumbo_normalized_tagname(static_cast<GumboTag>(tag));
      if (name.empty() || name.size() > kMostBytes) continue;
      std::size_t place = first_place(word_of(name));
      while (at(place).word != 0) ++place;
      at(place) = {.word = word_of(name), .tag = static_cast<GumboTag>(tag)};
    }
  }

  /// `name`: not empty, of `kMostBytes` at most.
  GumboTag find(std::string_view name) const {
    const std::uint64_t word = word_of(name);
    std::size_t place = first_place(word);
    while (at(place).word != word && at(place).word != 0) ++place;
    return at(place).tag;
  }

 private:
  struct Entry {
    std::uint64_t word = 0;
    GumboTag tag = GUMBO_TAG_UNKNOWN;
  };

  /// The name in lower case. By loads that overlap: the end of a loop over so few bytes would be mispredicted.
  static std::uint64_t word_of(std::string_view name) {
    const char* const begin = name.data();
    const std::size_t size = name.size();
    const std::uint64_t word =
        size >= 4 ? load<std::uint32_t>(begin) | load<std::uint32_t>(begin + size - 4) << (size - 4) * 8
                  : load<std::uint8_t>(begin) | load<std::uint8_t>(begin + size / 2) << size / 2 * 8 |
                        load<std::uint8_t>(begin + size - 1) << (size - 1) * 8;
    return base::ascii_lower(word);
  }

  template <typename Word>
  static std::uint64_t load(const char* bytes) {
    Word word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
  }

  static std::size_t first_place(std::uint64_t word) {
    return static_cast<std::size_t>(word * 0x9E3779B97F4A7C15 >> 32);
  }

  Entry& at(std::size_t place) { return entries_[place % entries_.size()]; }
  const Entry& at(std::size_t place) const { return entries_[place % entries_.size()]; }

  std::array<Entry, 1024> entries_{};
};

const ShortNames kShortNames;

bool is_of_mathml(GumboTag tag) {
  return tag == GUMBO_TAG_ANNOTATION_XML || (tag >= GUMBO_TAG_MI && tag <= GUMBO_TAG_MTEXT);
}

}  // namespace

const std::array<std::uint32_t, GUMBO_TAG_LAST + 1> kTraits = trait_table();

std::uint32_t traits_of(GumboTag tag, GumboNamespaceEnum name_space) {
  const bool is_of_svg = tag == GUMBO_TAG_FOREIGNOBJECT || tag == GUMBO_TAG_DESC;
  switch (name_space) {
    case GUMBO_NAMESPACE_HTML:
      return is_of_svg || is_of_mathml(tag) ? 0 : kTraits[tag];
    case GUMBO_NAMESPACE_SVG:
      if (tag == GUMBO_TAG_TITLE) return kScope | kListScope | kButtonScope;
      return is_of_svg ? kTraits[tag] : 0;
    case GUMBO_NAMESPACE_MATHML:
      return is_of_mathml(tag) ? kTraits[tag] : 0;
  }
  return 0;
}

GumboTag tag_named(std::string_view name) {
  if (name.size() <= ShortNames::kMostBytes) return kShortNames.find(name);
  return gumbo_tagn_enum(name.data(), static_cast<unsigned>(name.size()));
}

}  // namespace html
