#include "html/page_reader.hpp"

#include <utility>

#include "html/input_stream.hpp"
#include "html/link_scanner.hpp"
#include "html/page_writer.hpp"
#include "html/scanner.hpp"
#include "html/tree_reader.hpp"

namespace html {

base::Result<ReadPage> PageReader::read(std::string source, Wanted wanted) {
  tree_.reset();
  source_ = preprocess(std::move(source));
  if (wanted == Wanted::kLinks) {
    if (ReadPage page; LinkScanner(source_, page).scan()) return page;
  }
  PageWriter writer;
  if (Scanner(source_, writer).scan()) return std::move(writer).finish();
  auto tree = parser_.parse(std::move(source_));
  if (!tree) return std::unexpected(std::move(tree.error()));
  tree_ = *std::move(tree);
  return read_tree(*tree_);
}

}  // namespace html
