#include "tests/support/reader_laws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "html/ascii.hpp"
#include "html/input_stream.hpp"
#include "html/link_scanner.hpp"
#include "html/page_reader.hpp"
#include "html/page_writer.hpp"
#include "html/scanner.hpp"
#include "html/script_need.hpp"
#include "html/tree_reader.hpp"

namespace support {
namespace {

/// Gumbo reads these into 32 bits, whatever comes.
bool has_huge_number(std::string_view source) {
  for (std::size_t at = 0; (at = source.find("&#", at)) != source.npos; ++at) {
    std::size_t end = at + 2;
    while (end < source.size() && (std::isxdigit(static_cast<unsigned char>(source[end])) || source[end] == 'x')) ++end;
    if (end - at > 10) return true;
  }
  return false;
}

/// Each URL with each `rel` once, in the order of the first of each: what a tree doubles makes no difference.
std::string anchors_of(const html::ReadPage& page) {
  std::string text;
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const html::Anchor& anchor : page.anchors) {
    if (seen.emplace(anchor.href, anchor.rel).second) text += fmt::format("[{}|{}]", anchor.href, anchor.rel);
  }
  return text;
}

/// Of each URL the first text that is shown for it, as far as it stands in one block: what a tree doubles makes no
/// difference.
std::string link_texts_of(const html::ReadPage& page) {
  const html::Outline& outline = page.outline;
  std::string text;
  std::set<std::string_view> seen;
  for (const html::Anchor& anchor : page.anchors) {
    const auto block = std::ranges::upper_bound(outline.blocks, anchor.text_begin, {}, &html::Block::end);
    if (block == outline.blocks.end() || block->begin >= anchor.text_end) continue;
    const std::uint32_t begin = std::max(anchor.text_begin, block->begin);
    const auto shown = html::trim_html_space(
        std::string_view(outline.text).substr(begin, std::min(anchor.text_end, block->end) - begin));
    if (!shown.empty() && seen.insert(anchor.href).second) text += fmt::format("[{}|{}]", anchor.href, shown);
  }
  return text;
}

std::string blocks_of(const html::Outline& outline) {
  std::string text;
  for (const html::Block& block : outline.blocks) {
    text += fmt::format("[{} h{} l{} c{}]", outline[block], block.heading, block.link_bytes,
                        static_cast<std::int32_t>(block.container));
  }
  return text;
}

std::string containers_of(const html::Outline& outline) {
  std::string text;
  for (const html::Container& container : outline.containers) {
    text += fmt::format("[{} {} {} {} {}{}]", container.tag, static_cast<std::int32_t>(container.parent),
                        outline.names_of(container), outline.id_of(container), container.is_ignored,
                        container.is_no_snippet);
  }
  return text;
}

std::string targets_of(const html::Outline& outline) {
  std::string text;
  for (const html::Target& target : outline.targets)
    text += fmt::format("[{} {}]", target.block, outline.id_of(target));
  return text;
}

std::string titles_of(const html::ReadPage& page) {
  return fmt::format("title {} lang {}", page.title, page.language);
}

std::string heads_of(const html::ReadPage& page) {
  std::string text = fmt::format("base {};", page.base_href.value_or("-"));
  for (const html::Meta& meta : page.metas) {
    text += fmt::format("[{}|{}|{}|{}]", meta.name, meta.http_equiv, meta.content, meta.is_in_noscript);
  }
  for (const html::HeadLink& link : page.links) text += fmt::format("[{}|{}]", link.rel, link.href);
  return text;
}

std::string signs_of(const html::ReadPage& page) {
  if (!html::signs_matter(page.outline.text.size())) return {};
  const html::ScriptSigns& signs = page.signs;
  return fmt::format("runs {} mount {} shows {} noscript {}", signs.runs_scripts, signs.has_mount,
                     signs.shows_something, signs.noscript_text.contains("javascript"));
}

std::string difference(std::string_view what, const std::string& scanned, const std::string& judged) {
  return scanned == judged ? "" : fmt::format("{}\n  scanned: {}\n  tree:    {}\n", what, scanned, judged);
}

}  // namespace

Agreement compare_readers(const std::string& source) {
  const std::string stream = html::preprocess(source);
  html::PageWriter writer;
  html::Scanner scanner(stream, writer);
  if (!scanner.scan()) return {.refusal = scanner.refusal(), .difference = {}};
  const html::ReadPage scanned = std::move(writer).finish();
  Agreement agreement{.is_accepted = true, .refusal = {}, .difference = {}};
  if (has_huge_number(stream)) return agreement;
  thread_local html::TreeParser parser;
  const auto tree = parser.parse(stream);
  if (!tree) return agreement;
  const html::ReadPage judged = read_tree(*tree);
  agreement.difference = difference("text and blocks", blocks_of(scanned.outline), blocks_of(judged.outline)) +
                         difference("containers", containers_of(scanned.outline), containers_of(judged.outline)) +
                         difference("targets", targets_of(scanned.outline), targets_of(judged.outline)) +
                         difference("links", anchors_of(scanned), anchors_of(judged)) +
                         difference("texts of links", link_texts_of(scanned), link_texts_of(judged)) +
                         difference("title", titles_of(scanned), titles_of(judged)) +
                         difference("head", heads_of(scanned), heads_of(judged)) +
                         difference("signs", signs_of(scanned), signs_of(judged)) +
                         difference("limits", scanned.over_limit, judged.over_limit);
  return agreement;
}

Agreement compare_link_readers(const std::string& source) {
  const std::string stream = html::preprocess(source);
  html::ReadPage links;
  html::LinkScanner scanner(stream, links);
  if (!scanner.scan()) return {.refusal = scanner.refusal(), .difference = {}};
  Agreement agreement{.is_accepted = true, .refusal = {}, .difference = {}};
  if (has_huge_number(stream)) return agreement;
  thread_local html::PageReader reader;
  const auto judged = reader.read(source);
  if (!judged) return agreement;
  agreement.difference = difference("links", anchors_of(links), anchors_of(*judged)) +
                         difference("head", heads_of(links), heads_of(*judged)) +
                         difference("limits", links.over_limit, judged->over_limit);
  return agreement;
}

}  // namespace support
