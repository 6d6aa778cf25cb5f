#include "indexer/extractor.hpp"

#include <algorithm>
#include <any>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.hpp"
#include "crawler/percent_encode.hpp"
#include "indexer/characters.hpp"
#include "indexer/language.hpp"
#include "indexer/language_detector.hpp"
#include "indexer/layout.hpp"
#include "indexer/link_texts.hpp"
#include "indexer/main_content.hpp"
#include "indexer/selection.hpp"

namespace indexer {
namespace {

/// Whether a name that was percent-encoded can be shown: valid UTF-8 without control characters.
bool is_presentable(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text, at);
    const bool malformed = next.code_point == 0xFFFD && next.end == at + 1;
    if (malformed || next.code_point < 0x20 || (next.code_point >= 0x7F && next.code_point < 0xA0)) return false;
    at = next.end;
  }
  return true;
}

std::string name_in(const crawler::Url& url) {
  std::string_view path = url.path();
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (name.empty()) return std::string(url.site());
  std::string decoded = crawler::percent_decode(name);
  return is_presentable(decoded) ? decoded : std::string(name);
}

std::string choose_title(const crawler::Page& page) {
  if (!page.content.metadata.title.empty()) return page.content.metadata.title;
  const html::Outline& outline = page.content.outline;
  const auto heading = std::ranges::find(outline.blocks, 1, &html::Block::heading);
  return heading != outline.blocks.end() ? std::string(outline[*heading]) : name_in(page.url);
}

void append_line(std::string& text, std::string_view line) {
  if (!text.empty()) text += '\n';
  text += line;
}

/// Parts the text by what it is for. Headings are those of the main content, and the page's own.
void part_text(html::Outline& outline, const std::vector<crawler::LinkText>& link_texts, const Selection& selection,
               Document& document) {
  const std::vector<Role> roles = choose_roles(outline, selection);
  std::vector<Moved> moved;
  SectionCollector sections(outline, document.title);
  LayoutWriter layout;
  document.body.reserve(outline.text.size());
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const html::Block& block = outline.blocks[i];
    if (roles[i] == Role::kIgnored) continue;
    const bool is_main = roles[i] == Role::kMain;
    append_line(is_main ? document.body : document.rest, outline[block]);
    if (block.heading == 1 || (block.heading > 0 && is_main)) append_line(document.headings, outline[block]);
    if (!is_main) continue;
    const auto to = static_cast<std::uint32_t>(document.body.size() - outline[block].size());
    moved.push_back({.begin = block.begin, .end = block.end, .to = to});
    layout.add({.text = outline[block], .is_heading = block.heading > 1});
    sections.add(i);
  }
  document.link_texts = link_texts_in(moved, outline.text, link_texts);
  document.sections = std::move(sections).finish();
  document.layout = layout.bytes();
}

bool is_language_tag(std::string_view tag) {
  constexpr std::size_t kLongestTag = 35;  // BCP 47, 4.4.1: enough for all but private use
  constexpr std::size_t kLongestPart = 8;
  if (tag.size() > kLongestTag) return false;
  for (bool primary = true;; primary = false) {
    const std::string_view part = tag.substr(0, tag.find('-'));
    const base::ByteSet allowed = primary ? base::kLetters : base::kLetters | base::kDigits;
    if (part.size() < (primary ? 2 : 1) || part.size() > kLongestPart || !allowed.contains_all(part)) return false;
    if (part.size() == tag.size()) return true;
    tag.remove_prefix(part.size() + 1);
  }
}

/// Of a list, which some pages give against the standard, the first counts.
std::string normalize_language(std::string_view written) {
  constexpr std::string_view kSpace = " \t\n\f\r";
  written.remove_prefix(std::min(written.find_first_not_of(kSpace), written.size()));
  std::string tag = base::ascii_lower(written.substr(0, written.find_first_of(" \t\n\f\r,;")));
  std::ranges::replace(tag, '_', '-');
  return is_language_tag(tag) ? tag : std::string();
}

bool is_wanted(const crawler::Page& page) {
  return page.outcome == crawler::Outcome::kPage && !page.is_unchanged && !page.content.metadata.directives.noindex;
}

std::vector<std::size_t> ends_of_blocks(const Document& document) {
  std::vector<std::size_t> ends;
  for (const MainBlock& block : blocks_of(document.body, document.layout)) {
    ends.push_back(static_cast<std::size_t>(block.text.data() - document.body.data()) + block.text.size());
  }
  return ends;
}

void make_terms(Document& document, base::StageTimes* times) {
  const base::StageMeter meter(times, base::Stage::kTokenize);
  const Language language = Language::of_tag(document.language);
  document.terms = Terms(document.body, language, ends_of_blocks(document));
  document.rest_terms = Terms(document.rest, language);
}

Document document_of(crawler::Page& page, const Selection& selection, base::StageTimes* times) {
  Document document;
  document.title = choose_title(page);
  document.description = std::move(page.content.metadata.description);
  html::Outline outline = std::exchange(page.content.outline, {});
  part_text(outline, std::exchange(page.content.link_texts, {}), selection, document);
  document.language = detect_language(document.body, normalize_language(page.content.metadata.language));
  make_terms(document, times);
  document.fingerprint = fingerprint(outline.text);
  return document;
}

}  // namespace

void extract_early(base::StageTimes* times, const Selection& selection, crawler::Page& page) {
  const base::StageMeter meter(times, base::Stage::kExtract);
  if (is_wanted(page)) page.content.extracted = document_of(page, selection, times);
}

Record extract(crawler::Page page) {
  if (!is_wanted(page)) return {.page = std::move(page), .document = std::nullopt};
  auto* const ready = std::any_cast<Document>(&page.content.extracted);
  Document document = ready != nullptr ? std::move(*ready) : document_of(page, {}, nullptr);
  page.content.extracted.reset();
  return {.page = std::move(page), .document = std::move(document)};
}

}  // namespace indexer
