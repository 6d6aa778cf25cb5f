#pragma once

#include <string>
#include <string_view>

namespace html {

struct NamedReference {
  std::string_view name;            ///< without '&' and ';'
  std::string characters;           ///< UTF-8: one or two
  bool needs_no_semicolon = false;  ///< "&copy" is one, too
};

/// The reference of that name, case as written, or null (HTML Standard, 13.5). Any thread.
const NamedReference* find_named_reference(std::string_view name);

}  // namespace html
