#include "storage/stored_text.hpp"

#include <string>

#include "indexer/site_model.hpp"

namespace storage {

indexer::Document text_of_row(const Row& row) {
  return {.title = std::string(row.text(0)),
          .headings = std::string(row.text(1)),
          .description = std::string(row.text(2)),
          .body = std::string(row.text(3)),
          .rest = std::string(row.text(4)),
          .layout = std::string(row.text(5)),
          .moved = std::string(row.text(6)),
          .language = std::string(row.text(7))};
}

indexer::Document structural_text_of_row(const Row& row) {
  indexer::Document document = text_of_row(row);
  indexer::move_back(document);
  return document;
}

}  // namespace storage
