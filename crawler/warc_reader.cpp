#include "crawler/warc_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "base/ascii.hpp"

namespace crawler {
namespace {

constexpr std::size_t kMaxLineBytes = std::size_t{32} << 10;
constexpr std::size_t kMaxHeaderBytes = std::size_t{64} << 10;

bool is_line_end(char c) {
  return c == '\r' || c == '\n';
}

/// "WARC/1.1": the digits of later versions may be read as well.
bool is_version(std::string_view line) {
  return line.size() > 7 && line.starts_with("WARC/") && base::kDigits.contains(line[5]) && line[6] == '.' &&
         base::kDigits.contains_all(line.substr(7));
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct ArcLine {
  std::string_view url;
  std::string_view address;
  std::string_view date;  ///< 14 digits
  std::string_view type;
  std::uint64_t block_bytes = 0;
};

/// "URL IP-address Archive-date Content-type [...] Archive-length". The date is the landmark: some URLs have spaces.
std::optional<ArcLine> parse_arc_line(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(' ', begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  constexpr std::size_t kDateDigits = 14;
  const auto is_date = [](std::string_view word) {
    return word.size() == kDateDigits && base::kDigits.contains_all(word);
  };
  const auto date = std::ranges::find_if(words, is_date);
  const auto bytes = number(words.back());
  if (words.size() < 5 || date - words.begin() < 2 || words.end() - date < 3 || !bytes) return std::nullopt;
  const std::string_view address = *(date - 1);
  const auto url_bytes = static_cast<std::size_t>(address.data() - line.data()) - 1;
  return ArcLine{
      .url = line.substr(0, url_bytes), .address = address, .date = *date, .type = *(date + 1), .block_bytes = *bytes};
}

/// Whether a record begins with that line; behind damage, where anything may come.
bool begins_record(std::string_view line) {
  if (line.starts_with("WARC/")) return is_version(line);
  const bool may_be_arc = line.starts_with("http") || line.starts_with("filedesc:") || line.starts_with("dns:");
  return may_be_arc && parse_arc_line(line);
}

/// Without its end.
std::string_view first_line(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// "20140216050221" as WARC writes it.
std::string warc_date_of(std::string_view digits) {
  return fmt::format("{}-{}-{}T{}:{}:{}Z", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6, 2),
                     digits.substr(8, 2), digits.substr(10, 2), digits.substr(12, 2));
}

/// Puts a named field where the record has it.
void keep(WarcRecord& record, const std::string& name, const std::string& value) {
  const std::string lower = base::ascii_lower(name);
  if (lower == "warc-type") {
    record.type = base::ascii_lower(value);
  } else if (lower == "warc-target-uri") {
    record.target_uri = without_angle_brackets(value);
  } else if (lower == "warc-date") {
    record.date = value;
  } else if (lower == "warc-record-id") {
    record.id = value;
  } else if (lower != "content-length") {
    record.fields.emplace_back(name, value);
  }
}

}  // namespace

std::unexpected<base::Error> WarcReader::wrong(std::string_view what) const {
  const std::string inside = place_.inside == 0 ? "" : fmt::format(", {} bytes inside", place_.inside);
  return base::fail(base::ErrorKind::kSkip, fmt::format("{} at {}{}: {}", input_.name(), place_.offset, inside,
                                                        input_.damage().empty() ? what : input_.damage()));
}

/// Without its end; nothing if it has none. A record's header does not go on in another member.
std::optional<std::string> WarcReader::read_line() {
  std::string_view here = input_.peek(256);
  if (!here.contains('\n')) here = input_.peek(kMaxLineBytes);
  const std::size_t end = here.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string line(first_line(here));
  input_.consume(end + 1);
  return line;
}

void WarcReader::skip_line_ends() {
  while (true) {
    const std::string_view here = input_.peek(1);
    const auto other = std::ranges::find_if_not(here, is_line_end);
    input_.consume(static_cast<std::size_t>(other - here.begin()));
    if (here.empty() || other != here.end()) return;
  }
}

/// The named fields behind the version; the length of the block.
base::Result<std::uint64_t> WarcReader::read_warc_header(WarcRecord& record) {
  std::string lines;
  while (true) {
    if (input_.peek(5).starts_with("WARC/")) return wrong("another record begins in its header");
    const auto line = read_line();
    if (!line) return wrong("its header has no end");
    if (line->empty()) break;
    lines.append(*line).append("\n");
    if (lines.size() > kMaxHeaderBytes) return wrong("its header is longer than 64 KiB");
  }
  const WarcFields fields = fields_of(lines);
  const std::string_view length = field(fields, "content-length");
  const auto bytes = number(length);
  if (!bytes) return wrong(fmt::format("expected a Content-Length in its header, got '{}'", length.substr(0, 40)));
  for (const auto& [name, value] : fields) keep(record, name, value);
  if (record.type.empty()) return wrong("expected a WARC-Type in its header");
  return *bytes;
}

base::Result<std::uint64_t> WarcReader::read_arc_header(WarcRecord& record) {
  const auto line = read_line();
  const auto arc = line ? parse_arc_line(*line) : std::nullopt;
  if (!arc) return wrong(fmt::format("expected a record, got '{}'", line.value_or("").substr(0, 40)));
  record.type = arc->url.starts_with("filedesc:") ? "warcinfo" : "response";
  record.target_uri = arc->url;
  record.date = warc_date_of(arc->date);
  record.fields = {{"WARC-IP-Address", std::string(arc->address)}, {"Content-Type", std::string(arc->type)}};
  return arc->block_bytes;
}

/// Takes what there is of the block in this member.
void WarcReader::take_block(WarcRecord& record, std::uint64_t bytes) {
  while (record.block.size() < bytes) {
    const std::string_view here = input_.peek(1).substr(0, bytes - record.block.size());
    if (here.empty()) return;
    record.block.append(here);
    input_.consume(here.size());
  }
}

/// Looks at the end first: a length that lies must not cost the records that it covers.
base::Result<void> WarcReader::read_plain_block(WarcRecord& record, std::uint64_t bytes, std::uint64_t wanted) {
  const WarcPlace begin = input_.place();
  const std::uint64_t missing = bytes - input_.skip(bytes);
  auto checked = missing == 0 ? check_end() : cut_off(missing);
  const WarcPlace end = input_.place();
  input_.seek(begin);
  if (!checked) return checked;
  take_block(record, wanted);
  input_.seek(end);
  return {};
}

/// A block may go on in the next member, unless a record begins there.
base::Result<void> WarcReader::read_packed_block(WarcRecord& record, std::uint64_t bytes, std::uint64_t wanted) {
  std::uint64_t skipped = 0;
  while (true) {
    take_block(record, wanted);
    if (record.block.size() == wanted) skipped += input_.skip(bytes - wanted - skipped);
    const std::uint64_t missing = bytes - record.block.size() - skipped;
    if (missing == 0) return check_end();
    if (!input_.damage().empty() || !input_.next_member()) return cut_off(missing);
    const std::string_view next = input_.peek(kMaxLineBytes);
    if (begins_record(first_line(next))) return cut_off(missing);
    record.flaw = "its block goes on in another gzip member";
  }
}

std::unexpected<base::Error> WarcReader::cut_off(std::uint64_t missing) const {
  return wrong(fmt::format("its block ends {} bytes before its Content-Length", missing));
}

/// Behind a block come two line ends (WARC 1.1, 4), whatever follows them; with fewer of them, or more, another record
/// or nothing.
base::Result<void> WarcReader::check_end() {
  constexpr std::string_view kEnd = "\r\n\r\n";
  const bool is_ended = input_.peek(kEnd.size()).starts_with(kEnd);
  skip_line_ends();
  const std::string_view next = input_.peek(16);
  if (!input_.damage().empty()) return wrong("");
  if (is_ended || next.empty() || begins_record(first_line(input_.peek(kMaxLineBytes)))) return {};
  return wrong("its block goes on behind its Content-Length");
}

base::Result<WarcRecord> WarcReader::read_here(std::size_t max_block_bytes) {
  WarcRecord record;
  record.place = place_ = input_.place();
  const bool is_warc = input_.peek(5).starts_with("WARC/");
  if (is_warc) {
    const std::string version = read_line().value_or("");
    if (!is_version(version)) return wrong(fmt::format("expected WARC/1.1, got '{}'", version.substr(0, 40)));
  }
  const auto bytes = is_warc ? read_warc_header(record) : read_arc_header(record);
  if (!bytes) return std::unexpected(bytes.error());
  const std::uint64_t wanted = std::min<std::uint64_t>(*bytes, max_block_bytes);
  record.is_block_cut = wanted < *bytes;
  const auto read =
      input_.is_gzip() ? read_packed_block(record, *bytes, wanted) : read_plain_block(record, *bytes, wanted);
  if (!read) return std::unexpected(read.error());
  return record;
}

base::Result<WarcRecord> WarcReader::read(WarcPlace place, std::size_t max_block_bytes) {
  input_.seek(place);
  return read_here(max_block_bytes);
}

/// Goes on, behind a record that is bad, to where the next one begins; false if none does.
bool WarcReader::find_record() {
  bool is_bad_one = input_.place() == place_;  // of which nothing was consumed
  while (true) {
    const std::string_view here = input_.peek(kMaxLineBytes);
    if (here.empty()) {
      if (!input_.next_member()) return false;
      is_bad_one = false;
      continue;
    }
    if (!std::exchange(is_bad_one, false) && begins_record(first_line(here))) return true;
    input_.consume(std::min(here.find('\n'), here.size() - 1) + 1);
  }
}

/// Whether there is something of a record, or of a damaged one, in this member or a later one.
bool WarcReader::find_content() {
  while (true) {
    skip_line_ends();
    if (!input_.peek(1).empty() || !input_.damage().empty()) return true;
    if (!input_.next_member()) return false;
  }
}

lazy::generator<base::Result<WarcRecord>> WarcReader::records() {
  bool goes_on = find_content();
  while (goes_on) {
    base::Result<WarcRecord> record = read_here(max_block_bytes_);
    const bool is_good = record.has_value();
    co_yield std::move(record);
    goes_on = is_good ? find_content() : find_record();
  }
}

}  // namespace crawler
