#pragma once

#include "indexer/language.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// The languages that pages are or were in: words of a query may be meant in any of them. None at all: there has been
/// no page.
indexer::Languages languages_of_index(Connection& connection);

/// Finds out which they are; takes a look at each page.
void recount_languages(Connection& connection);

/// Keeps in mind that these are they; within the transaction of the pages.
void save_languages(Connection& connection, indexer::Languages languages);

}  // namespace storage
