#pragma once

#include <gumbo.h>

#include <span>

#include "lazy/generator.hpp"

namespace html {

/// Ways through Gumbo's tree. None recurses: trees are as deep as pages make them.

/// A stop of `visits`: at an element on the way in and on the way out, at any other node once.
struct Visit {
  const GumboNode* node = nullptr;
  bool is_leaving = false;
  bool descend = true;  ///< what the caller says on the way in; there is no way out of what was not descended into
};

/// Every node under and at `root`, in document order. The caller answers through the visit it gets.
lazy::generator<Visit&> visits(const GumboNode& root);

/// The node's children; empty for text.
std::span<const GumboNode* const> children(const GumboNode& node);

}  // namespace html
