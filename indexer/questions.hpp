#pragma once

#include <string_view>

#include "indexer/language.hpp"

namespace indexer {

/// Whether two neighbouring words, as a query without languages tokenizes them, ask in one of `languages` what or who
/// something is, as "what is", "was sind": so that an answer may name it, and say `verb` next.
bool asks_what_is(std::string_view word, std::string_view verb, Languages languages);

}  // namespace indexer
