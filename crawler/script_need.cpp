#include "crawler/script_need.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "html/ascii.hpp"
#include "html/nodes.hpp"

namespace crawler {
namespace {

// "You need to enable JavaScript to run this app" beside a menu and a footer is more than nothing.
constexpr std::size_t kLittleTextBytes = 400;
// "Loading, please wait..."
constexpr std::size_t kHardlyATextBytes = 40;

// What React, Vue, Next, Nuxt, Gatsby, Ember, SvelteKit and their like are mounted on by the recipes of their manuals.
constexpr auto kMounts = std::to_array<std::string_view>(
    {"root", "app", "main", "application", "app-root", "react-root", "__next", "__nuxt", "___gatsby", "svelte"});

bool is_blank(const GumboElement& element) {
  return std::ranges::all_of(std::span(element.children.data, element.children.length), [](const void* each) {
    const auto type = static_cast<const GumboNode*>(each)->type;
    return type == GUMBO_NODE_WHITESPACE || type == GUMBO_NODE_COMMENT;
  });
}

/// HTML Standard, 4.12.1: a classic or a module script. Others are data.
bool runs(const GumboElement& script) {
  const std::string_view type = html::trim_html_space(html::attribute(script, "type").value_or(""));
  const bool is_empty = is_blank(script) && !html::attribute(script, "src");
  return !is_empty && (type.empty() || html::equals_ignoring_case(type, "module") ||
                       html::find_ignoring_case(type, "javascript") != std::string_view::npos ||
                       html::find_ignoring_case(type, "ecmascript") != std::string_view::npos);
}

bool is_mount(const GumboElement& element) {
  if (!is_blank(element)) return false;
  const std::string_view tag = std::string_view(element.original_tag.data, element.original_tag.length);
  const bool is_custom = element.tag == GUMBO_TAG_UNKNOWN && tag.contains("-root");
  const auto id = html::attribute(element, "id");
  return is_custom || (id && std::ranges::find(kMounts, *id) != kMounts.end());
}

/// A picture of one pixel counts visitors. (In a `noscript` of the head it would end head and noscript.)
bool is_pixel(const GumboElement& image) {
  const std::string_view height = html::attribute(image, "height").value_or("");
  return height == "1" || height == "0";
}

bool shows_something(const GumboElement& element) {
  switch (element.tag) {
    case GUMBO_TAG_IMG:
      return !is_pixel(element);
    case GUMBO_TAG_A:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_FRAME:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_SVG:
      return true;
    default:
      return false;
  }
}

/// What the html::elements of a page say together.
struct Signs {
  bool runs_scripts = false;
  bool asks_for_them = false;
  bool has_mount = false;
  bool shows_something = false;

  void script(const GumboElement& element) { runs_scripts |= runs(element); }

  void element(const GumboElement& element) {
    has_mount |= is_mount(element);
    shows_something |= crawler::shows_something(element);
  }

  void noscript_text(std::string_view text) {
    asks_for_them |= html::find_ignoring_case(text, "javascript") != std::string_view::npos;
  }
};

Signs signs(const html::Tree& tree) {
  Signs signs;
  const GumboNode* noscript = nullptr;
  for (html::Visit& visit : html::visits(tree.document())) {
    const GumboNode& node = *visit.node;
    if (node.type == GUMBO_NODE_TEXT && noscript != nullptr) signs.noscript_text(node.v.text.text);
    visit.descend = node.type != GUMBO_NODE_TEMPLATE;
    if (node.type != GUMBO_NODE_ELEMENT) continue;
    const bool is_noscript = node.v.element.tag == GUMBO_TAG_NOSCRIPT;
    if (node.v.element.tag == GUMBO_TAG_SCRIPT) signs.script(node.v.element);  // a noscript may have been left open
    if (visit.is_leaving) {
      if (&node == noscript) noscript = nullptr;
    } else if (noscript == nullptr && is_noscript) {
      noscript = &node;
    } else if (noscript == nullptr) {  // what stands in a noscript is not there once scripts run
      signs.element(node.v.element);
    }
  }
  return signs;
}

}  // namespace

bool needs_script(const html::Tree& tree, const Outline& outline) {
  const std::size_t text_bytes = outline.text.size();
  if (text_bytes > kLittleTextBytes) return false;
  const Signs found = signs(tree);
  const bool is_empty = text_bytes <= kHardlyATextBytes && !found.shows_something;
  return found.runs_scripts && (found.asks_for_them || found.has_mount || is_empty);
}

}  // namespace crawler
