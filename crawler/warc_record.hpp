#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crawler {

/// Where a record begins: in a plain file, an offset; in a gzip'd one, the offset of a member and how many bytes of its
/// contents come before.
struct WarcPlace {
  std::uint64_t offset = 0;
  std::uint64_t inside = 0;

  friend bool operator==(const WarcPlace&, const WarcPlace&) = default;
};

/// Named fields (WARC 1.1, 4): names as written, in order.
using WarcFields = std::vector<std::pair<std::string, std::string>>;

/// The first field of that name, in whatever case, or empty.
std::string_view field(const WarcFields& fields, std::string_view name);

/// Fields as `application/warc-fields` has them (WARC 1.1, annex D): a line each. What would end a line is left out.
std::string to_lines(const WarcFields& fields);

/// What `to_lines` wrote. Lines that begin with white space go on with the one before; those without a colon are left
/// out.
WarcFields fields_of(std::string_view lines);

/// A record of a web archive (WARC 1.1, https://iipc.github.io/warc-specifications/, 4), or of the older ARC as if it
/// were one.
struct WarcRecord {
  std::string type;        ///< WARC-Type: "response"
  std::string target_uri;  ///< WARC-Target-URI, without the angle brackets that wget puts around it
  std::string date;        ///< WARC-Date: "2026-01-31T12:30:00.123456Z"
  std::string id;          ///< WARC-Record-ID: "<urn:uuid:...>"
  WarcFields fields;       ///< all others but Content-Length
  std::string block;
  bool is_block_cut = false;  ///< the block had more bytes than were wanted; only when read
  std::string flaw;           ///< what is wrong with it, though it could be read; only when read
  WarcPlace place;            ///< only when read

  std::string_view field(std::string_view name) const { return crawler::field(fields, name); }
};

/// A URI as WARC 1.0 and wget write it, "<http://...>", without its brackets; any other as it is. A view of `uri`.
std::string_view without_angle_brackets(std::string_view uri);

/// WARC-Date of a time, in UTC, to the microsecond.
std::string warc_date(std::chrono::system_clock::time_point time);

/// The time that a WARC-Date tells; nothing if it is none.
std::optional<std::chrono::system_clock::time_point> parse_warc_date(std::string_view date);

/// A new WARC-Record-ID: a random UUID (RFC 9562, 5.4) as a URN.
std::string new_record_id();

/// WARC-Payload-Digest: SHA-1 in base32 (RFC 4648, 6), as archives have it: "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ".
std::string warc_digest(std::string_view payload);

}  // namespace crawler
