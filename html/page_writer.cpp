#include "html/page_writer.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "html/ascii.hpp"
#include "html/landmarks.hpp"
#include "html/search_marks.hpp"

namespace html {
namespace {

constexpr std::size_t kMostNoscriptBytes = 4096;

// What React, Vue, Next, Nuxt, Gatsby, Ember, SvelteKit and their like are mounted on by the recipes of their manuals.
constexpr auto kMounts = std::to_array<std::string_view>(
    {"root", "app", "main", "application", "app-root", "react-root", "__next", "__nuxt", "___gatsby", "svelte"});

std::uint8_t heading_level(GumboTag tag) {
  return static_cast<std::uint8_t>(tag - GUMBO_TAG_H1 + 1);
}

bool hides(std::string_view style) {
  std::string declarations = base::ascii_lower(style);
  std::erase_if(declarations, is_html_space);
  return declarations.contains("display:none");
}

/// HTML Standard, 4.12.1: a classic or a module script. Others are data.
bool is_program(std::string_view type) {
  type = trim_html_space(type);
  return type.empty() || equals_ignoring_case(type, "module") ||
         find_ignoring_case(type, "javascript") != std::string_view::npos ||
         find_ignoring_case(type, "ecmascript") != std::string_view::npos;
}

/// What an element's attributes tell of its text; null if absent.
struct Told {
  const Attribute* class_names = nullptr;
  const Attribute* id = nullptr;
  const Attribute* name = nullptr;
  const Attribute* role = nullptr;
  const Attribute* item_property = nullptr;
  const Attribute* hidden = nullptr;
  const Attribute* style = nullptr;
  bool is_ignored = false;
  bool is_no_snippet = false;
};

/// In one pass over them, for all elements have these.
Told told_by(std::span<const Attribute> attributes) {
  Told told;
  for (const Attribute& attribute : attributes) {
    const auto take = [&attribute](const Attribute*& first, std::string_view lower_name) {
      if (first == nullptr && equals_ignoring_case(attribute.name, lower_name)) first = &attribute;
    };
    switch (attribute.name.size()) {
      case 2:
        take(told.id, "id");
        break;
      case 4:
        take(told.role, "role");
        take(told.name, "name");
        break;
      case 5:
        take(told.class_names, "class");
        take(told.style, "style");
        break;
      case 6:
        take(told.hidden, "hidden");
        break;
      case 8:
        take(told.item_property, "itemprop");
        break;
      default:
        told.is_ignored |= is_ignore_mark(attribute.name);
        told.is_no_snippet |= is_no_snippet_mark(attribute.name);
        break;
    }
  }
  return told;
}

}  // namespace

PageWriter::Open PageWriter::enter(const Element& element) {
  Open open{.tag = element.tag, .is_html = element.is_html};
  if (element.tag == GUMBO_TAG_NOSCRIPT) {
    ++noscripts_;
  } else if (noscripts_ == 0) {
    read_sign(element);
    open.names_mount = element.tag == GUMBO_TAG_UNKNOWN && element.source.contains("-root");
  }
  read_kind(element, open);
  read_attributes(element, open);
  return open;
}

void PageWriter::read_attributes(const Element& element, Open& open) {
  const Told told = told_by(element.attributes);
  if (told.id != nullptr && !open.names_mount) {
    open.names_mount = std::ranges::find(kMounts, value_of(page_, element, *told.id)) != kMounts.end();
  }
  const Attribute* const target = told.id != nullptr || element.tag != GUMBO_TAG_A ? told.id : told.name;
  if (target != nullptr) open.target = value_of(page_, element, *target);
  open.may_mount = open.names_mount && noscripts_ == 0;
  open.hides =
      (told.hidden != nullptr && !equals_ignoring_case(value_of(page_, element, *told.hidden), "until-found")) ||
      (told.style != nullptr && hides(value_of(page_, element, *told.style)));
  open.is_unseen = unseen_ > 0 || open.hides || !element.is_html || has(element.tag, kUnseen);
  if (open.is_unseen) {
    ++unseen_;
    return;
  }
  if (element.tag == GUMBO_TAG_BR) outline_.line_break();
  begin_target(open);
  const bool is_marked_span = element.tag == GUMBO_TAG_SPAN && (told.is_ignored || told.is_no_snippet);
  open.is_new_line = has(element.tag, kNewLine) || is_marked_span;
  if (open.is_new_line) {
    const auto value = [&](const Attribute* attribute) {
      return attribute != nullptr ? value_of(page_, element, *attribute) : std::string_view();
    };
    outline_.begin_container({.tag = static_cast<std::uint8_t>(element.tag),
                              .names = {value(told.class_names), value(told.role), value(told.item_property)},
                              .id = value(told.id),
                              .is_ignored = told.is_ignored,
                              .is_no_snippet = told.is_no_snippet});
  }
  if (has(element.tag, kPreformatted)) outline_.begin_preformatted();
  if (has(element.tag, kHeading)) outline_.begin_heading(heading_level(element.tag));
}

/// What stands on the whole page leads to no part of it.
void PageWriter::begin_target(const Open& open) {
  if (!open.target.empty() && open.tag != GUMBO_TAG_HTML && open.tag != GUMBO_TAG_BODY) {
    outline_.begin_target(open.target);
  }
}

/// Whether an `a` is a link, and not to another place of the same page.
bool PageWriter::leads_away(const Element& element) {
  const Attribute* const href = find_attribute(element.attributes, "href");
  if (href == nullptr) return false;
  const bool may_be_encoded = href->value.starts_with('&');
  return !(may_be_encoded ? value_of(page_, element, *href) : href->value).starts_with('#');
}

void PageWriter::read_kind(const Element& element, Open& open) {
  if (element.tag == GUMBO_TAG_SCRIPT) {
    open.has_source = find_attribute(element.attributes, "src") != nullptr;
    open.may_run = is_program(value_of(page_, element, "type"));
  }
  if (!element.is_html) return;
  read_landmark(page_, element, noscripts_ > 0);
  switch (element.tag) {
    case GUMBO_TAG_A:
      if (leads_away(element)) begin_link(open, page_.anchors.size() - 1);
      break;
    case GUMBO_TAG_HTML:
      merge_into_html(element);
      break;
    case GUMBO_TAG_TITLE:
      in_title_ = open.is_title = !std::exchange(has_title_, true);
      break;
    default:
      break;
  }
}

void PageWriter::begin_link(Open& open, std::size_t anchor) {
  open.is_link = true;
  open.anchor = static_cast<std::uint32_t>(anchor);
  ++links_;
  Anchor& begun = page_.anchors[anchor];
  begun.text_begin = begun.text_end = static_cast<std::uint32_t>(outline_.text_bytes());
}

void PageWriter::merge_into_html(const Element& html) {
  const Attribute* const language = find_attribute(html.attributes, "lang");
  if (language != nullptr && !std::exchange(has_language_, true)) page_.language = value_of(page_, html, *language);
}

void PageWriter::read_sign(const Element& element) {
  if (!has(element.tag, kShown)) return;
  if (element.tag == GUMBO_TAG_IMG) {  // a picture of one pixel counts visitors
    const std::string_view height = value_of(page_, element, "height");
    if (height == "1" || height == "0") return;
  }
  page_.signs.shows_something = true;
}

PageWriter::Open PageWriter::enter_again(const Open& original) {
  Open open{.tag = original.tag, .is_unseen = unseen_ > 0, .target = original.target};
  open.is_unseen ? void(++unseen_) : begin_target(open);
  if (original.is_link) {
    const Anchor anchor = page_.anchors[original.anchor];
    page_.anchors.push_back(anchor);
    begin_link(open, page_.anchors.size() - 1);
  }
  if (noscripts_ == 0 && has(open.tag, kShown)) page_.signs.shows_something = true;
  return open;
}

void PageWriter::leave(const Open& open) {
  if (open.tag == GUMBO_TAG_NOSCRIPT) --noscripts_;
  if (open.tag == GUMBO_TAG_SCRIPT && open.may_run && (open.has_content || open.has_source)) {
    page_.signs.runs_scripts = true;
  }
  if (open.may_mount && !open.has_content) page_.signs.has_mount = true;
  if (open.is_title) in_title_ = false;
  if (open.is_link) {
    --links_;
    page_.anchors[open.anchor].text_end = static_cast<std::uint32_t>(outline_.text_bytes());
  }
  if (open.is_unseen) {
    --unseen_;
    return;
  }
  if (open.is_new_line) outline_.end_container();
  if (has(open.tag, kPreformatted)) outline_.end_preformatted();
  if (has(open.tag, kHeading)) outline_.end_heading();
}

void PageWriter::text(std::string_view text) {
  if (in_title_) page_.title += text;
  if (noscripts_ > 0) {
    std::string& kept = page_.signs.noscript_text;
    kept += text.substr(0, kMostNoscriptBytes - kept.size());
  }
  if (unseen_ == 0) outline_.text(text, links_ > 0);
}

ReadPage PageWriter::finish() && {
  page_.outline = std::move(outline_).finish();
  return std::move(page_);
}

}  // namespace html
