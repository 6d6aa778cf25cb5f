#pragma once

#include "crawler/page.hpp"
#include "html/tree.hpp"

namespace crawler {

/// Whether a page shows hardly a word unless its scripts run: `outline`, its visible text, is short, it has scripts,
/// and it says so in a `noscript`, or has an empty element for an application to fill (`<div id=root>`, `<app-root>`),
/// or has nothing else to show, neither text nor links, pictures or fields. Where there is more than a little text, the
/// tree is not looked at.
bool needs_script(const html::Tree& tree, const Outline& outline);

}  // namespace crawler
