#include "html/tree.hpp"

#include <fmt/format.h>
#include <gumbo.h>

#include <utility>

#include "html/guard.hpp"
#include "html/gumbo_assert.hpp"

namespace html {

Tree::Tree(std::unique_ptr<const std::string> source, std::string over_limit, const GumboNode* document)
    : source_(std::move(source)), over_limit_(std::move(over_limit)), document_(document) {}

base::Result<Tree> TreeParser::parse(std::string source) {
  std::string over_limit = guard(source);
  auto kept = std::make_unique<const std::string>(std::move(source));
  const std::size_t size = kept->size();
  arena_.reset({.bytes = limits_.bytes_besides + limits_.bytes_per_source_byte * size,
                .cpu = limits_.cpu + limits_.cpu_per_source_byte * static_cast<std::int64_t>(size)});
  GumboOptions options = kGumboDefaultOptions;
  options.userdata = &arena_;
  options.allocator = [](void* arena, std::size_t bytes) { return static_cast<Arena*>(arena)->allocate(bytes); };
  options.deallocator = [](void*, void*) {};
  options.max_errors = 0;  // each error would copy the stack of open elements
  try {                    // the arena's exceptions pass through Gumbo's frames, which own nothing but arena memory
    const ThrowOnFailedAssertion whatever_comes;
    const GumboOutput* output = gumbo_parse_with_options(&options, kept->data(), size);
    return Tree(std::move(kept), std::move(over_limit), output->document);
  } catch (const Arena::OverBytes&) {
    return base::fail(base::ErrorKind::kSkip, fmt::format("HTML of {} bytes makes a tree over {} times its size", size,
                                                          limits_.bytes_per_source_byte));
  } catch (const ThrowOnFailedAssertion::Failed&) {
    return base::fail(base::ErrorKind::kSkip, fmt::format("HTML of {} bytes that the parser fails on", size));
  } catch (const Arena::OverTime&) {
    return base::fail(base::ErrorKind::kRetryLater, fmt::format("HTML of {} bytes took too long to parse", size));
  }
}

}  // namespace html
