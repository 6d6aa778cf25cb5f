#include "html/tree_reader.hpp"

#include <span>
#include <vector>

#include "html/ascii.hpp"
#include "html/nodes.hpp"
#include "html/page_writer.hpp"
#include "html/utf8.hpp"

namespace html {
namespace {

class TreeReader {
 public:
  ReadPage read(const Tree& tree) {
    for (Visit& visit : visits(tree.document())) {
      switch (visit.node->type) {
        case GUMBO_NODE_ELEMENT:
          visit.is_leaving ? leave() : enter(visit.node->v.element);
          break;
        case GUMBO_NODE_TEMPLATE:
          visit.descend = false;
          mark_content();
          break;
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_WHITESPACE:
          text(*visit.node);
          break;
        case GUMBO_NODE_CDATA:
          mark_content();
          break;
        case GUMBO_NODE_DOCUMENT:
        case GUMBO_NODE_COMMENT:
          break;
      }
    }
    ReadPage page = std::move(writer_).finish();
    page.over_limit = tree.over_limit();
    return page;
  }

 private:
  void enter(const GumboElement& element) {
    mark_content();
    attributes_.clear();
    for (const void* each : std::span(element.attributes.data, element.attributes.length)) {
      const auto* attribute = static_cast<const GumboAttribute*>(each);
      attributes_.push_back({.name = attribute->name, .value = attribute->value});
    }
    open_.push_back(writer_.enter({.tag = element.tag,
                                   .is_html = element.tag_namespace == GUMBO_NAMESPACE_HTML,
                                   .source = {element.original_tag.data, element.original_tag.length},
                                   .attributes = attributes_}));
  }

  void leave() {
    writer_.leave(open_.back());
    open_.pop_back();
  }

  void text(const GumboNode& node) {
    if (node.type == GUMBO_NODE_TEXT) mark_content();
    const std::string_view text = node.v.text.text;
    // Of a numeric reference beyond 32 bits Gumbo makes an invalid byte.
    is_valid_utf8(text) ? writer_.text(text) : writer_.text(repair_utf8(text));
  }

  void mark_content() {
    if (!open_.empty()) open_.back().has_content = true;
  }

  PageWriter writer_;
  std::vector<PageWriter::Open> open_;
  std::vector<Attribute> attributes_;
};

}  // namespace

ReadPage read_tree(const Tree& tree) {
  return TreeReader().read(tree);
}

}  // namespace html
