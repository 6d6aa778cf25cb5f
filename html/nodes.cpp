#include "html/nodes.hpp"

#include <ranges>

namespace html {
namespace {

const GumboNode* next_sibling(const GumboNode& node) {
  const auto siblings = children(*node.parent);
  const std::size_t next = node.index_within_parent + 1;
  return next < siblings.size() ? siblings[next] : nullptr;
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

}  // namespace

std::span<const GumboNode* const> children(const GumboNode& node) {
  const GumboVector* list = nullptr;
  if (is_element(node)) list = &node.v.element.children;
  if (node.type == GUMBO_NODE_DOCUMENT) list = &node.v.document.children;
  if (list == nullptr || list->length == 0) return {};
  return {reinterpret_cast<const GumboNode* const*>(list->data), list->length};
}

lazy::generator<Visit&> visits(const GumboNode& root) {
  Visit visit{.node = &root};
  for (;;) {
    visit.is_leaving = false;
    visit.descend = true;
    co_yield visit;
    if (const auto inner = children(*visit.node); visit.descend && !inner.empty()) {
      visit.node = inner.front();
      continue;
    }
    visit.is_leaving = visit.descend && is_element(*visit.node);
    for (;;) {  // up to where there is a sibling
      if (visit.is_leaving) co_yield visit;
      if (visit.node == &root) co_return;
      const GumboNode* next = next_sibling(*visit.node);
      visit.node = next ? next : visit.node->parent;
      if (next) break;
      visit.is_leaving = true;
    }
  }
}

lazy::generator<const GumboElement&> elements(const GumboNode& root) {
  const GumboNode* node = &root;
  for (;;) {
    if (node->type == GUMBO_NODE_ELEMENT) co_yield node->v.element;
    const auto inner = node->type == GUMBO_NODE_TEMPLATE ? std::span<const GumboNode* const>() : children(*node);
    if (!inner.empty()) {
      node = inner.front();
      continue;
    }
    const GumboNode* next = nullptr;
    while (node != &root && (next = next_sibling(*node)) == nullptr) node = node->parent;
    if (next == nullptr) co_return;
    node = next;
  }
}

std::vector<GumboTag> tags_named(std::string_view names) {
  std::vector<GumboTag> tags;
  for (const auto name : std::views::split(names, ' ')) {
    tags.push_back(gumbo_tagn_enum(name.data(), static_cast<unsigned>(name.size())));
  }
  return tags;
}

std::optional<std::string_view> attribute(const GumboElement& element, std::string_view name) {
  for (const void* each : std::span(element.attributes.data, element.attributes.length)) {
    const auto* found = static_cast<const GumboAttribute*>(each);
    if (found->name[0] == name[0] && name == found->name) return found->value;
  }
  return std::nullopt;
}

}  // namespace html
