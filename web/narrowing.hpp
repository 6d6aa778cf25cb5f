#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace web {

/// A condition that stands in what was typed: `site:a.test`, `-lang:de`.
struct Narrowing {
  std::string text;     ///< as it was typed
  std::string without;  ///< what was typed, without it
};

/// The conditions of a query (`storage::parse_condition`), in their order; those in quotes are left out.
std::vector<Narrowing> narrowings(std::string_view typed);

/// What to type to have only those hits of a query whose facet `field` (`storage::Facet`) is `value`. Takes the place
/// of conditions of the same field, of which one would be enough. Empty where no condition says that: a page of no
/// known language.
std::string narrowed(std::string_view typed, std::string_view field, std::string_view value);

/// What was typed, with its last word for the beginning of one, as where one still types; nothing if it does not end
/// with a word of three letters or more.
std::optional<std::string> with_open_end(std::string_view typed);

/// Where a query is answered: the search page's path with its parameters. `page` counts from 1.
std::string search_path(std::string_view typed, std::size_t page = 1);

}  // namespace web
