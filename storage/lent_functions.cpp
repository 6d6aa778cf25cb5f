#include "storage/lent_functions.hpp"

#include "storage/anchor_matches.hpp"
#include "storage/candidate_finder.hpp"
#include "storage/page_filter.hpp"
#include "storage/text_compression.hpp"

namespace storage {

void lend_functions(Connection& connection, Use use) {
  lend_tokenizer(connection, use);
  lend_candidate_function(connection);
  lend_filter_function(connection);
  lend_anchor_function(connection);
  lend_text_of(connection);
}

}  // namespace storage
