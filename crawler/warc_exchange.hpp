#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "crawler/fetcher.hpp"
#include "crawler/receiver.hpp"
#include "crawler/warc_record.hpp"

namespace crawler {

/// What a request for `url` came to, as an archive has it: a `response`, the `request` if it is known, and `metadata`
/// with the time that it took. A request that got no answer is `metadata` alone, with the error; `now` is its date.
///
/// The body is what the fetcher made of it: codings undone, cut at its limit (WARC-Truncated: length) or left unread
/// (unspecified). So the headers that told of codings and of the length are kept under X-Archive-Orig-*, and
/// Content-Length tells the length of what is there. What would open a door never goes into an archive: of the request,
/// Authorization, Proxy-Authorization and Cookie are left out; of the response, the values of cookies.
std::vector<WarcRecord> records_of(const Url& url, const base::Result<Response>& result,
                                   std::chrono::system_clock::time_point now);

/// The answer that a `response` or `resource` of any tool holds, received as one of the network would be: chunks and
/// content codings undone, within `limits` and what `fetch` says. A `resource` is a 200 with its Content-Type. Chunks
/// that are none are taken for the body. An error of kind kSkip if it is no HTTP, or the body breaks.
base::Result<Response> response_of(const WarcRecord& record, const Fetch& fetch, const ReceiveLimits& limits);

/// The error that a `metadata` record of `records_of` tells; nothing if it tells none.
std::optional<base::Error> error_of(const WarcRecord& record);

/// The time that a `metadata` record tells, which others write too: "fetchTimeMs: 12".
std::chrono::milliseconds fetch_time_of(const WarcRecord& record);

/// A body without its chunks (RFC 9112, 7.1); one that ends too soon as far as it goes. Nothing if it is malformed.
std::optional<std::string> without_chunks(std::string_view body);

}  // namespace crawler
