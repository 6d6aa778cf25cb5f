#pragma once

#include <gumbo.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace html {

/// What the standard's tree builder, and ours, want to know of an element by its tag.
enum Trait : std::uint32_t {
  kVoid = 1 << 0,         ///< never stays open
  kSpecial = 1 << 1,      ///< "special" category: other end tags do not look past it
  kScope = 1 << 2,        ///< "has an element in scope" does not look past it
  kListScope = 1 << 3,    ///< ... "in list item scope"
  kButtonScope = 1 << 4,  ///< ... "in button scope"
  kTableScope = 1 << 5,   ///< ... "in table scope"
  kClosesP = 1 << 6,      ///< its start tag closes an open p
  kBlockEnd = 1 << 7,     ///< its end tag closes it from anywhere in scope
  kFormatting = 1 << 8,
  kMarker = 1 << 9,  ///< formatting does not reach through it
  kHeading = 1 << 10,
  kRow = 1 << 11,  ///< tr, tbody and what else only a table takes
  kCell = 1 << 12,
  kRaw = 1 << 13,         ///< its content is text
  kBreakout = 1 << 14,    ///< its start tag ends SVG and MathML
  kHtmlInside = 1 << 15,  ///< of SVG and MathML, but its content is HTML
  kOutside = 1 << 16,     ///< html, head, body
  kTablePart = 1 << 17,   ///< table, tbody, tfoot, thead, tr: what does not belong there is moved before the table
  kImpliedEnd = 1 << 18,  ///< "generate implied end tags" closes it
  kNewLine = 1 << 19,     ///< a browser begins a new line for it
  kUnseen = 1 << 20,      ///< neither it nor what is in it is to be seen
  kPreformatted = 1 << 21,
  kShown = 1 << 22,  ///< is something to look at besides text
  kBlock = 1 << 23,  ///< its start tag does nothing but to close a p
  kLeads = 1 << 24,  ///< says where the page leads, or what it is
};

/// By tag. Of tags that mean something in SVG or MathML only: what they mean there.
extern const std::array<std::uint32_t, GUMBO_TAG_LAST + 1> kTraits;

/// Whether elements of that tag have one of the traits.
inline bool has(GumboTag tag, std::uint32_t traits) {
  return (kTraits[static_cast<std::size_t>(tag)] & traits) != 0;
}

/// The traits of an element, by its namespace too.
std::uint32_t traits_of(GumboTag tag, GumboNamespaceEnum name_space);

/// GUMBO_TAG_UNKNOWN for a name that Gumbo does not know; case is ignored.
GumboTag tag_named(std::string_view name);

}  // namespace html
