#pragma once

#include <string_view>

#include "indexer/document.hpp"
#include "storage/statement.hpp"

namespace storage {

/// The columns of `pages` and `staged` that `text_of_row` reads, in a SELECT.
inline constexpr std::string_view kTextColumns =
    "title, headings, description, text_of(body), text_of(rest), layout, moved, language";

/// The texts of a page as they are stored, without terms and fingerprint; `kTextColumns` are the first columns of
/// `row`.
indexer::Document text_of_row(const Row& row);

/// The same, parted by structure alone.
indexer::Document structural_text_of_row(const Row& row);

}  // namespace storage
