#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace html {

/// An attribute as it stands in a tag; character references in its value are not decoded. Without a '=' the value has
/// no data.
struct Attribute {
  std::string_view name;
  std::string_view value;
};

/// The value of the first attribute of that name, or null. `lower_name` in lower case.
const Attribute* find_attribute(std::span<const Attribute> attributes, std::string_view lower_name);

/// A piece of HTML source. Views are into the source.
struct Token {
  enum class Kind : std::uint8_t { kText, kCharacterData, kStartTag, kEndTag, kComment, kDoctype };

  Kind kind = Kind::kText;
  bool is_self_closing = false;
  bool follows_nothing = false;           ///< a `</>`, which is nothing, stands right before it
  bool is_closed = true;                  ///< a tag has its '>': those cut off by the end of the source are no elements
  std::string_view source;                ///< all of it; of character data, what is within `<![CDATA[` and `]]>`
  std::string_view name;                  ///< of a tag, as written
  std::span<const Attribute> attributes;  ///< of a tag, the first ones up to a limit; good until the next token
  std::size_t attribute_count = 0;        ///< all, duplicates included
  std::string_view excess;                ///< of a tag, from the first attribute over the limit to before the '>'

  /// What stands between the name and the '>'.
  std::string_view after_name() const;
};

/// Cuts HTML source into tokens as the standard's tokenizer does (HTML Standard, 13.2.5). What that learns from the
/// tree (raw text, CDATA) its caller must say. Linear in the source, however broken. Refers to the source, which may
/// change behind the last token's end only in ways that keep its tags.
class Tokenizer {
 public:
  enum class Text : bool { kToken, kPassedOver };

  /// `most_attributes`: of a tag, to be kept. `text`: whether there are tokens of it.
  Tokenizer(std::string_view source, std::size_t most_attributes, Text text = Text::kToken)
      : source_(source), most_attributes_(most_attributes), text_(text) {}

  /// The next token, good until the next call; null at the end. Text has its references undecoded, and comes in several
  /// tokens where something that is nothing stands in it (`</>`). `cdata`: whether `<![CDATA[` opens a section, as it
  /// does in SVG and MathML only.
  const Token* next(bool cdata);

  /// Moves to the end tag `name`, and returns what is before it, which is text: of style, title, textarea ...
  std::string_view raw_text(std::string_view name);
  /// The same for script, whose text may hold a nested `<script>` inside `<!--`.
  std::string_view script_text();
  /// Moves behind the element whose start tag, named `name`, was the last token and whose content is text: script,
  /// style, title ...; returns the content.
  std::string_view raw_element(std::string_view name);
  /// Everything from here is text.
  std::string_view rest();

  /// Whether a tag so far has had more attributes than are kept.
  bool has_dropped_attributes() const { return has_dropped_attributes_; }

 private:
  bool is_markup(std::size_t less) const;
  bool is_tag_boundary(std::size_t at) const;
  const Token* text(std::size_t begin, std::size_t end);
  const Token* markup(bool cdata);
  const Token* tag();
  void scan_attributes();
  const Token* comment();
  const Token* character_data();
  const Token* up_to_bracket(Token::Kind kind);

  std::string_view source_;
  std::size_t most_attributes_;
  Text text_;
  std::size_t at_ = 0;
  Token token_;
  std::vector<Attribute> attributes_;
  bool has_dropped_attributes_ = false;
};

}  // namespace html
