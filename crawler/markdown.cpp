#include "crawler/markdown.hpp"

#include <fmt/format.h>
#include <md4c.h>

#include <array>
#include <cstdint>
#include <limits>
#include <new>
#include <utility>

#include "base/cpu_time.hpp"
#include "crawler/escape.hpp"
#include "crawler/front_matter.hpp"
#include "crawler/markdown_guard.hpp"

namespace crawler {
namespace {

constexpr auto kHeadings = std::to_array<std::string_view>({"h1", "h2", "h3", "h4", "h5", "h6"});

/// The element that a block is; none for those that need more than that.
std::string_view element_of(MD_BLOCKTYPE type, void* detail) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      return "blockquote";
    case MD_BLOCK_UL:
      return "ul";
    case MD_BLOCK_OL:
      return "ol";
    case MD_BLOCK_LI:
      return "li";
    case MD_BLOCK_H:
      return kHeadings.at(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level - 1);
    case MD_BLOCK_CODE:
      return "pre";
    case MD_BLOCK_P:
      return "p";
    case MD_BLOCK_TABLE:
      return "table";
    case MD_BLOCK_THEAD:
      return "thead";
    case MD_BLOCK_TBODY:
      return "tbody";
    case MD_BLOCK_TR:
      return "tr";
    case MD_BLOCK_TH:
      return "th";
    case MD_BLOCK_TD:
      return "td";
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR:
    case MD_BLOCK_HTML:
      break;
  }
  return {};
}

std::string_view element_of(MD_SPANTYPE type) {
  switch (type) {
    case MD_SPAN_EM:
      return "em";
    case MD_SPAN_STRONG:
      return "strong";
    case MD_SPAN_A:
      return "a";
    case MD_SPAN_CODE:
      return "code";
    case MD_SPAN_DEL:
      return "del";
    default:
      return {};
  }
}

/// Writes the HTML of what the parser comes upon, and stops it where a limit is reached.
class Writer {
 public:
  Writer(std::size_t most_bytes, std::chrono::nanoseconds most_cpu) : most_bytes_(most_bytes), most_cpu_(most_cpu) {}

  enum Stop : int { kGoOn = 0, kOverBytes, kOverTime };

  void title(std::string_view title) {
    html_ += "<title>";
    append_escaped(html_, title);
    html_ += "</title>\n";
  }

  Stop begin(MD_BLOCKTYPE type, void* detail) {
    if (type == MD_BLOCK_HR) html_ += "<hr>\n";
    return tag("<", element_of(type, detail), ">");
  }
  Stop end(MD_BLOCKTYPE type, void* detail) { return tag("</", element_of(type, detail), ">\n"); }

  Stop begin(MD_SPANTYPE type, void* detail) {
    if (type == MD_SPAN_IMG && images_++ == 0) html_ += "<img>";
    if (images_ > 0) return look();
    if (type != MD_SPAN_A) return tag("<", element_of(type), ">");
    html_ += "<a href=\"";
    attribute(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
    html_ += "\">";
    return look();
  }
  Stop end(MD_SPANTYPE type) {
    if (type == MD_SPAN_IMG) --images_;
    return images_ > 0 ? look() : tag("</", element_of(type), ">");
  }

  /// What is said of an image is not seen.
  Stop text(MD_TEXTTYPE type, std::string_view text) {
    if (images_ == 0) add(type, text);
    return look();
  }

  std::string html() && { return std::move(html_); }

 private:
  Stop tag(std::string_view open, std::string_view element, std::string_view close) {
    if (!element.empty()) html_.append(open).append(element).append(close);
    return look();
  }

  void attribute(const MD_ATTRIBUTE& value) {
    for (unsigned i = 0; value.substr_offsets != nullptr && value.substr_offsets[i] < value.size; ++i) {
      const unsigned begin = value.substr_offsets[i];
      add(value.substr_types[i], {value.text + begin, value.substr_offsets[i + 1] - begin});
    }
  }

  void add(MD_TEXTTYPE type, std::string_view text) {
    switch (type) {
      case MD_TEXT_NULLCHAR:
        html_ += "\uFFFD";
        break;
      case MD_TEXT_BR:
        html_ += "<br>\n";
        break;
      case MD_TEXT_SOFTBR:
        html_ += '\n';
        break;
      case MD_TEXT_ENTITY:
      case MD_TEXT_HTML:
        html_ += text;
        break;
      default:
        append_escaped(html_, text);
    }
  }

  Stop look() {
    constexpr int kCallsPerLook = 256;
    if (html_.size() > most_bytes_) return kOverBytes;
    if (--calls_to_look_ > 0) return kGoOn;
    calls_to_look_ = kCallsPerLook;
    return base::thread_cpu_time() - begun_ > most_cpu_ ? kOverTime : kGoOn;
  }

  const std::size_t most_bytes_;
  const std::chrono::nanoseconds most_cpu_;
  const std::chrono::nanoseconds begun_ = base::thread_cpu_time();
  std::string html_;
  int images_ = 0;  ///< around what comes now
  int calls_to_look_ = 1;
};

Writer& writer(void* data) {
  return *static_cast<Writer*>(data);
}

MD_PARSER parser_with(unsigned flags) {
  return {.abi_version = 0,
          .flags = flags,
          .enter_block = [](auto type, void* detail, void* to) -> int { return writer(to).begin(type, detail); },
          .leave_block = [](auto type, void* detail, void* to) -> int { return writer(to).end(type, detail); },
          .enter_span = [](auto type, void* detail, void* to) -> int { return writer(to).begin(type, detail); },
          .leave_span = [](auto type, void* /*detail*/, void* to) -> int { return writer(to).end(type); },
          .text = [](auto type, const char* text, MD_SIZE size, void* to) -> int {
            return writer(to).text(type, {text, size});
          },
          .debug_log = nullptr,
          .syntax = nullptr};
}

}  // namespace

base::Result<std::string> html_of_markdown(std::string_view source, MarkdownLimits limits) {
  Writer written(limits.bytes_besides + limits.bytes_per_source_byte * source.size(),
                 limits.cpu + limits.cpu_per_source_byte * static_cast<std::int64_t>(source.size()));
  const FrontMatter front = front_matter(source);
  if (!front.title.empty()) written.title(front.title);
  const auto guarded = guard_markdown(source.substr(front.length));
  if (!guarded) return std::unexpected(guarded.error());
  if (guarded->text.size() > std::numeric_limits<MD_SIZE>::max()) {
    return base::fail(base::ErrorKind::kSkip, fmt::format("Markdown of {} bytes", source.size()));
  }
  const unsigned bare_links = guarded->has_long_line ? 0 : MD_FLAG_PERMISSIVEAUTOLINKS;
  const MD_PARSER parser = parser_with((MD_DIALECT_GITHUB & ~MD_FLAG_PERMISSIVEAUTOLINKS) | bare_links);
  switch (md_parse(guarded->text.data(), static_cast<MD_SIZE>(guarded->text.size()), &parser, &written)) {
    case Writer::kGoOn:
      return std::move(written).html();
    case Writer::kOverBytes:
      return base::fail(base::ErrorKind::kSkip, fmt::format("Markdown of {} bytes makes HTML over {} times its size",
                                                            source.size(), limits.bytes_per_source_byte));
    case Writer::kOverTime:
      return base::fail(base::ErrorKind::kRetryLater,
                        fmt::format("Markdown of {} bytes took too long to parse", source.size()));
    default:
      throw std::bad_alloc();  // the parser fails by itself for want of memory only
  }
}

}  // namespace crawler
