#include "html/landmarks.hpp"

#include <string>

#include "html/references.hpp"

namespace html {

std::string_view value_of(ReadPage& page, const Element& element, const Attribute& attribute) {
  if (element.is_decoded || !attribute.value.contains('&')) return attribute.value;
  std::string& decoded = page.decoded.emplace_back();
  append_decoded(decoded, attribute.value, ReferenceIn::kAttribute);
  return decoded;
}

std::string_view value_of(ReadPage& page, const Element& element, std::string_view lower_name) {
  const Attribute* const found = find_attribute(element.attributes, lower_name);
  return found != nullptr ? value_of(page, element, *found) : std::string_view();
}

void read_landmark(ReadPage& page, const Element& element, bool is_in_noscript) {
  const auto value = [&](std::string_view name) { return value_of(page, element, name); };
  const auto href = [&] { return find_attribute(element.attributes, "href"); };
  switch (element.tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_AREA:
      if (const auto* to = href()) {
        page.anchors.push_back({.href = value_of(page, element, *to), .rel = value("rel")});
      }
      break;
    case GUMBO_TAG_BASE:
      if (const auto* to = href(); to != nullptr && !page.base_href) page.base_href = value_of(page, element, *to);
      break;
    case GUMBO_TAG_LINK:
      if (const auto* to = href()) {
        page.links.push_back({.rel = value("rel"), .href = value_of(page, element, *to)});
      }
      break;
    case GUMBO_TAG_META:
      page.metas.push_back({.name = value("name"),
                            .http_equiv = value("http-equiv"),
                            .content = value("content"),
                            .is_in_noscript = is_in_noscript});
      break;
    default:
      break;
  }
}

}  // namespace html
