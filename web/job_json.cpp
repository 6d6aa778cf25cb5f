#include "web/job_json.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "web/answers.hpp"

namespace web {
namespace {

using views::Json;

template <typename Value>
Json optional_json(const std::optional<Value>& value) {
  return value ? json_of(*value) : Json();
}

}  // namespace

Json json_of(const storage::Job& job) {
  return {{"id", job.id},
          {"site", job.site},
          {"state", word(job.state)},
          {"reason", job.reason},
          {"due_at", time_json(job.due_at)},
          {"created_at", time_json(job.created_at)},
          {"started_at", time_json(job.started_at)},
          {"ended_at", time_json(job.ended_at)},
          {"pages", job.pages},
          {"failures", job.failures},
          {"changed", job.changed}};
}

Json json_of(const storage::JobSample& sample) {
  Json statuses = Json::object();
  for (std::size_t i = 0; i < sample.counts.statuses.size(); ++i) {
    statuses[std::string(word(static_cast<crawler::StatusClass>(i)))] = sample.counts.statuses[i];
  }
  return {{"worked_ms", sample.worked_ms},
          {"at", time_json(sample.at)},
          {"statuses", std::move(statuses)},
          {"depths", sample.counts.depths}};
}

Json json_of(const jobs::JobProgress& progress) {
  return {{"pages", progress.pages},         {"failures", progress.failures},
          {"forbidden", progress.forbidden}, {"waiting", progress.waiting},
          {"depth", progress.depth},         {"pages_per_second", std::round(progress.pages_per_second * 10) / 10}};
}

Json json_of(const jobs::SiteStatus& site) {
  return {{"name", site.name},
          {"seeds", site.seeds},
          {"schedule", site.schedule},
          {"job", optional_json(site.job)},
          {"last", optional_json(site.last)},
          {"progress", optional_json(site.progress)}};
}

Json json_of(const jobs::JobEvent& event) {
  return {{"job", json_of(event.job)}, {"progress", optional_json(event.progress)}};
}

}  // namespace web
