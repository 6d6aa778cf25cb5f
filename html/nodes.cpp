#include "html/nodes.hpp"

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

}  // namespace html
