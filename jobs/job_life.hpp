#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "lazy/machine.hpp"
#include "storage/jobs.hpp"

namespace jobs {

/// What a job may be told.
struct JobCommand {
  enum class Kind : std::uint8_t {
    kHurry,  ///< it is due now
    kStart,  ///< its time has come
    kPause,
    kResume,
    kCancel,
    kEnd,  ///< all is done
  };
  Kind kind = Kind::kHurry;
  std::string reason{};       ///< why
  std::int64_t pages = 0;     ///< of one that was running: good ones so far
  std::int64_t failures = 0;  ///< since it was opened
  std::int64_t changed = 0;   ///< so far
};

/// Whether a job of that state listens to such a command. One that runs has to have stopped first.
bool listens(storage::JobState state, JobCommand::Kind command);

/// What a job's life needs of the world.
struct JobWorld {
  storage::Jobs& jobs;
  std::function<void()> commit;       ///< makes all that was written so far durable
  std::function<std::int64_t()> now;  ///< seconds since 1970
};

/// The life of a job: yields it in each of its states, in which it has been stored before, and for good. It takes
/// commands to which it listens, and what it does not is an assertion; a failure that is thrown into it
/// (`machine::throw_`) is its end as failed. `world` outlives it.
using JobLife = lazy::machine<storage::Job, JobCommand>;
JobLife live(const JobWorld& world, storage::Job job);

}  // namespace jobs
