#include "jobs/job_life.hpp"

#include <cassert>
#include <exception>
#include <utility>

namespace jobs {
namespace {

using Kind = JobCommand::Kind;
using storage::Job;
using storage::JobState;

JobState after(JobState state, Kind command) {
  switch (command) {
    case Kind::kStart:
      return JobState::kRunning;
    case Kind::kPause:
      return JobState::kPaused;
    case Kind::kResume:
      return JobState::kWaiting;
    case Kind::kCancel:
      return JobState::kCancelled;
    case Kind::kEnd:
      return JobState::kDone;
    case Kind::kHurry:
      break;
  }
  return state;
}

void obey(Job& job, const JobCommand& command, std::int64_t now) {
  assert(listens(job.state, command.kind));
  if (job.state == JobState::kRunning) {
    job.pages = command.pages;
    job.failures += command.failures;
    job.changed = command.changed;
  }
  job.state = after(job.state, command.kind);
  job.reason = command.reason;
  if (command.kind == Kind::kHurry || command.kind == Kind::kResume) job.due_at = now;
  if (command.kind == Kind::kStart && job.started_at == 0) job.started_at = now;
  if (!is_open(job.state)) job.ended_at = now;
}

}  // namespace

bool listens(JobState state, Kind command) {
  switch (state) {
    case JobState::kWaiting:
      return command != Kind::kResume && command != Kind::kEnd;
    case JobState::kRunning:
      return command == Kind::kPause || command == Kind::kCancel || command == Kind::kEnd;
    case JobState::kPaused:
      return command == Kind::kResume || command == Kind::kCancel;
    default:
      return false;
  }
}

JobLife live(const JobWorld& world, Job job) {
  while (true) {
    try {
      const JobCommand command = co_yield job;
      obey(job, command, world.now());
    } catch (const std::exception& failure) {
      job.state = JobState::kFailed;
      job.reason = failure.what();
      job.ended_at = world.now();
    }
    world.jobs.save(job, world.now());
    world.commit();
  }
}

}  // namespace jobs
