#include "crawler/outline.hpp"

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "crawler/encoding.hpp"
#include "crawler/refresh.hpp"
#include "crawler/robots_directives.hpp"
#include "html/ascii.hpp"
#include "html/nodes.hpp"
#include "html/utf8.hpp"

namespace crawler {
namespace {

using TagSet = std::bitset<GUMBO_TAG_LAST + 1>;

TagSet tag_set(std::string_view names) {
  TagSet set;
  for (const GumboTag tag : html::tags_named(names)) set.set(static_cast<std::size_t>(tag));
  return set;
}

const TagSet kBlocks = tag_set(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul");

const TagSet kUnseen =
    tag_set("head title script style template noscript select datalist textarea iframe noembed noframes svg math");

bool hides(std::string_view style) {
  std::string declarations = base::ascii_lower(style);
  std::erase_if(declarations, html::is_html_space);
  return declarations.contains("display:none");
}

bool is_hidden(const GumboElement& element) {
  if (element.attributes.length == 0) return false;
  if (const auto hidden = html::attribute(element, "hidden");
      hidden && !html::equals_ignoring_case(*hidden, "until-found")) {
    return true;
  }
  const auto style = html::attribute(element, "style");
  return style && hides(*style);
}

bool is_preformatted(GumboTag tag) {
  return tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING || tag == GUMBO_TAG_XMP;
}

std::uint8_t heading_level(GumboTag tag) {
  return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6 ? static_cast<std::uint8_t>(tag - GUMBO_TAG_H1 + 1) : 0;
}

/// Puts the outline together from text as it comes. White space is remembered and written before the next word only, so
/// that none is left at the ends of blocks.
class OutlineWriter {
 public:
  /// `repairs`: whether text may be no valid UTF-8.
  explicit OutlineWriter(bool repairs) : repairs_(repairs) {}

  /// Goes to an element; says whether its content is to be seen.
  bool enter(const GumboElement& element) {
    if (kUnseen[element.tag] || element.tag_namespace != GUMBO_NAMESPACE_HTML || is_hidden(element)) return false;
    if (element.tag == GUMBO_TAG_BR) space(preformatted_ ? "\n" : " ");
    if (kBlocks[element.tag]) end_block();
    if (is_preformatted(element.tag)) ++preformatted_;
    if (const std::uint8_t level = heading_level(element.tag); level > 0) heading_ = level;
    return true;
  }

  void leave(const GumboElement& element) {
    if (kBlocks[element.tag]) end_block();
    if (is_preformatted(element.tag)) --preformatted_;
    if (heading_level(element.tag) > 0) heading_ = 0;
  }

  void text(std::string_view text) {
    if (repairs_) return words(decode(std::string(text), "UTF-8"));
    words(text);
  }

  Outline finish() && {
    end_block();
    return std::move(outline_);
  }

 private:
  void words(std::string_view text) {
    while (!text.empty()) {
      const auto word = static_cast<std::size_t>(std::ranges::find_if_not(text, html::is_html_space) - text.begin());
      if (word > 0) space(text.substr(0, word));
      text.remove_prefix(word);
      if (text.empty()) return;
      const auto end = static_cast<std::size_t>(std::ranges::find_if(text, html::is_html_space) - text.begin());
      write(text.substr(0, end));
      text.remove_prefix(end);
    }
  }

  void space(std::string_view white) {
    if (preformatted_) {
      space_ += white;
    } else if (space_.empty()) {
      space_ = ' ';
    }
  }

  void write(std::string_view word) {
    if (!in_block_) begin_block();
    outline_.text += space_;
    space_.clear();
    outline_.text += word;
  }

  void begin_block() {
    if (!outline_.text.empty()) outline_.text += '\n';
    outline_.blocks.push_back({.begin = static_cast<std::uint32_t>(outline_.text.size()), .heading = heading_});
    in_block_ = true;
    if (preformatted_) {
      space_.erase(0, space_.rfind('\n') + 1);  // empty lines go, the indentation of the first one stays
    } else {
      space_.clear();
    }
  }

  void end_block() {
    if (in_block_) outline_.blocks.back().end = static_cast<std::uint32_t>(outline_.text.size());
    in_block_ = false;
    space_.clear();
  }

  Outline outline_;
  std::string space_;
  bool repairs_;
  bool in_block_ = false;
  int preformatted_ = 0;
  std::uint8_t heading_ = 0;
};

Outline write_outline(const html::Tree& tree, bool repairs) {
  OutlineWriter writer(repairs);
  for (html::Visit& visit : html::visits(tree.document())) {
    switch (visit.node->type) {
      case GUMBO_NODE_ELEMENT:
        if (visit.is_leaving) {
          writer.leave(visit.node->v.element);
        } else {
          visit.descend = writer.enter(visit.node->v.element);
        }
        break;
      case GUMBO_NODE_TEMPLATE:
        visit.descend = false;
        break;
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_WHITESPACE:
        writer.text(visit.node->v.text.text);
        break;
      case GUMBO_NODE_DOCUMENT:
      case GUMBO_NODE_CDATA:
      case GUMBO_NODE_COMMENT:
        break;
    }
  }
  return std::move(writer).finish();
}

std::string collapse(std::string_view text) {
  std::string collapsed;
  for (const char c : html::trim_html_space(text)) {
    if (!html::is_html_space(c)) {
      collapsed += c;
    } else if (collapsed.back() != ' ') {
      collapsed += ' ';
    }
  }
  return decode(std::move(collapsed), "UTF-8");
}

std::string text_of(const GumboElement& element) {
  std::string text;
  for (const void* each : std::span(element.children.data, element.children.length)) {
    const auto* node = static_cast<const GumboNode*>(each);
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) text += node->v.text.text;
  }
  return text;
}

std::optional<Url> canonical_of(const GumboElement& link, const Url& base) {
  const auto href = html::attribute(link, "href");
  if (!href || !html::has_html_word(html::attribute(link, "rel").value_or(""), "canonical")) return std::nullopt;
  const auto url = Url::parse(*href, base);
  return url && url->is_http() ? std::optional(url->without_fragment()) : std::nullopt;
}

bool is_in_noscript(const GumboElement& element) {
  const auto* node =
      reinterpret_cast<const GumboNode*>(reinterpret_cast<const char*>(&element) - offsetof(GumboNode, v));
  while (node != nullptr && !(node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == GUMBO_TAG_NOSCRIPT)) {
    node = node->parent;
  }
  return node != nullptr;
}

// `agent` in lower case.
void read_meta(Metadata& metadata, const GumboElement& meta, const Url& base, std::string_view agent) {
  const std::string_view name = html::attribute(meta, "name").value_or("");
  if (html::equals_ignoring_case(name, "robots") || (!name.empty() && html::equals_ignoring_case(name, agent))) {
    metadata.directives = metadata.directives | parse_directives(html::attribute(meta, "content").value_or(""));
  } else if (metadata.description.empty() && html::equals_ignoring_case(name, "description")) {
    metadata.description = collapse(html::attribute(meta, "content").value_or(""));
  } else if (!metadata.refresh &&
             html::equals_ignoring_case(html::attribute(meta, "http-equiv").value_or(""), "refresh")) {
    metadata.refresh = refresh_target(html::attribute(meta, "content").value_or(""), base);
    if (metadata.refresh && is_in_noscript(meta)) metadata.refresh.reset();
  }
}

}  // namespace

Outline outline(const html::Tree& tree) {
  Outline outline = write_outline(tree, false);
  // Gumbo makes an invalid byte of a numeric reference over 32 bits.
  return html::is_valid_utf8(outline.text) ? outline : write_outline(tree, true);
}

Metadata metadata(const html::Tree& tree, const Url& base, std::string_view agent) {
  const std::string own = base::ascii_lower(agent);
  Metadata metadata;
  bool has_title = false;
  for (const GumboElement* landmark : tree.landmarks()) {
    const GumboElement& element = *landmark;
    switch (element.tag) {
      case GUMBO_TAG_HTML:
        metadata.language = collapse(html::attribute(element, "lang").value_or(""));
        break;
      case GUMBO_TAG_TITLE:
        if (!std::exchange(has_title, true)) metadata.title = collapse(text_of(element));
        break;
      case GUMBO_TAG_META:
        read_meta(metadata, element, base, own);
        break;
      case GUMBO_TAG_LINK:
        if (!metadata.canonical) metadata.canonical = canonical_of(element, base);
        break;
      default:
        break;
    }
  }
  return metadata;
}

}  // namespace crawler
