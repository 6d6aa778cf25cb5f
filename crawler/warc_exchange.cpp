#include "crawler/warc_exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "base/ascii.hpp"

namespace crawler {
namespace {

using base::ErrorKind;

constexpr std::string_view kFieldsType = "application/warc-fields";
constexpr std::string_view kFetchTime = "fetchTimeMs";  // the name that Heritrix gave it
constexpr std::string_view kErrorKind = "sitedex-error-kind";
constexpr std::string_view kError = "sitedex-error";

constexpr auto kKinds = std::to_array<std::pair<ErrorKind, std::string_view>>({
    {ErrorKind::kRetryLater, "retry-later"},
    {ErrorKind::kSkip, "skip"},
    {ErrorKind::kGiveUpHost, "give-up-host"},
    {ErrorKind::kCancelled, "cancelled"},
    {ErrorKind::kTellUser, "tell-user"},
});

std::string_view word(ErrorKind kind) {
  return std::ranges::find(kKinds, kind, &std::pair<ErrorKind, std::string_view>::first)->second;
}

/// The next line of `text`, its end included, which is taken away.
std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
  text.remove_prefix(line.size());
  return line;
}

bool is_empty_line(std::string_view line) {
  return line.find_first_not_of("\r\n") == std::string_view::npos;
}

std::string name_of(std::string_view line) {
  return base::ascii_lower(line.substr(0, line.find(':')));
}

/// A request without what would let others in.
std::string without_secrets(std::string_view request) {
  std::string kept;
  bool is_secret = false;
  while (!request.empty()) {
    const std::string_view line = take_line(request);
    const bool goes_on = line.starts_with(' ') || line.starts_with('\t');  // RFC 9112, 5.2
    const std::string name = name_of(line);
    if (!goes_on) is_secret = name == "authorization" || name == "proxy-authorization" || name == "cookie";
    if (!is_secret) kept += line;
  }
  return kept;
}

/// "NAME=" of a Set-Cookie, so that it can be seen that there was one.
std::string without_value(std::string_view cookie) {
  return fmt::format("{}=", cookie.substr(0, cookie.find_first_of("=;")));
}

/// The headers and the body as they are kept.
std::string block_of(const Response& response) {
  std::string block = fmt::format("HTTP/1.1 {} \r\n", response.status);
  for (const auto& [name, value] : response.headers) {
    const bool is_undone = name == "content-encoding" || name == "transfer-encoding" || name == "content-length";
    block.append(is_undone ? "X-Archive-Orig-" : "").append(name).append(": ");
    block.append(name == "set-cookie" ? without_value(value) : value).append("\r\n");
  }
  block.append(fmt::format("Content-Length: {}\r\n\r\n", response.body.size()));
  return block.append(response.body);
}

WarcRecord record(std::string_view type, const Url& url, std::string date, std::string_view content_type) {
  return {.type = std::string(type),
          .target_uri = url.href(),
          .date = std::move(date),
          .id = new_record_id(),
          .fields = {{"Content-Type", std::string(content_type)}}};
}

WarcRecord metadata(const Url& url, std::string date, const WarcFields& fields) {
  WarcRecord told = record("metadata", url, std::move(date), kFieldsType);
  told.block = to_lines(fields);
  return told;
}

bool is_chunked(std::string_view head) {
  while (!head.empty()) {
    const std::string_view line = take_line(head);
    if (name_of(line) == "transfer-encoding" && base::ascii_lower(line).find("chunked") != std::string::npos)
      return true;
  }
  return false;
}

/// The headers of a block, up to and with the empty line that ends them.
std::string_view head_of(std::string_view block) {
  std::string_view rest = block;
  while (!rest.empty() && !is_empty_line(take_line(rest))) {
  }
  return block.substr(0, block.size() - rest.size());
}

/// One that is kept needs room for what was added to its headers.
ReceiveLimits widened(ReceiveLimits limits) {
  limits.max_header_bytes *= 4;
  limits.max_headers *= 2;
  return limits;
}

base::Result<Response> receive(std::string_view head, std::string_view body, const Fetch& fetch,
                               const ReceiveLimits& limits) {
  const ReceiveLimits wide = widened(limits);
  Receiver receiver(wide, fetch);
  bool goes_on = true;
  while (goes_on && !head.empty()) goes_on = receiver.receive_header(take_line(head));
  if (goes_on) receiver.receive_body(body);
  auto response = std::move(receiver).finish({});
  if (!response) response.error().kind = ErrorKind::kSkip;  // another time it will be the same
  return response;
}

}  // namespace

std::vector<WarcRecord> records_of(const Url& url, const base::Result<Response>& result,
                                   std::chrono::system_clock::time_point now) {
  std::vector<WarcRecord> records;
  if (!result) {
    const base::Error& error = result.error();
    records.push_back(
        metadata(url, warc_date(now),
                 {{std::string(kErrorKind), std::string(word(error.kind))}, {std::string(kError), error.what}}));
    return records;
  }
  const std::string date = warc_date(result->started);
  WarcRecord response = record("response", url, date, "application/http;msgtype=response");
  response.fields.emplace_back("WARC-Payload-Digest", warc_digest(result->body));
  if (!result->address.empty()) response.fields.emplace_back("WARC-IP-Address", result->address);
  if (result->body_cut) response.fields.emplace_back("WARC-Truncated", "length");
  if (result->body_left) response.fields.emplace_back("WARC-Truncated", "unspecified");
  response.block = block_of(*result);
  const std::pair<std::string, std::string> link("WARC-Concurrent-To", response.id);
  records.push_back(std::move(response));
  if (!result->request.empty()) {
    WarcRecord request = record("request", url, date, "application/http;msgtype=request");
    request.fields.push_back(link);
    request.block = without_secrets(result->request);
    records.push_back(std::move(request));
  }
  records.push_back(metadata(url, date, {{std::string(kFetchTime), fmt::to_string(result->took.count())}}));
  records.back().fields.push_back(link);
  return records;
}

base::Result<Response> response_of(const WarcRecord& record, const Fetch& fetch, const ReceiveLimits& limits) {
  std::string_view body = record.block;
  std::string head;
  std::optional<std::string> joined;
  if (record.type == "resource") {
    head = fmt::format("HTTP/1.1 200 OK\r\n{}\r\n",
                       to_lines({{"Content-Type", std::string(record.field("content-type"))}}));
  } else {
    if (!body.starts_with("HTTP/")) return base::fail(ErrorKind::kSkip, "its record in the archive is no HTTP");
    head = head_of(body);
    body.remove_prefix(head.size());
    if (is_chunked(head)) joined = without_chunks(body);
    if (joined) body = *joined;
  }
  auto response = receive(head, body, fetch, limits);
  if (!response) return response;
  if (const auto date = parse_warc_date(record.date)) response->started = *date;
  const std::string_view truncated = record.field("warc-truncated");
  if ((truncated.empty() && !record.is_block_cut) || response->body_left) return response;
  response->body_left = truncated == "unspecified" && response->body.empty();
  response->body_cut = !response->body_left;
  return response;
}

std::optional<base::Error> error_of(const WarcRecord& record) {
  const WarcFields fields = fields_of(record.block);
  const std::string_view kind = field(fields, kErrorKind);
  const auto* found = std::ranges::find(kKinds, kind, &std::pair<ErrorKind, std::string_view>::second);
  if (found == kKinds.end()) return std::nullopt;
  return base::Error{.kind = found->first, .what = std::string(field(fields, kError))};
}

std::chrono::milliseconds fetch_time_of(const WarcRecord& record) {
  const WarcFields fields = fields_of(record.block);
  const std::string_view text = field(fields, kFetchTime);
  std::uint32_t milliseconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  return std::chrono::milliseconds(milliseconds);
}

std::optional<std::string> without_chunks(std::string_view body) {
  std::string joined;
  while (!body.empty()) {
    const std::string_view line = take_line(body);
    std::size_t size = 0;
    const auto [end, problem] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    const std::string_view rest(end, line.data() + line.size());
    if (problem != std::errc() || (!is_empty_line(rest) && !rest.starts_with(';') && !rest.starts_with(' '))) {
      return std::nullopt;
    }
    if (size == 0) return joined;
    const std::string_view chunk = body.substr(0, size);
    joined += chunk;
    body.remove_prefix(chunk.size());
    if (body.empty()) return joined;
    if (!is_empty_line(take_line(body))) return std::nullopt;
  }
  return joined;
}

}  // namespace crawler
