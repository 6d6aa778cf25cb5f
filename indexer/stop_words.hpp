#pragma once

#include <string_view>

#include "indexer/language.hpp"

namespace indexer {

/// Whether `word`, as a query without languages tokenizes it, says next to nothing in one of `languages`: an article, a
/// preposition, a pronoun, a form of "to be", or what a question begins with.
bool is_stop_word(std::string_view word, Languages languages);

}  // namespace indexer
