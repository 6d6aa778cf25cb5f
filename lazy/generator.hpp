#pragma once

/// A lazy sequence written as a coroutine: `std::generator` of C++23 (P2502R2) but for its allocators, for compilers
/// that do not have it yet. Where the standard's is there, these names are aliases of it.

#include <version>

#ifdef __cpp_lib_generator

#include <generator>

namespace lazy {
using std::generator;
using std::ranges::elements_of;
}  // namespace lazy

#else

#include <concepts>
#include <coroutine>
#include <exception>
#include <iterator>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace lazy {

/// `co_yield elements_of(range)` yields each element of `range`: Python's `yield from`.
template <std::ranges::range Range>
struct elements_of {
  Range range;
};
template <typename Range>
elements_of(Range&&) -> elements_of<Range&&>;

/// A move-only input range and view whose elements are made one by one, each when it is asked for. Dereferencing gives
/// `T&&`, which stays good until the next increment. Resumed by one thread at a time; begun once (a second `begin()`,
/// or one after a move, throws `std::logic_error`); destroying it early destroys the locals of the coroutine. What the
/// coroutine throws comes out of `begin()` or `++`, and the generator is at its end.
///
/// A nested `elements_of(generator)` is resumed directly, at any depth, at the cost of a plain resumption; where the
/// compiler makes tail calls (optimized builds) nesting does not grow the stack. Destroying it never does.
///
/// With g++ 12, name what you yield: `T item{...}; co_yield std::move(item);`. An aggregate temporary in the
/// `co_yield` expression is destroyed twice by it, and a braced list there ("array used as initializer") is refused.
template <typename Ref, typename Value = void>
class [[nodiscard]] generator : public std::ranges::view_interface<generator<Ref, Value> > {
  using value = std::conditional_t<std::is_void_v<Value>, std::remove_cvref_t<Ref>, Value>;
  using reference = std::conditional_t<std::is_void_v<Value>, Ref&&, Ref>;

 public:
  using yielded = std::conditional_t<std::is_reference_v<reference>, reference, const reference&>;
  class promise_type;
  class iterator;

  generator(generator&& other) noexcept
      : coroutine_(std::exchange(other.coroutine_, {})), begun_(std::exchange(other.begun_, true)) {}
  generator& operator=(generator&& other) noexcept {
    generator(std::move(other)).swap(*this);
    return *this;
  }
  ~generator() {
    if (!coroutine_) return;
    coroutine_.promise().destroy_nested();
    coroutine_.destroy();
  }

  /// Runs the coroutine to its first `co_yield`. Rethrows what it throws on the way.
  iterator begin() {
    begin_once();
    coroutine_.promise().advance();
    return iterator(coroutine_);
  }
  std::default_sentinel_t end() const noexcept { return std::default_sentinel; }

 private:
  using handle = std::coroutine_handle<promise_type>;

  explicit generator(handle coroutine) noexcept : coroutine_(coroutine) {}
  void begin_once() {
    if (std::exchange(begun_, true)) throw std::logic_error("a generator can be iterated over once only");
  }
  void swap(generator& other) noexcept {
    std::swap(coroutine_, other.coroutine_);
    std::swap(begun_, other.begun_);
  }

  handle coroutine_;
  bool begun_ = false;
};

/// Generators nested by `elements_of` form a stack: `root_` is the outermost, which the consumer holds; its `leaf_` is
/// the innermost, which is the one to resume and the one that yields.
template <typename Ref, typename Value>
class generator<Ref, Value>::promise_type {
 public:
  generator get_return_object() noexcept { return generator(handle::from_promise(*this)); }
  std::suspend_always initial_suspend() const noexcept { return {}; }
  auto final_suspend() noexcept { return ToParent{}; }
  void return_void() const noexcept {}
  void unhandled_exception() noexcept { exception_ = std::current_exception(); }

  /// The yielded object lives in the coroutine until it is resumed: a pointer to it is enough.
  std::suspend_always yield_value(yielded element) noexcept {
    root_->element_ = std::addressof(element);
    return {};
  }

  /// An lvalue yielded where rvalues are expected is copied: the consumer may move from what it gets.
  auto yield_value(const std::remove_reference_t<yielded>& element)
    requires std::is_rvalue_reference_v<yielded> &&
             std::constructible_from<std::remove_cvref_t<yielded>, const std::remove_reference_t<yielded>&>
  {
    return CopiedElement{std::remove_cvref_t<yielded>(element)};
  }

  auto yield_value(elements_of<generator&&> nested) {
    nested.range.begin_once();
    return Nested{std::move(nested.range)};
  }

  template <std::ranges::input_range Range>
    requires std::convertible_to<std::ranges::range_reference_t<Range>, yielded>
  auto yield_value(elements_of<Range> nested) {
    auto each = [](std::ranges::iterator_t<Range> first, std::ranges::sentinel_t<Range> last) -> generator {
      for (; first != last; ++first) co_yield static_cast<yielded>(*first);
    };
    return Nested{each(std::ranges::begin(nested.range), std::ranges::end(nested.range))};
  }

  void await_transform() = delete;  // a generator yields; it never waits

 private:
  friend class generator;
  friend class iterator;

  /// Resumes the innermost generator until something is yielded, or all is done.
  void advance() {
    leaf_.resume();
    if (exception_) std::rethrow_exception(std::exchange(exception_, nullptr));
  }

  /// From the innermost outwards, in a loop: left to the destructors of the frames, it would recurse.
  void destroy_nested() noexcept {
    while (leaf_ != handle::from_promise(*this)) {
      promise_type& leaf = leaf_.promise();
      leaf_ = leaf.parent_;
      std::exchange(leaf.owner_->coroutine_, {}).destroy();
    }
  }

  struct ToParent {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(handle finished) const noexcept {
      promise_type& promise = finished.promise();
      if (!promise.parent_) return std::noop_coroutine();
      promise.root_->leaf_ = promise.parent_;
      return promise.parent_;
    }
    void await_resume() const noexcept {}
  };

  struct CopiedElement {
    std::remove_cvref_t<yielded> element;
    bool await_ready() const noexcept { return false; }
    void await_suspend(handle yielding) noexcept { yielding.promise().root_->element_ = std::addressof(element); }
    void await_resume() const noexcept {}
  };

  struct Nested {
    generator inner;
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(handle outer) noexcept {
      promise_type& promise = inner.coroutine_.promise();
      promise.root_ = outer.promise().root_;
      promise.parent_ = outer;
      promise.owner_ = &inner;
      promise.root_->leaf_ = inner.coroutine_;
      return inner.coroutine_;
    }
    void await_resume() {
      promise_type& promise = inner.coroutine_.promise();
      if (promise.exception_) std::rethrow_exception(std::exchange(promise.exception_, nullptr));
    }
  };

  promise_type* root_ = this;
  handle parent_;
  generator* owner_ = nullptr;  // within the frame of `parent_`
  handle leaf_ = handle::from_promise(*this);
  std::add_pointer_t<yielded> element_ = nullptr;
  std::exception_ptr exception_;
};

template <typename Ref, typename Value>
class generator<Ref, Value>::iterator {
 public:
  using value_type = value;
  using difference_type = std::ptrdiff_t;

  iterator(iterator&& other) noexcept : coroutine_(std::exchange(other.coroutine_, {})) {}
  iterator& operator=(iterator&& other) noexcept {
    coroutine_ = std::exchange(other.coroutine_, {});
    return *this;
  }

  reference operator*() const
      noexcept(std::is_nothrow_copy_constructible_v<reference> || std::is_reference_v<reference>) {
    return static_cast<reference>(*coroutine_.promise().element_);
  }
  iterator& operator++() {
    coroutine_.promise().advance();
    return *this;
  }
  void operator++(int) { ++*this; }
  friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept { return i.coroutine_.done(); }

 private:
  friend class generator;
  explicit iterator(handle coroutine) noexcept : coroutine_(coroutine) {}

  handle coroutine_;
};

}  // namespace lazy

#endif
