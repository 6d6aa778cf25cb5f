#include "crawler/archive.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "crawler/warc_exchange.hpp"

namespace crawler {
namespace {

using base::ErrorKind;

// What is said of a crawl or of a request is short.
constexpr std::size_t kMostNoteBytes = std::size_t{1} << 20;

// To read a record behind so much in its member costs about as much as to fetch it.
constexpr std::uint64_t kMostBytesBefore = std::uint64_t{256} << 10;

// The limit for a body may be the word of the archive itself.
constexpr std::size_t kMostBodyBytes = std::size_t{256} << 20;

// A URL that was visited again and again refers to one of the first answers.
constexpr std::size_t kMostOriginals = 16;

bool is_ours(const WarcFields& fields) {
  return field(fields, "software").starts_with(Archive::kSoftware);
}

/// How far behind the beginning of a gzip'd file's first member another record begins in it; 0 if none does. Beyond
/// `kMostBytesBefore` it is not looked for.
std::uint64_t bytes_before_last(const WarcInput& input) {
  std::uint64_t farthest = 0;
  WarcReader reader(input.again(), 0);
  for (auto&& record : reader.records()) {
    if (!record) continue;
    if (record->place.offset > 0) break;
    farthest = record->place.inside;
    if (farthest > kMostBytesBefore) break;
  }
  return farthest;
}

struct Dated {
  std::string date;
  std::size_t number = 0;  ///< in the order that was given
  WarcInput input;
};

/// The date of the first record of a file of ours; empty for others.
std::string date_of(const WarcInput& input) {
  WarcReader reader(input.again(), kMostNoteBytes);
  for (auto&& record : reader.records()) {
    return record && record->type == "warcinfo" && is_ours(fields_of(record->block)) ? record->date : std::string();
  }
  return {};
}

std::optional<Url> http_url(std::string_view uri) {
  auto url = Url::parse(uri);
  if (!url || !url->is_http()) return std::nullopt;
  return url->without_fragment();
}

bool is_answer(const WarcRecord& record) {
  return record.type == "response" || record.type == "resource" || record.type == "revisit";
}

}  // namespace

base::Result<Archive> Archive::open(std::span<const std::filesystem::path> files, const Complain& complain) {
  std::vector<Dated> inputs;
  for (const std::filesystem::path& file : files) {
    auto input = open_file(file, complain);
    if (!input) return std::unexpected(std::move(input.error()));
    std::string date = date_of(*input);
    inputs.push_back({.date = std::move(date), .number = inputs.size(), .input = *std::move(input)});
  }
  std::ranges::sort(inputs, {}, [](const Dated& dated) { return std::tie(dated.date, dated.number); });
  Archive archive;
  for (Dated& dated : inputs) archive.read_file(std::move(dated.input), complain);
  archive.order();
  return archive;
}

base::Result<WarcInput> Archive::open_file(const std::filesystem::path& file, const Complain& complain) {
  auto input = WarcInput::open(file);
  if (!input || !input->is_gzip()) return input;
  const std::uint64_t before = bytes_before_last(*input);
  if (before > 0) {
    complain(
        fmt::format("{}: expected a gzip member for each record, got one for many; read all the same", input->name()));
  }
  return before > kMostBytesBefore ? input->unpacked() : std::move(input);
}

void Archive::read_file(WarcInput input, const Complain& complain) {
  WarcReader reader(input.again(), kMostNoteBytes);
  files_.emplace_back(std::move(input));
  for (auto&& record : reader.records()) {
    if (record) {
      take(*record, complain);
    } else {
      complain(record.error().what);
    }
  }
}

void Archive::take(const WarcRecord& record, const Complain& complain) {
  if (record.type == "warcinfo" && is_ours(fields_of(record.block))) notes_.push_back(spot_of(record));
  const auto url = http_url(record.target_uri);
  if (record.type == "metadata") return take_metadata(record, url ? &*url : nullptr);
  if (!is_answer(record)) return;
  last_answer_ = url ? record.id : std::string();
  if (url) add(record, *url);
  const auto tell = [&](std::string_view what) {
    complain(fmt::format("{} at {}: {}", files_.back().input().name(), record.place.offset, what));
  };
  if (!record.flaw.empty()) tell(record.flaw);
  if (record.target_uri.contains(' ') || !Url::parse(record.target_uri)) {
    tell(fmt::format("expected a URL as its WARC-Target-URI, got '{}'", record.target_uri.substr(0, 80)));
  }
}

void Archive::take_metadata(const WarcRecord& record, const Url* url) {
  const std::string_view concurrent = record.field("warc-concurrent-to");
  if (url == nullptr) {
    const WarcFields fields = fields_of(record.block);
    const bool has_seeds = !field(fields, kSeed).empty() || !field(fields, kGuessedSeed).empty();
    if (has_seeds && !notes_.empty()) notes_.push_back(spot_of(record));
  } else if (!concurrent.empty() && concurrent == last_answer_ && !requests_.empty()) {
    requests_.back().took_ms = static_cast<std::uint32_t>(fetch_time_of(record).count());
  } else if (error_of(record)) {
    add(record, *url);
  }
}

void Archive::add(const WarcRecord& record, const Url& url) {
  if (requests_.size() == std::numeric_limits<Number>::max()) return;
  requests_.push_back({.key = key_of(url), .spot = spot_of(record)});
}

void Archive::order() {
  by_key_.resize(requests_.size());
  std::iota(by_key_.begin(), by_key_.end(), 0U);
  std::ranges::sort(by_key_, {}, [this](Number i) { return std::tuple(requests_[i].key, i); });
}

Archive::Key Archive::key_of(const Url& url) {
  const XXH128_hash_t hash = XXH3_128bits(url.href().data(), url.href().size());
  return {hash.high64, hash.low64};
}

Archive::Spot Archive::spot_of(const WarcRecord& record) const {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  return {.file = static_cast<std::uint32_t>(files_.size() - 1),
          .inside = static_cast<std::uint32_t>(std::min(record.place.inside, kMost)),
          .offset = record.place.offset};
}

base::Result<WarcRecord> Archive::read(const Spot& spot, std::size_t max_block_bytes) {
  return files_[spot.file].read({.offset = spot.offset, .inside = spot.inside}, max_block_bytes);
}

lazy::generator<WarcFields> Archive::notes() {
  for (const Spot& spot : notes_) {
    const auto record = read(spot, kMostNoteBytes);
    if (!record) continue;
    WarcFields fields = fields_of(record->block);
    co_yield std::move(fields);
  }
}

lazy::generator<Url> Archive::urls() {
  for (const Request& request : requests_) {
    const auto record = read(request.spot, 0);
    if (!record || !is_answer(*record)) continue;
    if (std::optional<Url> url = http_url(record->target_uri)) co_yield *std::move(url);
  }
}

Archive::Range Archive::find(const Url& url) const {
  const auto key = [this](Number i) -> const Key& { return requests_[i].key; };
  const auto found = std::ranges::equal_range(by_key_, key_of(url.without_fragment()), {}, key);
  return {.first = static_cast<Number>(found.begin() - by_key_.begin()),
          .last = static_cast<Number>(found.end() - by_key_.begin())};
}

base::Result<Response> Archive::answer(Number request, const Fetch& fetch, const ReceiveLimits& limits) {
  const std::size_t max_body_bytes = std::max(fetch.max_body_bytes, limits.max_body_bytes);
  const std::size_t max_block_bytes =
      std::clamp(max_body_bytes, WarcReader::kMaxBlockBytes, kMostBodyBytes) + kMostNoteBytes;
  const Request& asked = requests_[by_key_[request]];
  auto record = read(asked.spot, max_block_bytes);
  if (record && record->type == "revisit") record = original_of(*record, max_block_bytes);
  if (!record) return base::fail(ErrorKind::kSkip, "its record in the archive is bad");
  if (auto error = error_of(*record); record->type == "metadata" && error) return std::unexpected(*std::move(error));
  auto response = response_of(*record, fetch, limits);
  if (response) response->took = std::chrono::milliseconds(asked.took_ms);
  return response;
}

/// By its record ID, its payload's digest or its date: tools differ in what they tell (WARC 1.1, 6.7).
base::Result<WarcRecord> Archive::original_of(const WarcRecord& revisit, std::size_t max_block_bytes) {
  const std::string_view referred = without_angle_brackets(revisit.field("warc-refers-to-target-uri"));
  const auto url = http_url(referred.empty() ? revisit.target_uri : referred);
  const auto same = [](std::string_view a, std::string_view b) { return !a.empty() && a == b; };
  const Range range = url ? find(*url) : Range();
  const auto last = static_cast<Number>(std::min<std::size_t>(range.last, range.first + kMostOriginals));
  for (Number i = range.first; i < last; ++i) {
    auto record = read(requests_[by_key_[i]].spot, max_block_bytes);
    if (!record || record->type == "revisit" || record->type == "metadata") continue;
    const bool is_referred = same(revisit.field("warc-refers-to"), record->id) ||
                             same(revisit.field("warc-refers-to-date"), record->date) ||
                             same(revisit.field("warc-payload-digest"), record->field("warc-payload-digest"));
    if (is_referred) return record;
  }
  return base::fail(ErrorKind::kSkip, "refers to a record that is not in the archive");
}

}  // namespace crawler
