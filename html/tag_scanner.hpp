#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace html {

/// A start or end tag as it stands in HTML source.
struct Tag {
  std::string_view name;  ///< as written, within the source
  bool is_end = false;
  bool is_self_closing = false;
  bool is_closed = true;             ///< has its '>': tags cut off by the end of the source become no elements
  std::size_t begin = 0;             ///< offset of the '<'
  std::size_t end = 0;               ///< one past the '>', or the end of the source
  std::size_t attributes = 0;        ///< how many, duplicates included
  std::size_t attributes_begin = 0;  ///< one past the name
  std::size_t excess_begin = 0;      ///< where the first attribute over the limit begins; 0 if there is none
};

/// Finds the tags of HTML source as the standard's tokenizer does (HTML Standard, 13.2.5), and nothing else: comments,
/// declarations and text are passed over. What the tokenizer learns from the tree (raw text, CDATA) its caller must
/// say. Linear in the source, however broken. Refers to the source, which may change behind the last tag's end only in
/// ways that keep its tags.
class TagScanner {
 public:
  /// `most_attributes`: see `Tag::excess_begin`.
  TagScanner(std::string_view source, std::size_t most_attributes)
      : source_(source), most_attributes_(most_attributes) {}

  /// The next tag; nothing at the end. `cdata`: whether `<![CDATA[` opens a section, as it does in SVG and MathML only.
  std::optional<Tag> next(bool cdata);

  /// Moves to the end tag `name`, for everything before it is text: style, title, textarea ...
  void skip_raw_text(std::string_view name);
  /// The same for script, whose text may hold a nested `<script>` inside `<!--`.
  void skip_script();
  /// Everything from here is text.
  void skip_rest() { at_ = source_.size(); }

 private:
  Tag tag();
  void scan_attributes(Tag& tag);
  void scan_value();
  void skip_markup(bool cdata);
  void skip_past(std::string_view what, std::size_t from);
  bool is_tag_boundary(std::size_t at) const;
  bool ended() const { return at_ >= source_.size(); }

  std::string_view source_;
  std::size_t most_attributes_;
  std::size_t at_ = 0;
};

}  // namespace html
