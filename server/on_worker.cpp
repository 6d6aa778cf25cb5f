#include "server/on_worker.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace server {

Awaitable<void> on_worker(Workers& workers, Executor executor, Workers::Kind kind, Workers::Job job) {
  auto give = [&workers, executor, kind](auto handler, Workers::Job given) {
    auto step = [executor, resume = std::move(handler), given = std::move(given)]() mutable {
      given();
      asio::post(executor, std::move(resume));
    };
    workers.give(std::move(step), kind);
  };
  return asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
      std::move(give), asio::use_awaitable_t<Executor>(), std::move(job));
}

}  // namespace server
