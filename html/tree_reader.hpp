#pragma once

#include "html/read_page.hpp"
#include "html/tree.hpp"

namespace html {

/// What is read of a page from its tree, in one walk. Views of the result are into the tree.
ReadPage read_tree(const Tree& tree);

}  // namespace html
