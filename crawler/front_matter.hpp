#pragma once

#include <string>
#include <string_view>

namespace crawler {

/// What stands above the text of a Markdown file for the programs that publish it.
struct FrontMatter {
  std::string title{};     ///< the value of `title`, without quotes; empty if there is none
  std::size_t length = 0;  ///< bytes of the source that it takes, its last line included; 0: there is none
};

/// The front matter that `source` begins with: YAML between lines of `---` (the last may be `...`), or TOML between
/// lines of `+++`. A line between two rules is none: the first line has to begin with a key. Linear; any thread.
FrontMatter front_matter(std::string_view source);

}  // namespace crawler
