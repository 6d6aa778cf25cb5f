#include "jobs/recording.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "crawler/archive.hpp"
#include "crawler/warc_record.hpp"
#include "crawler/warc_writer.hpp"
#include "lazy/generator.hpp"

namespace jobs {
namespace {

using crawler::Archive;
using crawler::WarcFields;

// Each file of an archive tells the seeds, if they are no more than that; of a million, only the first file all.
constexpr std::size_t kSeedsOfARecord = 1'000;

lazy::generator<WarcFields> seed_fields(storage::SeedList& seeds) {
  WarcFields fields;
  for (std::uint64_t site = 1; site <= seeds.sites(); ++site) {
    for (auto&& seed : seeds.seeds_of(site)) {
      fields.emplace_back(seed.is_guess ? Archive::kGuessedSeed : Archive::kSeed, std::move(seed.url));
      if (fields.size() < kSeedsOfARecord) continue;
      co_yield std::move(fields);
      fields.clear();
    }
  }
  if (!fields.empty()) co_yield std::move(fields);
}

/// What a `warcinfo` record says (WARC 1.1, 6.2): of the program, the options and the first seeds.
WarcFields info_of(const CrawlOptions& options, const WarcFields& seeds) {
  WarcFields info{{"software", std::string(Archive::kSoftware) + "/" SITEDEX_VERSION},
                  {"format", "WARC File Format 1.1"},
                  {"conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"},
                  {"robots", options.ignore_robots ? "ignore" : "obey"},
                  {"http-header-user-agent", options.network.user_agent}};
  for (const auto& [name, value] : options.rules) info.emplace_back("sitedex-" + name, value);
  info.insert(info.end(), seeds.begin(), seeds.end());
  return info;
}

crawler::WarcRecord more_seeds(const WarcFields& fields) {
  return {.type = "metadata",
          .target_uri = {},
          .date = crawler::warc_date(std::chrono::system_clock::now()),
          .id = crawler::new_record_id(),
          .fields = {{"Content-Type", "application/warc-fields"}},
          .block = crawler::to_lines(fields)};
}

crawler::WarcWriter begin_archive(const CrawlOptions& options, storage::SeedList& seeds) {
  std::optional<crawler::WarcWriter> writer;
  for (auto&& fields : seed_fields(seeds)) {
    if (writer) {
      writer->write({{more_seeds(fields)}});
    } else {
      writer.emplace(crawler::WarcWriter::Options{
          .file = options.warc, .max_bytes = options.warc_bytes, .info = info_of(options, fields)});
    }
  }
  if (!writer) throw std::runtime_error("no seeds: there is nothing to record");
  return *std::move(writer);
}

}  // namespace

Recording::Recording(std::unique_ptr<crawler::Fetcher> fetcher, const CrawlOptions& options, storage::SeedList& seeds)
    : fetcher_(std::move(fetcher)) {
  if (options.warc.empty()) return;
  auto recorder = std::make_unique<crawler::RecordingFetcher>(std::move(fetcher_), begin_archive(options, seeds));
  recorder_ = recorder.get();
  fetcher_ = std::move(recorder);
}

void Recording::check() const {
  if (recorder_ != nullptr) recorder_->check();
}

}  // namespace jobs
