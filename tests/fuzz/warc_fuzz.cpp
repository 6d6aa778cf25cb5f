// Bytes are an archive: of WARC or ARC, gzip'd or not; as they are, and as the block of a record.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "crawler/warc_exchange.hpp"
#include "tests/support/warc_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const std::string law = support::broken_warc_law(bytes); !law.empty()) {
    std::fprintf(stderr, "broken: %s\n", law.c_str());
    std::abort();
  }
  crawler::WarcRecord record{.type = "response", .target_uri = {}, .date = {}, .id = {}, .block = std::string(bytes)};
  const crawler::Fetch fetch{.url = crawler::Url::parse("http://a.test/").value(), .any_type = true};
  const crawler::ReceiveLimits limits{.max_body_bytes = 1 << 16};
  const auto response = crawler::response_of(record, fetch, limits);
  if (!response) return 0;
  // What was received and is kept is received again as it was.
  const auto kept = crawler::records_of(fetch.url, response, {});
  const auto again = crawler::response_of(kept.front(), fetch, limits);
  if (!again || again->status != response->status || again->body != response->body ||
      again->body_cut != response->body_cut || again->header("content-type") != response->header("content-type")) {
    std::fprintf(stderr, "broken: what is kept is read as it was\n");
    std::abort();
  }
  return 0;
}
