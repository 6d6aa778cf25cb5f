#include "storage/jobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace storage {
namespace {

constexpr auto kWords =
    std::to_array<std::string_view>({"waiting", "running", "paused", "done", "failed", "cancelled"});

constexpr std::string_view kSelect =
    "SELECT id, site, state, reason, due_at, created_at, coalesce(started_at, 0), coalesce(ended_at, 0), pages,"
    " failures, changed FROM jobs";

JobState state_of(std::string_view word) {
  return static_cast<JobState>(std::ranges::find(kWords, word) - kWords.begin());
}

Job job_of(const Row& row) {
  return {.id = row.integer(0),
          .site = std::string(row.text(1)),
          .state = state_of(row.text(2)),
          .reason = std::string(row.text(3)),
          .due_at = row.integer(4),
          .created_at = row.integer(5),
          .started_at = row.integer(6),
          .ended_at = row.integer(7),
          .pages = row.integer(8),
          .failures = row.integer(9),
          .changed = row.integer(10)};
}

template <typename... Values>
std::vector<Job> jobs_of(Connection& connection, std::string_view condition, const Values&... values) {
  std::vector<Job> jobs;
  Statement select = connection.prepare(fmt::format("{} {}", kSelect, condition));
  for (const Row row : select.rows(values...)) jobs.push_back(job_of(row));
  return jobs;
}

std::optional<Job> first_of(std::vector<Job> jobs) {
  if (jobs.empty()) return {};
  return std::move(jobs.front());
}

void note(Connection& connection, const Job& job, std::int64_t now) {
  connection.prepare("INSERT INTO job_states(job, at, state, reason) VALUES (?, ?, ?, ?)")
      .run(job.id, now, word(job.state), job.reason);
}

}  // namespace

std::string_view word(JobState state) {
  return kWords[static_cast<std::size_t>(state)];
}

bool is_open(JobState state) {
  return state == JobState::kWaiting || state == JobState::kRunning || state == JobState::kPaused;
}

Job Jobs::create(std::string_view site, std::string_view reason, std::int64_t due_at, std::int64_t now) {
  Job job{.site = std::string(site), .reason = std::string(reason), .due_at = due_at, .created_at = now};
  database_.change([&] {
    Connection& connection = database_.connection();
    connection.prepare("INSERT INTO jobs(site, state, reason, due_at, created_at) VALUES (?, ?, ?, ?, ?)")
        .run(site, word(job.state), reason, due_at, now);
    job.id = connection.last_insert_id();
    note(connection, job, now);
  });
  return job;
}

void Jobs::save(const Job& job, std::int64_t now) {
  const std::optional<Job> before = find(job.id);
  database_.change([&] {
    Connection& connection = database_.connection();
    connection
        .prepare(
            "UPDATE jobs SET state = ?, reason = ?, due_at = ?, created_at = ?, started_at = nullif(?, 0), ended_at = "
            "nullif(?, 0),"
            " pages = ?, failures = ?, changed = ? WHERE id = ?")
        .run(word(job.state), job.reason, job.due_at, job.created_at, job.started_at, job.ended_at, job.pages,
             job.failures, job.changed, job.id);
    if (!before || before->state != job.state) note(connection, job, now);
  });
}

std::optional<Job> Jobs::find(std::int64_t id) {
  return first_of(jobs_of(database_.connection(), "WHERE id = ?", id));
}

std::vector<Job> Jobs::open() {
  return jobs_of(database_.connection(), "WHERE state IN ('waiting', 'running', 'paused') ORDER BY site");
}

std::vector<Job> Jobs::list(std::string_view site, std::int64_t before, std::size_t limit) {
  const auto most = static_cast<std::int64_t>(limit);
  Connection& connection = database_.connection();
  if (site.empty()) return jobs_of(connection, "WHERE id < ? ORDER BY id DESC LIMIT ?", before, most);
  return jobs_of(connection, "WHERE site = ? AND id < ? ORDER BY id DESC LIMIT ?", site, before, most);
}

std::optional<Job> Jobs::last_done(std::string_view site) {
  return first_of(jobs_of(database_.connection(), "WHERE site = ? AND state = 'done' ORDER BY id DESC LIMIT 1", site));
}

std::vector<JobChange> Jobs::history(std::int64_t id) {
  std::vector<JobChange> changes;
  Statement select =
      database_.connection().prepare("SELECT at, state, reason FROM job_states WHERE job = ? ORDER BY rowid");
  for (const Row row : select.rows(id)) {
    changes.push_back({.at = row.integer(0), .state = std::string(row.text(1)), .reason = std::string(row.text(2))});
  }
  return changes;
}

void Jobs::forget_old(std::string_view site, std::size_t kept) {
  constexpr std::string_view kOld =
      "SELECT id FROM jobs WHERE site = ?1 AND state NOT IN ('waiting', 'running', 'paused')"
      " ORDER BY id DESC LIMIT -1 OFFSET ?2";
  database_.change([&] {
    Connection& connection = database_.connection();
    for (const std::string_view rows : {"job_states WHERE job", "job_samples WHERE job", "jobs WHERE id"}) {
      connection.prepare(fmt::format("DELETE FROM {} IN ({})", rows, kOld)).run(site, static_cast<std::int64_t>(kept));
    }
  });
}

}  // namespace storage
