#include "jobs/pace.hpp"

#include <fmt/format.h>

#include "base/quantity.hpp"
#include "crawler/own_host.hpp"

namespace jobs {

using namespace std::chrono_literals;

std::string pace(const CrawlOptions& options, std::string_view host) {
  const crawler::PolitenessLimits& limits = options.network.politeness;
  const bool is_own = crawler::is_own_host(host);
  const bool has_pause = limits.delay > 0ms;
  const bool waits_as_long = !is_own && !limits.delay && !limits.interval;
  if (waits_as_long && !limits.per_host) {
    return "gently: 2 connections, a pause as long as the last answer took (100 ms to 10 s). "
           "A site of your own? --per-host 8 --delay 0";
  }
  const std::size_t by_host = is_own ? options.concurrency : 2;
  std::string text = base::counted(limits.per_host.value_or(has_pause ? 1 : by_host), "request") + " at a time";
  if (has_pause) text += fmt::format(", with a pause of {}", base::duration_text(*limits.delay));
  if (limits.interval > 0us) {
    text += fmt::format(", at most {:.3g} a minute", 60e6 / static_cast<double>(limits.interval->count()));
  }
  if (waits_as_long) text += ", with a pause as long as the last answer took (100 ms to 10 s)";
  return text;
}

}  // namespace jobs
