#pragma once

#include <cstddef>
#include <string_view>

#include "indexer/language.hpp"
#include "lazy/generator.hpp"
#include "storage/query.hpp"

namespace storage {

/// Where a phrase of a query stands in a text.
struct FoundPhrase {
  std::size_t begin = 0;   ///< byte offset
  std::size_t end = 0;     ///< one past the last byte
  std::size_t phrase = 0;  ///< index in `Query::phrases`
};

/// Where the phrases of `query` stand in `text`, which is in `language`, in order of their ends: as the index has them,
/// by the terms that the tokenizer makes. Linear; both outlive the generator.
lazy::generator<FoundPhrase> find_phrases(std::string_view text, const Query& query, indexer::Language language);

}  // namespace storage
