#pragma once

#include "server/beast.hpp"
#include "server/workers.hpp"

namespace server {

/// Waits until a worker has done the job, which throws nothing, and then goes on in the thread of `executor`. The job
/// may refer to the coroutine's locals: they stay until the workers are gone.
Awaitable<void> on_worker(Workers& workers, Executor executor, Workers::Kind kind, Workers::Job job);

}  // namespace server
