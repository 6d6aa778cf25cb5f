#include <algorithm>

#include "crawler/sitemap_reader.hpp"
#include "html/ascii.hpp"

namespace crawler {
namespace {

class TextReader final : public SitemapReader {
 public:
  explicit TextReader(std::size_t max_url_bytes) : max_url_bytes_(max_url_bytes) {}

  bool read(std::string_view piece) override {
    static constexpr base::ByteSet kLineEnds("\r\n");
    while (true) {
      const std::size_t end = kLineEnds.find_in(piece);
      append(piece.substr(0, end));
      if (end == piece.size()) return true;
      end_line();
      piece.remove_prefix(end + 1);
    }
  }

  void end(bool whole) override {
    if (!whole) return;
    end_line();
    if (!any_url_) failure_ = "neither XML nor URLs";
  }

 private:
  /// Beyond twice what a URL may have, the rest of the line does not matter.
  void append(std::string_view text) { line_ += text.substr(0, 2 * max_url_bytes_ + 1 - line_.size()); }

  void end_line() {
    const std::string_view location = html::trim_html_space(line_);
    if (line_.size() <= 2 * max_url_bytes_ && location.size() <= max_url_bytes_) add(location);
    line_.clear();
  }

  void add(std::string_view location) {
    auto url = Url::parse(location);
    if (!url || !url->is_http()) return;
    any_url_ = true;
    entries_.push_back({.url = std::move(*url), .lastmod = {}, .is_sitemap = false});
  }

  std::size_t max_url_bytes_;
  std::string line_;
  bool any_url_ = false;
};

}  // namespace

std::unique_ptr<SitemapReader> sitemap_text_reader(std::size_t max_url_bytes) {
  return std::make_unique<TextReader>(max_url_bytes);
}

}  // namespace crawler
