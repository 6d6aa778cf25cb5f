#pragma once

#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace lazy {

/// A state machine written as a coroutine, a generator that goes both ways: it yields its states and is sent commands,
/// as Python's `send()` and `throw()` do it.
///
///     machine<Light, Command> light() {
///       for (Light now = Light::kRed;; now = after(now)) {
///         const Command command = co_yield now;          // what `send` was given
///         if (command == Command::kBreak) co_return;
///       }
///     }
///
/// Move-only. Resumed by one thread at a time. It does not run before `start`, nor after it is done; destroying it
/// early destroys the locals of the coroutine: Python's `close()`. What the coroutine throws comes out of the call that
/// resumed it, and the machine is done. With g++ 12, name what you yield (`lazy/generator.hpp`).
template <typename State, typename Command>
class [[nodiscard]] machine {
 public:
  class promise_type;

  machine(machine&& other) noexcept : coroutine_(std::exchange(other.coroutine_, {})) {}
  machine& operator=(machine&& other) noexcept {
    machine old(std::move(other));
    std::swap(coroutine_, old.coroutine_);
    return *this;
  }
  ~machine() {
    if (coroutine_) coroutine_.destroy();
  }

  /// Runs to the first state. Throws `std::logic_error` if it has been started.
  void start() {
    if (promise().has_started) throw std::logic_error("a machine is started once");
    promise().has_started = true;
    resume();
  }

  /// Hands `command` to the coroutine, as what its `co_yield` gives, and runs to the next state or the end. Throws
  /// `std::logic_error` if there is nobody to take it, before `start` or at the end.
  void send(Command command) {
    promise_type& waiting = listener();
    waiting.command = std::move(command);
    resume();
  }

  /// Has the coroutine's `co_yield` throw `failure`, and runs to the next state or the end. What the coroutine lets
  /// through comes out here. Throws `std::logic_error` like `send`.
  void throw_(std::exception_ptr failure) {
    promise_type& waiting = listener();
    waiting.failure = std::move(failure);
    resume();
  }

  /// The state that was yielded last; good until the next call. Nothing before `start`, and when it is done.
  const State* state() const { return is_done() ? nullptr : promise().state; }

  bool is_done() const { return coroutine_.done(); }

 private:
  using handle = std::coroutine_handle<promise_type>;

  explicit machine(handle coroutine) noexcept : coroutine_(coroutine) {}

  promise_type& promise() const { return coroutine_.promise(); }

  promise_type& listener() {
    if (is_done() || !promise().has_started) throw std::logic_error("the machine does not run");
    return promise();
  }

  void resume() {
    coroutine_.resume();
    if (promise().thrown) std::rethrow_exception(std::exchange(promise().thrown, nullptr));
  }

  handle coroutine_;
};

template <typename State, typename Command>
class machine<State, Command>::promise_type {
 public:
  machine get_return_object() noexcept { return machine(handle::from_promise(*this)); }
  std::suspend_always initial_suspend() const noexcept { return {}; }
  std::suspend_always final_suspend() const noexcept { return {}; }
  void return_void() const noexcept {}
  void unhandled_exception() noexcept { thrown = std::current_exception(); }

  /// What was yielded lives in the coroutine until it is resumed: a pointer to it is enough.
  auto yield_value(const State& yielded) noexcept {
    state = std::addressof(yielded);
    return Receive{*this};
  }

  void await_transform() = delete;  // a machine yields; it never waits

 private:
  friend class machine;

  struct Receive {
    promise_type& machine_promise;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> /*yielding*/) const noexcept {}
    Command await_resume() const {
      if (machine_promise.failure) std::rethrow_exception(std::exchange(machine_promise.failure, nullptr));
      Command sent = *std::move(machine_promise.command);
      machine_promise.command.reset();
      return sent;
    }
  };

  const State* state = nullptr;
  bool has_started = false;
  std::optional<Command> command;
  std::exception_ptr failure;  ///< to be thrown into the coroutine
  std::exception_ptr thrown;   ///< by it
};

}  // namespace lazy
