#include "html/outline.hpp"

#include <gumbo.h>

#include <array>

namespace html {
namespace {

constexpr auto kKinds = [] {
  std::array<ContainerKind, GUMBO_TAG_LAST + 1> kinds{};
  using enum ContainerKind;
  kinds[GUMBO_TAG_DIV] = kinds[GUMBO_TAG_CENTER] = kDivision;
  kinds[GUMBO_TAG_P] = kParagraph;
  for (int tag = GUMBO_TAG_H1; tag <= GUMBO_TAG_H6; ++tag) kinds[static_cast<std::size_t>(tag)] = kHeading;
  kinds[GUMBO_TAG_PRE] = kinds[GUMBO_TAG_LISTING] = kPreformatted;
  kinds[GUMBO_TAG_BLOCKQUOTE] = kQuote;
  kinds[GUMBO_TAG_UL] = kinds[GUMBO_TAG_OL] = kinds[GUMBO_TAG_DL] = kinds[GUMBO_TAG_DIR] = kList;
  kinds[GUMBO_TAG_LI] = kinds[GUMBO_TAG_DT] = kinds[GUMBO_TAG_DD] = kItem;
  kinds[GUMBO_TAG_TABLE] = kTable;
  kinds[GUMBO_TAG_TR] = kRow;
  kinds[GUMBO_TAG_TD] = kinds[GUMBO_TAG_TH] = kCell;
  kinds[GUMBO_TAG_FIGCAPTION] = kinds[GUMBO_TAG_CAPTION] = kCaption;
  kinds[GUMBO_TAG_ARTICLE] = kArticle;
  kinds[GUMBO_TAG_MAIN] = kMain;
  kinds[GUMBO_TAG_SECTION] = kSection;
  kinds[GUMBO_TAG_NAV] = kinds[GUMBO_TAG_MENU] = kNavigation;
  kinds[GUMBO_TAG_HEADER] = kHeader;
  kinds[GUMBO_TAG_FOOTER] = kFooter;
  kinds[GUMBO_TAG_ASIDE] = kAside;
  return kinds;
}();

}  // namespace

ContainerKind kind_of(const Container& container) {
  return kKinds[container.tag];
}

}  // namespace html
