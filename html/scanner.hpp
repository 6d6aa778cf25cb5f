#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "html/doctype.hpp"
#include "html/guard.hpp"
#include "html/open_stack.hpp"
#include "html/page_writer.hpp"
#include "html/tokenizer.hpp"

namespace html {

/// Reads a page without building its tree: the standard's tree construction (HTML Standard, 13.2.6) with the stack of
/// open elements alone, as Gumbo does it. What a page writer is told is what it would be told of Gumbo's tree, or the
/// page is refused: where the tree would not come in the order of the source (what a table pushes out in front of it),
/// for the few elements that it is not worth it, and over the guards' limits. One page; one thread.
class Scanner {
 public:
  /// `source`: preprocessed UTF-8 that outlives what is read.
  Scanner(std::string_view source, PageWriter& writer);

  /// Reads all of it. False: it was refused, and what the writer has is of no use.
  bool scan();

  /// Why it was refused, for tests and statistics; null if it was not.
  const char* refusal() const { return refusal_; }

 private:
  enum class Mode : std::uint8_t {
    kInitial,
    kBeforeHtml,
    kBeforeHead,
    kInHead,
    kInHeadNoscript,
    kAfterHead,
    kInBody,
    kInTable,
    kInCaption,
    kInColumnGroup,
    kInTableBody,
    kInRow,
    kInCell,
    kInSelect,
    kInSelectInTable,
    kAfterBody,
    kAfterAfterBody,
  };
  /// What a token needs once it was looked at in a mode: nothing, or to be looked at again in the mode now.
  enum class Next : bool { kDone, kAgain };
  struct Refused {
    const char* why;
  };
  /// An entry of the list of active formatting elements (13.2.4.3).
  struct Formatting {
    std::uint32_t id = 0;  // of its element; 0 marks a cell, a caption, an object ...
    OpenElement element{};
  };

  // Half of what the guards of the tree allow, for they count some elements too many, and an accepted page must not be
  // one that they would change.
  static constexpr std::size_t kMostOpen = kGuardLimits.open / 2;
  static constexpr std::size_t kMostFormatting = kGuardLimits.formatting / 2;

  static constexpr const char* kOutOfOrder = "more in what an adoption left behind";

  [[noreturn]] static void refuse(const char* why) { throw Refused{why}; }
  static void refuse_beyond(int modes);

  // scanner.cpp: tokens, and where they go
  void read(const Token& token);
  void text(std::string_view source, bool ignores_line_feed);
  std::string_view text_before_body(std::string_view text);
  void text_in_body(std::string_view text);
  void start(const Token& token);
  void end(const Token& token);
  Next start_in_mode(const Token& token, GumboTag tag);
  Next end_in_mode(GumboTag tag);
  Next again_in(Mode mode);

  // scanner_head.cpp: the modes before the body
  Next advance();
  bool start_head_content(const Token& token, GumboTag tag);
  Next start_in_head(const Token& token, GumboTag tag);
  Next start_in_head_noscript(const Token& token, GumboTag tag);
  Next start_after_head(const Token& token, GumboTag tag);
  Next end_before_body(GumboTag tag);
  Next merge(const Token& token, GumboTag tag);
  void count_root_attributes(const Token& token);

  // scanner_template.cpp
  void skip_template();
  void start_in_template(const Token& token, GumboTag tag, std::vector<GumboTag>& inside);
  void end_in_template(GumboTag tag, std::vector<GumboTag>& inside);

  // scanner_body.cpp
  Next start_in_body(const Token& token, GumboTag tag);
  void start_form(const Token& token, GumboTag tag);
  void start_item(const Token& token, GumboTag tag);
  void start_table(const Token& token, GumboTag tag);
  void start_ruby(const Token& token, GumboTag tag);
  Next end_in_body(GumboTag tag);
  void end_form();
  void end_other(GumboTag tag);
  void close_p();
  bool close_in_scope(GumboTag tag, std::uint32_t barriers);

  // scanner_formatting.cpp
  void start_formatting(const Token& token, GumboTag tag);
  void add_formatting(const OpenElement& element);
  void reconstruct_formatting();
  void clear_formatting_to_marker();
  void mark_formatting() { formatting_.push_back({}); }
  void erase_formatting(std::size_t index);
  void adopt(GumboTag tag);
  bool adopt_once(GumboTag tag);
  void adopt_block(std::size_t formatting, std::size_t element, std::size_t block);
  std::size_t find_formatting(GumboTag tag) const;
  std::size_t find_formatting_id(std::uint32_t id) const;

  // scanner_table.cpp
  bool is_in_table_mode() const;
  void clear_to(std::initializer_list<GumboTag> context);
  bool has_table_body() const;
  Next start_in_table(const Token& token, GumboTag tag);
  Next end_in_table(GumboTag tag);
  bool close_table();
  Next start_in_caption(const Token& token, GumboTag tag);
  Next end_in_caption(GumboTag tag);
  bool end_caption();
  Next start_in_column_group(const Token& token, GumboTag tag);
  Next end_in_column_group(GumboTag tag);
  bool end_column_group();
  Next start_in_table_body(const Token& token, GumboTag tag);
  Next end_in_table_body(GumboTag tag);
  Next end_table_body();
  Next start_in_row(const Token& token, GumboTag tag);
  Next end_in_row(GumboTag tag);
  Next end_row();
  Next start_in_cell(const Token& token, GumboTag tag);
  Next end_in_cell(GumboTag tag);
  bool end_cell();
  void close_cell(GumboTag tag);
  void reset_mode();

  // scanner_select.cpp
  Next start_in_select(const Token& token, GumboTag tag);
  Next end_in_select(GumboTag tag);
  Next start_in_select_in_table(const Token& token, GumboTag tag);
  Next end_in_select_in_table(GumboTag tag);
  bool has_select_in_scope() const;
  void close_select();

  // scanner_foreign.cpp
  static bool takes_html_text(const OpenElement& element);
  bool is_foreign_start(GumboTag tag) const;
  void start_foreign_root(const Token& token, GumboTag tag, GumboNamespaceEnum name_space);
  Next start_in_foreign(const Token& token, GumboTag tag);
  static void refuse_hidden_encoding(const Token& token, const OpenElement& element);
  bool end_in_foreign(const Token& token);

  // scanner_insert.cpp: what the writer is told
  static Element element_of(const Token& token, GumboTag tag, GumboNamespaceEnum name_space = GUMBO_NAMESPACE_HTML);
  bool is_fostered(GumboTag tag) const;
  void refuse_fostered_target(const PageWriter::Open& shown, bool is_fostered) const;
  OpenElement& insert(const Token& token, GumboTag tag, GumboNamespaceEnum name_space = GUMBO_NAMESPACE_HTML);
  Next insert_and_go_on(const Token& token, GumboTag tag, Mode mode);
  void insert_implied(GumboTag tag);
  void insert_void(const Token& token, GumboTag tag);
  void insert_raw(const Token& token, GumboTag tag);
  void insert_text(std::string_view text);

  PageWriter& writer_;
  Tokenizer tokens_;
  std::string_view source_;
  const char* refusal_ = nullptr;
  Mode mode_ = Mode::kInitial;
  Quirks quirks_ = Quirks::kYes;
  OpenStack open_;
  std::vector<Formatting> formatting_;
  std::uint32_t ids_ = 0;
  std::uint32_t form_ = 0;  ///< the element of the form that has begun and has no end tag yet
  bool fosters_ = false;    ///< what is inserted into a table goes in front of it
  bool ignores_line_feed_ = false;
  bool has_pending_text_ = false;  ///< text that Gumbo has not put into the tree yet
  bool has_moved_ = false;         ///< elements that had been written
  std::size_t strays_ = 0;         ///< end tags that ended nothing
  std::size_t root_attributes_ = 0;
  std::size_t compared_bytes_ = 0;  ///< of formatting elements that may be alike
  std::string decoded_;
};

}  // namespace html
