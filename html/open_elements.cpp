#include "html/open_elements.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

#include "html/ascii.hpp"
#include "html/foreign.hpp"
#include "html/tags.hpp"

namespace html {
namespace {

constexpr std::size_t kMostReopened = 3;  // HTML Standard, 13.2.6.4.7, "adoption agency algorithm", step 13

/// Start tags without any of these are pushed, and that is all.
constexpr std::uint32_t kEventful = kVoid | kButtonScope | kClosesP | kFormatting | kMarker | kHeading | kRow | kRaw |
                                    kOutside | kImpliedEnd | kTablePart;

std::uint64_t hash_of(std::string_view text) {
  return std::hash<std::string_view>()(text);
}

}  // namespace

bool OpenElements::is_in_foreign_content() const {
  return is_in_foreign_element() && !open_.back().is_html_inside &&
         !is_mathml_text(open_.back().tag, open_.back().name_space);
}

/// Whether a start tag is one of SVG or MathML unless it ends that.
bool OpenElements::is_foreign_start(GumboTag tag) const {
  if (!is_in_foreign_element() || open_.back().is_html_inside) return false;
  if (is_mathml_text(open_.back().tag, open_.back().name_space)) {
    return tag == GUMBO_TAG_MGLYPH || tag == GUMBO_TAG_MALIGNMARK;
  }
  const bool is_annotation =
      open_.back().tag == GUMBO_TAG_ANNOTATION_XML && open_.back().name_space == GUMBO_NAMESPACE_MATHML;
  return !(is_annotation && tag == GUMBO_TAG_SVG);
}

// A form that begins there stays where it is, but what comes next is not in it.
bool OpenElements::is_between_cells() const {
  constexpr std::uint32_t kPart = kTablePart | kRow;
  if (open_.empty() || !(open_.back().has(kPart) || open_.back().is_html(GUMBO_TAG_FORM))) return false;
  const std::size_t top = find_last([](const Element& element) { return !element.is_html(GUMBO_TAG_FORM); });
  return top != kNone && (open_[top].has(kTablePart) || open_[top].is_html(GUMBO_TAG_COLGROUP));
}

// Whether the insertion mode is one for tables: what is open within none of their cells, but moved in front of them,
// changes nothing of that.
bool OpenElements::is_in_table() const {
  const std::size_t found = find_last([](const Element& element) {
    return element.has(kTableScope | kTablePart | kCell) || element.is_html(GUMBO_TAG_CAPTION);
  });
  return found != kNone && open_[found].has(kTablePart);
}

OpenElements::Verdict OpenElements::start(const Token& written, GumboTag tag) {
  text_after_ = TextAfter::kMarkup;
  if (is_foreign_start(tag)) {
    if (!ends_foreign_content(written, tag)) return start_foreign(tag, written);
    do pop();
    while (is_in_foreign_content());
  }
  if ((tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH) && !in_select()) return start_foreign(tag, written);
  return start_html(tag, written.source);
}

OpenElements::Verdict OpenElements::push(GumboTag tag, GumboNamespaceEnum name_space, std::uint64_t identity) {
  if (open_.size() >= limits_.open) return Verdict::kTooDeep;
  const bool is_part = has(tag, kRow) || tag == GUMBO_TAG_FORM;
  const bool is_moved = moved_ > 0 || (!is_part && is_between_cells());
  open_.push_back({.tag = tag,
                   .name_space = name_space,
                   .is_moved = is_moved,
                   .is_html_inside = false,
                   .traits = traits_of(tag, name_space),
                   .identity = identity});
  count(open_.back(), 1);
  return Verdict::kFits;
}

void OpenElements::count(const Element& element, int change) {
  if (element.is_moved) moved_ += change;
  if (element.is_foreign()) return;
  if (element.tag == GUMBO_TAG_P) paragraphs_ += change;
  if (element.tag == GUMBO_TAG_SELECT) selects_ += change;
}

void OpenElements::pop() {
  count(open_.back(), -1);
  open_.pop_back();
}

void OpenElements::remove(std::size_t index) {
  count(open_[index], -1);
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
}

OpenElements::Verdict OpenElements::start_foreign(GumboTag tag, const Token& written) {
  if (written.is_self_closing) return Verdict::kFits;
  const GumboNamespaceEnum name_space = is_foreign_start(tag)  ? open_.back().name_space
                                        : tag == GUMBO_TAG_SVG ? GUMBO_NAMESPACE_SVG
                                                               : GUMBO_NAMESPACE_MATHML;
  const Verdict verdict = push(tag, name_space, hash_of(base::ascii_lower(written.name)));
  if (verdict == Verdict::kFits) open_.back().is_html_inside = has_html_inside(written, tag, name_space);
  return verdict;
}

// HTML Standard, 13.2.6.4.7, "in body", with the modes for tables and select woven in.
OpenElements::Verdict OpenElements::start_html(GumboTag tag, std::string_view text) {
  if (in_select() && !start_in_select(tag)) return Verdict::kFits;
  if (!has(tag, kEventful)) return push(tag);
  if (has(tag, kOutside)) return Verdict::kFits;
  if (has(tag, kRow)) return start_in_table(tag);
  close_before(tag);
  if (has(tag, kRaw)) {
    text_after_ = tag == GUMBO_TAG_SCRIPT      ? TextAfter::kScript
                  : tag == GUMBO_TAG_PLAINTEXT ? TextAfter::kPlain
                                               : TextAfter::kRaw;
    return Verdict::kFits;
  }
  if (has(tag, kVoid)) return Verdict::kFits;
  if (has(tag, kFormatting)) return start_formatting(tag, text);
  const Verdict verdict = push(tag);
  if (verdict == Verdict::kFits && has(tag, kMarker)) formatting_.push_back({GUMBO_TAG_LAST, {}, 0});
  return verdict;
}

bool OpenElements::in_select() const {
  if (selects_ == 0) return false;
  std::size_t top = open_.size();
  while (top > 0 && (open_[top - 1].is_html(GUMBO_TAG_OPTION) || open_[top - 1].is_html(GUMBO_TAG_OPTGROUP))) --top;
  return top > 0 && open_[top - 1].is_html(GUMBO_TAG_SELECT);
}

// "In select" and "in select in table": whether the tag has an effect besides closing the select.
bool OpenElements::start_in_select(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_OPTGROUP:
      if (top_is(GUMBO_TAG_OPTION)) pop();
      if (top_is(GUMBO_TAG_OPTGROUP)) pop();
      return true;
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_TEMPLATE:
      return true;
    case GUMBO_TAG_SELECT:
      close_in_scope(GUMBO_TAG_SELECT, 0);
      return false;
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_KEYGEN:
    case GUMBO_TAG_TEXTAREA:
      close_in_scope(GUMBO_TAG_SELECT, 0);
      return true;
    default:
      if ((!has(tag, kRow) && tag != GUMBO_TAG_TABLE) || find_in_scope(GUMBO_TAG_TABLE, 0) == kNone) return false;
      close_in_scope(GUMBO_TAG_SELECT, 0);
      return true;
  }
}

// Parts of a table end whatever is open within the part before, and imply the parts around them. Without a table they
// are ignored; a template may begin with one.
OpenElements::Verdict OpenElements::start_in_table(GumboTag tag) {
  end_cell();
  const bool is_cell = has(tag, kCell), is_row = tag == GUMBO_TAG_TR;
  const std::size_t context = find_last([&](const Element& element) {
    if (element.is_foreign()) return false;
    if (is_cell && element.tag == GUMBO_TAG_TR) return true;
    const bool is_body =
        element.tag == GUMBO_TAG_TBODY || element.tag == GUMBO_TAG_THEAD || element.tag == GUMBO_TAG_TFOOT;
    if ((is_cell || is_row) && is_body) return true;
    return element.has(kTableScope);
  });
  if (context == kNone) return Verdict::kFits;
  const GumboTag around = open_[context].tag;
  if (around == GUMBO_TAG_TEMPLATE && context + 1 != open_.size()) return Verdict::kFits;
  if (context + 1 < open_.size()) close_down_to(context + 1);
  if (tag == GUMBO_TAG_COL) return Verdict::kFits;
  if (around == GUMBO_TAG_TABLE && (is_cell || is_row)) push(GUMBO_TAG_TBODY);
  if (is_cell && around != GUMBO_TAG_TR) push(GUMBO_TAG_TR);
  const Verdict verdict = push(tag);
  if (verdict == Verdict::kFits && has(tag, kMarker)) formatting_.push_back({GUMBO_TAG_LAST, {}, 0});
  return verdict;
}

// What the start tag `tag` ends before it begins.
void OpenElements::close_before(GumboTag tag) {
  while (tag == GUMBO_TAG_TABLE && is_in_table() && find_in_scope(tag, kTableScope) != kNone) {
    close_in_scope(tag, kTableScope);
  }
  if (tag == GUMBO_TAG_LI || tag == GUMBO_TAG_DD || tag == GUMBO_TAG_DT) close_item(tag);
  if (has(tag, kClosesP) && paragraphs_ > 0) close_in_scope(GUMBO_TAG_P, kButtonScope);
  if (has(tag, kHeading) && !open_.empty() && open_.back().has(kHeading)) pop();
  if (tag == GUMBO_TAG_BUTTON) close_in_scope(tag, kScope);
  if ((tag == GUMBO_TAG_OPTION || tag == GUMBO_TAG_OPTGROUP) && top_is(GUMBO_TAG_OPTION)) pop();
  const bool is_ruby = tag == GUMBO_TAG_RB || tag == GUMBO_TAG_RT || tag == GUMBO_TAG_RTC || tag == GUMBO_TAG_RP;
  if (is_ruby && find_in_scope(GUMBO_TAG_RUBY, kScope) != kNone) {
    while (top_is(GUMBO_TAG_RB) || top_is(GUMBO_TAG_RT) || top_is(GUMBO_TAG_RTC) || top_is(GUMBO_TAG_RP)) {
      pop();
    }
  }
}

// A new li ends the li before it, through whatever is open but a special element other than address, div and p.
void OpenElements::close_item(GumboTag tag) {
  const auto is_same_kind = [tag](GumboTag other) {
    return tag == GUMBO_TAG_LI ? other == GUMBO_TAG_LI : other == GUMBO_TAG_DD || other == GUMBO_TAG_DT;
  };
  const std::size_t found = find_last([&](const Element& element) {
    const bool is_passed =
        element.tag == GUMBO_TAG_ADDRESS || element.tag == GUMBO_TAG_DIV || element.tag == GUMBO_TAG_P;
    return element.has(kSpecial) && (is_same_kind(element.tag) || !is_passed);
  });
  if (found != kNone && is_same_kind(open_[found].tag)) close_down_to(found);
}

OpenElements::Verdict OpenElements::start_formatting(GumboTag tag, std::string_view text) {
  // An a ends the a before it, a nobr the nobr; "in scope" hardly matters here and would keep more open.
  if (tag == GUMBO_TAG_A || tag == GUMBO_TAG_NOBR) end_formatting(tag);
  if (formatting_.size() >= limits_.formatting) return Verdict::kTooMuchFormatting;
  const Formatting added{.tag = tag, .start = text, .identity = ++elements_made_};
  if (const Verdict verdict = push(tag, GUMBO_NAMESPACE_HTML, added.identity); verdict != Verdict::kFits)
    return verdict;
  std::size_t alike = 0, first_alike = kNone;  // the standard's "Noah's Ark clause": three of a kind are kept
  for (std::size_t i = formatting_.size(); i > 0 && formatting_[i - 1].tag != GUMBO_TAG_LAST; --i) {
    if (formatting_[i - 1].tag != tag || formatting_[i - 1].start != added.start) continue;
    ++alike;
    first_alike = i - 1;
  }
  if (alike >= 3) formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(first_alike));
  formatting_.push_back(added);
  return Verdict::kFits;
}

void OpenElements::end(const Token& written, GumboTag tag) {
  text_after_ = TextAfter::kMarkup;
  if (top_is(tag) && !has(tag, kFormatting)) return close_top();
  if (!open_.empty() && open_.back().is_foreign() && end_foreign(tag, written)) return;
  end_html(tag);
}

// Gumbo compares end tags in SVG and MathML as they are written: one with a space before its '>' closes nothing.
bool OpenElements::end_foreign(GumboTag tag, const Token& written) {
  const std::uint64_t name = hash_of(base::ascii_lower(written.name));
  const bool is_plain = written.after_name().empty();
  std::size_t i = open_.size();
  for (; i > 0 && open_[i - 1].is_foreign(); --i) {
    if (open_[i - 1].tag != tag || open_[i - 1].identity != name || !is_plain) continue;
    close_down_to(i - 1);
    return true;
  }
  return i == 0;
}

void OpenElements::end_html(GumboTag tag) {
  if (in_select() && !has(tag, kRow) && tag != GUMBO_TAG_TABLE && tag != GUMBO_TAG_TEMPLATE &&
      tag != GUMBO_TAG_OPTION && tag != GUMBO_TAG_OPTGROUP && tag != GUMBO_TAG_SELECT) {
    return;
  }
  if (has(tag, kFormatting)) return end_formatting(tag);
  if (tag == GUMBO_TAG_TEMPLATE) return close_in_scope(tag, 0);
  if (has(tag, kRow | kTablePart) && !has(tag, kMarker) && find_in_scope(tag, kTableScope) != kNone) end_cell();
  if (has(tag, kRow | kTablePart | kMarker)) return close_in_scope(tag, kTableScope);
  if (tag == GUMBO_TAG_SELECT) return close_in_scope(tag, kTableScope);
  if (tag == GUMBO_TAG_P) return close_in_scope(tag, kButtonScope);
  if (tag == GUMBO_TAG_LI) return close_in_scope(tag, kListScope);
  if (has(tag, kBlockEnd)) return close_in_scope(tag, kScope);
  if (tag == GUMBO_TAG_FORM) {  // a form leaves the stack wherever it stands; what is in it stays open
    const std::size_t form = find_in_scope(tag, kScope);
    if (form != kNone) remove(form);
    return;
  }
  if (has(tag, kHeading)) {  // the end tag of any heading ends whichever is open
    const std::size_t found = find_last([](const Element& element) { return element.has(kHeading | kScope); });
    if (found != kNone && open_[found].has(kHeading)) close_down_to(found);
    return;
  }
  end_other(tag);
}

// HTML Standard, "adoption agency algorithm", as far as it changes how much is open.
void OpenElements::end_formatting(GumboTag tag) {
  std::size_t entry = formatting_.size();
  while (entry > 0 && formatting_[entry - 1].tag != tag && formatting_[entry - 1].tag != GUMBO_TAG_LAST) --entry;
  if (entry == 0 || formatting_[entry - 1].tag == GUMBO_TAG_LAST) return end_other(tag);
  const std::uint64_t identity = formatting_[entry - 1].identity;
  const auto remove_entry = [&] { formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(entry - 1)); };
  const std::size_t element =
      find_last([identity](const Element& open) { return !open.is_foreign() && open.identity == identity; });
  if (element == kNone) {  // closed; but a copy of it may be open
    may_be_out_of_order_ = true;
    return remove_entry();
  }
  std::size_t block = kNone;
  for (std::size_t i = element + 1; i < open_.size(); ++i) {
    if (open_[i].has(kScope)) return;  // not in scope: ignored
    if (block == kNone && open_[i].has(kSpecial)) block = i;
  }
  remove_entry();
  if (block != kNone) {
    may_be_out_of_order_ = may_be_out_of_order_ || reopens_ || block - element - 1 > kMostReopened;
    remove(element);
  } else {
    close_down_to(element);
  }
}

// "Any other end tag". To gumbo all names that it does not know are one.
void OpenElements::end_other(GumboTag tag) {
  const std::size_t found =
      find_last([tag](const Element& element) { return element.is_html(tag) || element.has(kSpecial); });
  if (found != kNone && open_[found].is_html(tag)) close_down_to(found);
}

template <typename Predicate>
std::size_t OpenElements::find_last(Predicate wanted) const {
  for (std::size_t i = open_.size(); i > 0; --i) {
    if (wanted(open_[i - 1])) return i - 1;
  }
  return kNone;
}

std::size_t OpenElements::find_in_scope(GumboTag tag, std::uint32_t barriers) const {
  const std::size_t found =
      find_last([tag, barriers](const Element& element) { return element.is_html(tag) || element.has(barriers); });
  return found != kNone && open_[found].is_html(tag) ? found : kNone;
}

void OpenElements::close_in_scope(GumboTag tag, std::uint32_t barriers) {
  if (const std::size_t found = find_in_scope(tag, barriers); found != kNone) close(found);
}

// What of a table begins or ends, but for a cell or caption itself, ends that first.
void OpenElements::end_cell() {
  const std::size_t found = find_last(
      [](const Element& element) { return element.has(kTableScope) || (element.has(kRow) && element.has(kMarker)); });
  if (found != kNone && !open_[found].has(kTableScope)) close(found);
}

void OpenElements::close(std::size_t index) {
  close_down_to(index + 1);
  close_top();
}

// Up to the last marker, which need not be its own.
void OpenElements::close_top() {
  const bool is_marked = open_.back().has(kMarker);
  pop();
  if (is_marked) clear_to_marker();
}

void OpenElements::close_down_to(std::size_t index) {
  for (; open_.size() > index; pop()) {
    const Element& top = open_.back();
    leaves_markers_ = leaves_markers_ || top.has(kMarker);
    if (top.has(kFormatting)) {
      reopens_ = reopens_ || std::ranges::find(formatting_, top.identity, &Formatting::identity) != formatting_.end();
    }
  }
}

void OpenElements::clear_to_marker() {
  while (!formatting_.empty() && formatting_.back().tag != GUMBO_TAG_LAST) formatting_.pop_back();
  if (!formatting_.empty()) formatting_.pop_back();
}

}  // namespace html
