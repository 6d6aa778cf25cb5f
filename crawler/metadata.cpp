#include "crawler/metadata.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "base/ascii.hpp"
#include "crawler/refresh.hpp"
#include "crawler/robots_directives.hpp"
#include "html/ascii.hpp"
#include "html/script_need.hpp"
#include "html/utf8.hpp"

namespace crawler {
namespace {

std::string collapse(std::string_view text) {
  std::string collapsed;
  for (const char c : html::trim_html_space(text)) {
    if (!html::is_html_space(c)) {
      collapsed += c;
    } else if (collapsed.back() != ' ') {
      collapsed += ' ';
    }
  }
  return html::is_valid_utf8(collapsed) ? collapsed : html::repair_utf8(collapsed);
}

std::optional<Url> canonical_of(const html::HeadLink& link, const Url& base) {
  if (!html::has_html_word(link.rel, "canonical")) return std::nullopt;
  const auto url = Url::parse(link.href, base);
  return url && url->is_http() ? std::optional(url->without_fragment()) : std::nullopt;
}

// `agent` in lower case.
void read_meta(Metadata& metadata, const html::Meta& meta, const Url& base, std::string_view agent) {
  if (html::equals_ignoring_case(meta.name, "robots") ||
      (!meta.name.empty() && html::equals_ignoring_case(meta.name, agent))) {
    metadata.directives = metadata.directives | parse_directives(meta.content);
  } else if (metadata.description.empty() && html::equals_ignoring_case(meta.name, "description")) {
    metadata.description = collapse(meta.content);
  } else if (!metadata.refresh && html::equals_ignoring_case(meta.http_equiv, "refresh")) {
    metadata.refresh = refresh_target(meta.content, base);
    if (meta.is_in_noscript) metadata.refresh.reset();
  }
}

}  // namespace

Metadata metadata(const html::ReadPage& read, const Url& base, std::string_view agent) {
  Metadata metadata{
      .title = collapse(read.title), .language = collapse(read.language), .needs_script = html::needs_script(read)};
  const std::string own = base::ascii_lower(agent);
  for (const html::Meta& meta : read.metas) read_meta(metadata, meta, base, own);
  for (const html::HeadLink& link : read.links) {
    if (!metadata.canonical) metadata.canonical = canonical_of(link, base);
  }
  return metadata;
}

}  // namespace crawler
